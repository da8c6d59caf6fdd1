"""What a rehearsal keeps of its findings: everything counted, the first of each level in full."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sec_registry.registers.disclosure import Channel
from sec_registry.registers.findings import Level
from sec_registry.submissions import rehearsed
from sec_registry.submissions.intake import Row
from sec_registry.submissions.rehearsal import rehearse
from sec_registry.submissions.rehearsed import Findings
from sec_registry.submissions.visibility import SeenFinding
from tests.rows import numbered_row


def found(
    row: int | None, rule: str, level: Level = Level.PROBLEM, column: str = ""
) -> SeenFinding:
    return SeenFinding(
        level=level,
        level_label=level.label,
        rule=rule,
        ground="",
        row=row,
        column=column,
        message=f"{rule} in row {row}",
        found="",
        expected="",
        item_id=None,
        masked=False,
        register="",
    )


def test_all_are_counted_and_the_first_of_each_level_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsed, "KEPT", 2)
    findings = Findings(
        [
            found(None, "note", Level.NOTE),
            found(2, "one"),
            found(2, "note", Level.NOTE),
            found(3, "two", column="A"),
            found(3, "two", column="B"),
            found(4, "advice", Level.ADVISORY),
            found(5, "note", Level.NOTE),
        ]
    )

    assert [finding.message for finding in findings.first] == [
        "one in row 2",
        "two in row 3",
        "advice in row 4",
        "note in row None",
        "note in row 2",
    ]
    assert {level: findings.by_rule(level) for level in Level} == {
        Level.PROBLEM: {"one": 1, "two": 2},
        Level.ADVISORY: {"advice": 1},
        Level.NOTE: {"note": 3},
    }
    assert [findings.count(level) for level in Level] == [3, 1, 3]
    assert [each.rows for each in findings.alike(Level.NOTE)] == [[None, 2, 5]]
    assert [(each.first.column, each.rows) for each in findings.alike(Level.PROBLEM)] == [
        ("", [2]),
        ("A", [3]),
        ("B", [3]),
    ]


@pytest.mark.django_db
def test_rows_are_looked_at_in_their_order_and_not_as_they_came() -> None:
    rows = [Row(place, {**numbered_row(place), "Reference": "same"}) for place in (3, 2)]
    note = {
        "level": "problem",
        "rule": "of-the-file",
        "ground": "",
        "row": 3,
        "column": "",
        "message": "",
        "found": "",
        "expected": "",
        "register": "",
    }

    rehearsal = rehearse(rows, [note], by=AnonymousUser(), channel=Channel("test", "/"))

    problems = [(f.row, f.rule) for f in rehearsal.findings.first_of(Level.PROBLEM)]
    assert next(each for each in problems if each[0] == 3) == (3, "of-the-file")
    assert [row for row, rule in problems if rule == "references-are-unique"] == [3]
    assert problems == sorted(problems, key=lambda each: each[0] or 0)
