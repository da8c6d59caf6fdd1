"""Rules about items as such, both ways."""

import pytest

from sec_registry.registers.findings import Finding
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.proposals import batch_of_rows
from sec_registry.submissions.rules import BOOK
from tests.findings import findings_of
from tests.registry import rows_of
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db


def of_rule(rule: str, *cells: Cells) -> list[Finding]:
    """What the rule says of these rows; the first stands in row 2."""
    batch = batch_of_rows(rows_of(cells))
    declared = next(each for each in BOOK.rules if each.code == rule)
    return [found for each in batch.candidates for found in findings_of(declared, each, batch)]


def change(action: str, **cells: str) -> Cells:
    return {"Action": action, "CPL number": "7", **cells}


@pytest.mark.parametrize("word", ["update", "frobnicate", "Add Device Model"])
def test_action_is_carried_out_breaks_for_words_that_are_no_action(word: str) -> None:
    (found,) = of_rule("action-is-carried-out", change(word))
    assert found.found == word.casefold()
    assert found.expected.split(", ") == list(Action)


@pytest.mark.parametrize("action", [Action.AMEND, Action.CORRECT])
def test_amendment_says_something_breaks_for_a_row_with_its_subject_alone(action: Action) -> None:
    row = change(action, Reference="mine", Reason="why", **{"Reason public": "no"})
    (found,) = of_rule("amendment-says-something", row)
    assert found.column == "Action"


def test_amendment_says_something_holds() -> None:
    assert not of_rule("amendment-says-something", change(Action.AMEND, **{"Model name": "x"}))


@pytest.mark.parametrize("action", Action)
def test_action_is_carried_out_holds(action: str) -> None:
    assert not of_rule("action-is-carried-out", change(action))


def test_columns_are_known_breaks_and_keeps_the_value_to_itself() -> None:
    row = numbered_row(1, **{"Zigbee chipset vendour": "Imaginary Silicon"})
    (found,) = of_rule("columns-are-known", row)
    assert found.column == "Zigbee chipset vendour"
    assert "Imaginary" not in str(found)


def test_columns_are_known_holds() -> None:
    assert not of_rule("columns-are-known", numbered_row(1))


@pytest.mark.parametrize("number", ["", "seven"])
def test_subject_is_named_breaks(number: str) -> None:
    (found,) = of_rule("subject-is-named", {**change(Action.AMEND), "CPL number": number})
    assert (found.column, found.found) == ("CPL number", number)


def test_subject_is_named_holds_for_an_addition() -> None:
    assert not of_rule("subject-is-named", numbered_row(1), change(Action.AMEND))


def test_references_are_unique_breaks_at_the_later_row() -> None:
    rows = [numbered_row(n, Reference="same") for n in (1, 2)]
    (found,) = of_rule("references-are-unique", *rows)
    assert (found.row, found.found) == (3, "same")


def test_references_are_unique_holds() -> None:
    rows = [numbered_row(1), numbered_row(2), numbered_row(3, Reference=None)]
    assert not of_rule("references-are-unique", *rows)


def test_subject_changes_once_breaks_at_the_later_row() -> None:
    (found,) = of_rule("subject-changes-once", change(Action.AMEND), change(Action.REMOVE))
    assert (found.row, found.found) == (3, "7")


def test_subject_changes_once_holds() -> None:
    other = {**change(Action.AMEND), "CPL number": "8"}
    assert not of_rule("subject-changes-once", change(Action.AMEND), other)


@pytest.mark.parametrize("column", ["Removal reason", "Removal authority", "Reason"])
def test_text_longer_than_its_table_takes_is_refused(column: str) -> None:
    row = change(Action.REMOVE, **{column: "x" * 501})
    (found,) = of_rule("no-longer-than-the-register-takes", row)
    assert found.column == column


def test_columns_are_used_names_what_an_action_leaves_aside() -> None:
    row = change(Action.REMOVE, **{"Release notes": "Never read", "Removal reason": "error"})
    (found,) = of_rule("columns-are-used", row)
    assert '"Release notes"' in found.message
    assert '"Removal reason"' not in found.message
    assert "Never read" not in str(found)


@pytest.mark.parametrize(
    "row",
    [
        change(Action.REMOVE, **{"Removal reason": "error", "Reason public": "no"}),
        change(Action.BLOCK, Baselines="3", Reason="bricks it"),
        change(Action.AMEND, **{"Release notes": "Read"}),
        numbered_row(1),
    ],
)
def test_columns_are_used_holds(row: Cells) -> None:
    assert not of_rule("columns-are-used", row)
