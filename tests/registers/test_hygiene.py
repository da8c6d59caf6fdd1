"""Clean text: the rules made from the kinds of columns, both ways, on a register made up here."""

import pytest

from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Finding, Level, RuleBook
from sec_registry.registers.hygiene import add_hygiene_rules, plain_hexadecimal
from sec_registry.registers.vocabulary import Action, Cell, Column, Kind
from tests.findings import findings_of

COLUMNS = (
    Column("Code", "toy", Kind.CODE),
    Column("Hex", "toy", Kind.HEX),
    Column("Version", "toy", Kind.VERSION, several=True),
    Column("Word", "toy", Kind.WORD, words=("yes", "no")),
    Column("Text", "toy", Kind.TEXT),
    Column("Notes", "toy", Kind.LONG_TEXT),
    Column("Date", "toy", Kind.DATE),
    Column("Phone", "toy", Kind.PHONE),
    Column("Action", "toy", Kind.WORD, words=("add",)),
)
LIMITS = {"Text": 5, "Version": 3}


def findings(*rows: dict[str, Cell], action: Action = Action.ADD) -> list[Finding]:
    book = RuleBook("toy")
    add_hygiene_rules(book, COLUMNS, LIMITS)
    candidates = [
        Candidate(row=at, action=action, number=None, reference="", given=cells)
        for at, cells in enumerate(rows, start=2)
    ]
    batch = Batch(candidates)
    return [f for c in candidates for rule in book.rules for f in findings_of(rule, c, batch)]


BROKEN = [
    ("Code", " A1", "no-blanks-around", "A1"),
    ("Text", "abc\t", "no-blanks-around", "abc"),
    ("Text", "\u00a0abc", "no-blanks-around", "abc"),
    ("Text", "a\u200bb", "no-invisible-characters", "ab"),
    ("Text", "a\nb", "no-invisible-characters", "a b"),
    ("Text", "a\u00a0b", "no-invisible-characters", "a b"),
    ("Code", 1234, "no-number-where-text-belongs", "text"),
    ("Hex", 20e6, "no-number-where-text-belongs", "text"),
    ("Phone", 442079460000, "no-number-where-text-belongs", "text"),
    ("Hex", "ab12", "hexadecimal-in-capitals-without-spaces", "AB12"),
    ("Hex", "AB 12", "hexadecimal-in-capitals-without-spaces", "AB12"),
    ("Word", "Yes", "word-of-the-list", "yes"),
    ("Word", "perhaps", "word-of-the-list", "yes or no"),
    ("Word", True, "word-of-the-list", "yes or no"),
    ("Date", "01/02/2003", "date-in-iso-form", "YYYY-MM-DD"),
    ("Date", "20030201", "date-in-iso-form", "YYYY-MM-DD"),
    ("Date", "2003-02-30", "date-in-iso-form", "YYYY-MM-DD"),
    ("Date", 37653, "date-in-iso-form", "YYYY-MM-DD"),
    ("Version", "1; ; 2", "no-empty-value-in-a-list", "1; 2"),
    ("Version", "1;", "no-empty-value-in-a-list", "1"),
    ("Text", "abcdef", "no-longer-than-the-register-takes", "at most 5"),
    ("Version", "1.2; 12.3", "no-longer-than-the-register-takes", "at most 3"),
]


@pytest.mark.parametrize(("column", "cell", "rule", "expected"), BROKEN)
def test_rule_breaks(column: str, cell: Cell, rule: str, expected: str) -> None:
    (found,) = findings({column: cell})
    assert (found.rule, found.column, found.expected) == (rule, column, expected)
    assert found.level == Level.PROBLEM
    assert f'"{column}"' in found.message
    assert found.found


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Code", "A1 b-2"),
        ("Hex", "020E6550"),
        ("Hex", "not hexadecimal at all"),
        ("Version", "1.2; 1.3;1.4"),
        ("Word", "no"),
        ("Text", "é & ü"),
        ("Text", 12345),
        ("Notes", "  line one\n\n\tline two  "),
        ("Date", "2003-02-01"),
        ("Phone", "+44 20 7946 0000"),
        ("Action", "Anything: answered for elsewhere"),
        ("Code", "[clear]"),
        ("Date", "[clear]"),
        ("Word", "[clear]"),
        ("Hex", None),
        ("Hex", "   "),
    ],
)
def test_rule_holds(column: str, cell: Cell) -> None:
    assert findings({column: cell}) == []


def test_number_from_excel_is_shown_as_it_came_and_never_padded() -> None:
    """``020E6550`` typed into a sheet becomes a number; what it was cannot be known."""
    (found,) = findings({"Hex": 7.0})
    assert found.found == "7.0"
    assert "Excel" in found.message


def test_version_that_arrived_as_a_number_is_noted_once_for_a_column() -> None:
    found = findings({"Version": "1.2"}, {"Version": 1.1}, {"Version": 4.2})
    assert [(each.rule, each.row) for each in found] == [("version-that-arrived-as-a-number", 3)]
    assert found[0].level == Level.NOTE


@pytest.mark.parametrize("action", list(Action))
def test_rules_speak_of_every_action(action: Action) -> None:
    assert findings({"Code": " A1"}, action=action)


def test_what_the_register_holds_already_is_not_looked_at() -> None:
    book = RuleBook("toy")
    add_hygiene_rules(book, COLUMNS)
    before = {"Hex": "ab"}
    amending = Candidate(2, Action.AMEND, 1, "", given={"Text": "abc"}, before=before)
    batch = Batch([amending])
    assert not [f for rule in book.rules for f in findings_of(rule, amending, batch)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [("ab12", "AB12"), (" A B\t1 2 ", "AB12"), ("0xAB", None), ("G1", None), ("", None)],
)
def test_plain_hexadecimal(text: str, plain: str | None) -> None:
    assert plain_hexadecimal(text) == plain
