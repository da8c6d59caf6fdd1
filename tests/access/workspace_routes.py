"""The submitters' pages: what everybody gets at each address, and who may send which form.

Signed in first, then one's own hand: somebody else's submission is not there, for the Panel too.
"""

from collections.abc import Iterator
from typing import Any

from tests.access.lines import Line
from tests.access.people import NOBODY, SIGNED_IN, SUBMITTERS, Audience, Who
from tests.access.posts import WORKBOOK, Post
from tests.access.submission_routes import MAKERS

ROOT = "submissions/"
#: Whoever makes submissions: also the DCC, which has no seat at the desk.
MAKERS_ALL: Audience = (SUBMITTERS - {Who.REVIEWER}) | {Who.DCC}
SUBMITTER: Audience = frozenset({Who.SUBMITTER})
OWN = {**MAKERS, "returned": Who.SUBMITTER, "resubmitted": Who.SUBMITTER}
#: Records that somebody's draft changes, with whose it is.
CHANGED_IN_DRAFTS: dict[str, Audience] = {
    "{granted}": frozenset({Who.STRANGER, Who.ADMINISTRATOR}),
    "{blocked}": frozenset({Who.STRANGER}),
    "{hub}": frozenset({Who.STRANGER}),
    "{removed}": frozenset({Who.STRANGER}),
}
DCC: tuple[Audience, int] = (frozenset({Who.DCC}), 404)


def workspace_pages() -> Iterator[Line]:
    """Every page, and for what is done by a form alone that a GET does nothing."""
    for page in ("", "upload/", "add/"):
        yield _line(f"{ROOT}{page}", f"/{ROOT}{page}", MAKERS_ALL)
    yield _line(f"{ROOT}add/", f"/{ROOT}add/?draft={{absent}}", MAKERS_ALL, yes=404)
    yield from _changing()
    one = f"{ROOT}<int:pk>/"
    for key, who in OWN.items():
        own = frozenset({who})
        for page in ("", "receipt/", "receipt.json"):
            yield _mine(f"{one}{page}", f"/{ROOT}{{{key}}}/{page}", own)
    for nothing in ("{absent}", "9" * 30):
        for page in ("", "receipt/", "receipt.json"):
            yield _mine(f"{one}{page}", f"/{ROOT}{nothing}/{page}", NOBODY)
    yield from _rows(one)
    file = f"{one}evidence/<int:key>/"
    yield _mine(file, f"/{ROOT}{{draft}}/evidence/{{draft_evidence}}/", SUBMITTER)
    for key in ("{absent}", "{in_review_evidence}"):
        yield _mine(file, f"/{ROOT}{{draft}}/evidence/{key}/", NOBODY)
    deeds = {
        "check/": "check/",
        "title/": "title/",
        "<slug:step>/now/": "submit/now/",
        "rows/<int:position>/remove/": "rows/2/remove/",
        "evidence/": "evidence/",
        "evidence/<int:key>/remove/": "evidence/{draft_evidence}/remove/",
        "questions/<int:key>/answer/": "questions/{question}/answer/",
    }
    for deed, way in deeds.items():
        yield _line(f"{one}{deed}", f"/{ROOT}{{draft}}/{way}", SIGNED_IN, yes=405)


def _changing() -> Iterator[Line]:
    """A change of a record; whoever has a draft that changes it is led there."""
    yield _line(f"{ROOT}change/", f"/{ROOT}change/?number={{granted}}", MAKERS_ALL, yes=302)
    pattern = f"{ROOT}change/<int:number>/"
    for key, drafting in CHANGED_IN_DRAFTS.items():
        yield _line(pattern, f"/{ROOT}change/{key}/", MAKERS_ALL, but=(drafting, 302))
    for key in ("{absent}", "9" * 30):
        yield _line(pattern, f"/{ROOT}change/{key}/", MAKERS_ALL, yes=404)


def _rows(one: str) -> Iterator[Line]:
    """A row in the form; of what is not editable the way back to its page."""
    pattern = f"{one}rows/<int:position>/"
    for key, who, status in (
        ("draft", Who.SUBMITTER, 200),
        ("returned", Who.SUBMITTER, 200),
        ("panel_draft", Who.ADMINISTRATOR, 200),
        ("stranger", Who.STRANGER, 200),
        ("submitted", Who.SUBMITTER, 302),
        ("accepted", Who.SUBMITTER, 302),
    ):
        yield _mine(pattern, f"/{ROOT}{{{key}}}/rows/2/", frozenset({who}), yes=status)
    yield _mine(pattern, f"/{ROOT}{{draft}}/rows/999/", NOBODY)


def _line(pattern: str, address: str, inside: Audience, **more: Any) -> Line:
    return Line(pattern, address, inside, known=SIGNED_IN, **more)


def _mine(pattern: str, address: str, inside: Audience, **more: Any) -> Line:
    return Line(pattern, address, inside, no=404, known=SIGNED_IN, **more)


def workspace_posts() -> Iterator[Post]:
    """What is sent from the submitters' pages."""
    changed: dict[str, str | list[str]] = {"release_notes": "Nothing new"}
    yield Post("workspace upload", f"/{ROOT}upload/", {}, MAKERS_ALL, files={"file": WORKBOOK})
    yield Post("workspace add", f"/{ROOT}add/", {"device_type": "ESME"}, MAKERS_ALL)
    yield Post("workspace change", f"/{ROOT}change/{{hub}}/", changed, MAKERS_ALL)
    yield _post("edit", "draft", "rows/2/", changed)
    yield _post("title", "draft", "title/", {"title": "Renamed"})
    yield _post("check", "draft", "check/", {})
    yield _post("row out", "draft", "rows/2/remove/", {})
    yield _post("submit", "sendable", "submit/now/", {})
    yield _post("withdraw", "submitted", "withdraw/now/", {"reason": "because"})
    yield _post("answer", "accepted", "questions/{question}/answer/", {"answer": "Well."})
    yield _post("evidence", "draft", "evidence/", {"kind": "other"}, files={"file": "A page."})
    yield _post("evidence back", "draft", "evidence/{draft_evidence}/remove/", {})


def _post(name: str, key: str, deed: str, cells: dict[str, str | list[str]], **more: Any) -> Post:
    address = f"/{ROOT}{{{key}}}/{deed}"
    return Post(f"workspace {name}", address, cells, SUBMITTER, no=404, but=DCC, **more)
