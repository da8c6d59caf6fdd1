"""
Which tests name which rule: `python -m tests.clauses` writes it where the clause page reads it.

A test names a rule by its code, or by the function of that name; tests that share a table of their
module with it name it too. `test_clauses` fails while what is written is not what stands here.
"""

import ast
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def naming_each_rule(codes: Iterable[str]) -> dict[str, list[str]]:
    """The tests of each rule, by file and name."""
    wanted = {code: {code, code.replace("-", "_")} for code in codes}
    found: dict[str, list[str]] = {code: [] for code in wanted}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text()
        here = {code for code, words in wanted.items() if any(word in text for word in words)}
        if here:
            file = path.relative_to(ROOT).as_posix()
            parts = list(_parts(text))
            for code in here:
                found[code] += [f"{file}::{name}" for name in _naming(parts, wanted[code])]
    return found


def _naming(parts: list[tuple[str, str]], words: set[str]) -> list[str]:
    """The tests among the parts of a file that say one of the words, themselves or by a name."""
    tests = [(name, text) for name, text in parts if name.startswith("test_")]
    direct = [name for name, text in tests if any(word in text for word in words)]
    if direct:
        return direct
    others = [n for n, text in parts if not n.startswith("test_") and any(w in text for w in words)]
    return [name for name, text in tests if any(other and other in text for other in others)]


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands at the top of a module: each with its name and its text, decorators and all."""
    lines = text.splitlines()
    for node in ast.parse(text).body:
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(each.lineno for each in decorators)])
        name = getattr(node, "name", "")
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        yield name, "\n".join(lines[first - 1 : node.end_lineno])


def written(found: dict[str, list[str]]) -> str:
    """The file's text."""
    return json.dumps(found, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sec_registry.settings")
    django.setup()
    from sec_registry.clauses.table import TESTS  # noqa: PLC0415  # only now are the apps there
    from sec_registry.submissions.checking import all_rules  # noqa: PLC0415

    TESTS.write_text(written(naming_each_rule(rule.code for rule in all_rules())))


if __name__ == "__main__":
    main()
