"""What README.md and docs/ name is there, and what is there they name: held by reading both.

That examples answer as they are printed is for whoever changes them to try; here are the parts that
go out of date unseen: links, routes, settings, commands.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver

from sec_registry.api import _v1

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
API_PAGES = [ROOT / "docs" / "api.md", *sorted((ROOT / "docs" / "api").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
SETTING = re.compile(r'(?:\.get|flag|number|rate|words)\(\s*"([A-Z][A-Z_]+)"')
#: What `python manage.py` offers without us, where the pages speak of it.
DJANGO = {"check", "collectstatic", "createsuperuser", "makemigrations", "migrate", "runserver"}
#: Only for people who read the code: the registry's own form of a command of Django's.
UNNAMED_COMMANDS = {"changepassword"}


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_links_lead_to_pages_and_headings_that_are_there() -> None:
    astray = []
    for page in PAGES:
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if "://" in link:
                continue
            path, _, heading = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists() or (heading and heading not in anchors(target)):
                astray.append(f"{page.relative_to(ROOT)}: {link}")
    assert astray == []


def api_routes(patterns: list[URLPattern | URLResolver], start: str = "") -> Iterator[str]:
    """The routes of the API, as the pages write them: `{}` where something is filled in."""
    for pattern in patterns:
        # A router writes regular expressions, and each route again for a format as its ending.
        word = re.sub(r"\(\?P<\w+>[^)]+\)|<[^>]+>", "{}", str(pattern.pattern)).strip("^$")
        route = start + word
        if "\\." in route:
            continue
        if isinstance(pattern, URLResolver):
            yield from api_routes(pattern.url_patterns, route)
        else:
            yield route


def test_every_route_of_the_api_is_described() -> None:
    words = " ".join(page.read_text(encoding="utf-8") for page in API_PAGES)
    told = re.sub(r"\{[^}\s]*\}", "{}", words)
    # A table under a heading names what stands under it by its end, as in `{id}/notices/`.
    unsaid = [
        route
        for route in api_routes(_v1)
        if route and not any(end in told for end in endings(route))
    ]
    assert unsaid == [], "\n".join(unsaid)


def endings(route: str) -> Iterator[str]:
    """The route, what stands from a filled in place on, and its end after a `…`."""
    yield f"`{route}"
    parts = route.split("/")
    for at, part in enumerate(parts):
        end = "/".join(parts[at:])
        if end.strip("{}/"):
            yield f"`…/{end}"
            if part == "{}":
                yield f"`{end}"


def test_paths_that_the_list_of_the_api_names_are_routes() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    table = text.partition("## What there is")[2]
    named = {
        re.sub(r"\{\w+\}", "{}", path)
        for line in table.splitlines()
        for path in re.findall(r"`([a-z][^`… ]*(?:/|\.json|\.csv|\.tar))`", line.partition("|")[2])
    }
    assert len(named) > 30
    assert named - set(api_routes(_v1)) == set()


def test_every_setting_of_the_environment_is_described() -> None:
    sources = [ROOT / "sec_registry" / name for name in ("settings.py", "environment.py")]
    code = "".join(source.read_text(encoding="utf-8") for source in sources)
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z][A-Z_]+)`", operations))
    assert set(SETTING.findall(code)) - named == set()
    table = operations.partition("## Settings")[2].partition("\n## ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = {name for cell in first for name in re.findall(r"`([A-Z][A-Z_]+)`", cell)}
    assert {name for name in told if name not in code} == set()


def test_commands_that_are_described_are_there_and_the_other_way_round() -> None:
    files = ROOT.glob("*/**/management/commands/[a-z]*.py")
    ours = {file.stem for file in files if ".venv" not in file.parts}
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert named - ours - DJANGO == set()
    assert {name for name in ours - UNNAMED_COMMANDS if name not in text} == set()
