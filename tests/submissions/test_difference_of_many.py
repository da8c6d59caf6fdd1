"""What an item shows that names no record: whom it covers, before and after, by one's rights."""

import pytest

from accounts.models import User
from sec_registry.registers.differences import FieldChange
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import Disclosure
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.console import difference_lines
from sec_registry.submissions.covered import NAMED, Covered
from sec_registry.submissions.difference import ItemDifference
from sec_registry.submissions.looks import look_at
from sec_registry.submissions.models import Submission
from sec_registry.submissions.rehearsal import rehearse
from tests.accounts.factories import OrganisationFactory, make_party, make_person
from tests.registry import Panel, accept, draft, in_review, make_panel, rows_of
from tests.rows import MANUFACTURER_CODE, OTHER_MANUFACTURER_CODE, Cells, numbered_row

pytestmark = pytest.mark.django_db

OLD_EMAIL, NEW_EMAIL = "firmware@fictional.example", "new@fictional.example"
CONTACT: Cells = {
    "Action": "change contact",
    "Manufacturer code": MANUFACTURER_CODE,
    "Contact email": NEW_EMAIL,
    "Contact telephone": "+4930901820",
    "Contact address": "2 Nowhere Street, Erewhon",
}
RENAMING: Cells = {
    "Action": "rename manufacturer",
    "Manufacturer code": MANUFACTURER_CODE,
    "Manufacturer": "Renamed Meters plc",
    "Reason": "Taken over.",
}
RENEWAL: Cells = {
    "Action": "renew certificate",
    "Replaces certificate": "CPA-FICTION-SHARED",
    "CPA certificate": "CPA-FICTION-RENEWED",
    "CPA standard": "CPA 1.3",
    "CPA date": "3009-12-31",
    "CPA date kind": "RENEWAL",
    "Security Characteristics version": "1.4",
}


@pytest.fixture
def panel() -> Panel:
    """1 and 2 are the Manufacturer's and share a CPA Certificate; 3 is another's."""
    panel = make_panel()
    other: Cells = {"Manufacturer code": OTHER_MANUFACTURER_CODE, "Manufacturer": "Others Ltd"}
    shared: Cells = {"CPA certificate": "CPA-FICTION-SHARED"}
    accept(*(numbered_row(n, **shared) for n in (1, 2)), numbered_row(3, **other), panel=panel)
    return panel


def seen(submission: Submission, by: User) -> ItemDifference:
    sight = look_at(
        submission=submission, items=list(submission.items.all()), by=by, channel=Channel("t", "/")
    )
    (difference,) = sight.differences
    return difference


def test_a_renaming_shows_whom_it_covers_and_both_names(panel: Panel) -> None:
    maker = make_person(organisation=OrganisationFactory())
    difference = seen(draft(RENAMING, by=maker), maker)

    assert difference.covered == Covered(f"Manufacturer {MANUFACTURER_CODE}", 2, [1, 2])
    assert difference.cpl_number is None
    assert difference.fields == [
        FieldChange("item", "Reason", "", "Taken over."),
        FieldChange("cpl", "Manufacturer", "Fictional Meters Ltd", "Renamed Meters plc"),
    ]


def test_a_renewal_shows_what_of_the_certificate_changes(panel: Panel) -> None:
    maker = make_person(organisation=OrganisationFactory())
    difference = seen(draft(RENEWAL, by=maker), maker)

    assert difference.covered == Covered("CPA certificate CPA-FICTION-SHARED", 2, [1, 2])
    assert difference.fields[1:] == [
        FieldChange("cpl", "CPA certificate", "CPA-FICTION-SHARED", "CPA-FICTION-RENEWED"),
        FieldChange("cpl", "CPA date", "2999-12-31", "3009-12-31"),
        FieldChange("cpl", "Security Characteristics version", "1.3", "1.4"),
    ]


def test_a_number_of_another_scheme_covers_nothing(panel: Panel) -> None:
    row: Cells = {**RENEWAL, "Replaces certificate": "ZIG-FICTION-1"}
    difference = seen(draft(row, by=panel.administrator), panel.administrator)

    assert difference.covered == Covered("CPA certificate ZIG-FICTION-1", 0, [])


def test_who_may_not_read_the_fir_sees_of_a_contact_what_they_typed(panel: Panel) -> None:
    stranger = make_person(organisation=OrganisationFactory())
    difference = seen(draft(CONTACT, by=stranger), stranger)

    assert difference.covered == Covered(f"Manufacturer {MANUFACTURER_CODE}", 2, [1, 2])
    assert FieldChange("firmware", "Contact email", None, NEW_EMAIL) in difference.fields
    assert OLD_EMAIL not in str(difference)
    assert not Disclosure.objects.exists()


def test_a_party_sees_the_contact_as_it_stands_and_that_is_recorded(panel: Panel) -> None:
    party = make_person(organisation=make_party())
    difference = seen(draft(CONTACT, by=party), party)

    assert FieldChange("firmware", "Contact email", OLD_EMAIL, NEW_EMAIL) in difference.fields
    (disclosure,) = Disclosure.objects.all()
    assert (disclosure.register, disclosure.numbers) == ("firmware", [1, 2])


def test_contacts_that_differ_are_all_shown(panel: Panel) -> None:
    amendment: Cells = {
        "Action": "amend",
        "CPL number": "2",
        "Contact email": "b@fictional.example",
    }
    accept(amendment, panel=panel)
    difference = seen(draft(CONTACT, by=panel.administrator), panel.administrator)

    before = {change.column: change.before for change in difference.fields}
    assert before["Contact email"] == f"{OLD_EMAIL} · b@fictional.example"


@pytest.mark.parametrize("row", [CONTACT, RENAMING, RENEWAL])
def test_a_stranger_learns_the_same_whatever_the_restricted_registers_hold(
    row: Cells, panel: Panel
) -> None:
    stranger = make_person(organisation=OrganisationFactory())
    bare: Cells = dict.fromkeys(["Contact email", "Contact telephone", "Contact address"])
    taken_over = numbered_row(
        9,
        **{
            **bare,
            "CPL number": "9",
            "Manufacturer code": "FC0C",
            "Manufacturer": "Fictional Meters Ltd",
            "CPA certificate": "CPA-FICTION-LONE",
            "Release notes": None,
            "Upgrade": None,
            "ZigBee chipset vendor": None,
            "ZigBee stack version": None,
        },
    )
    without: Cells = {
        "Manufacturer code": "FC0C",
        **({"Replaces certificate": "CPA-FICTION-LONE"} if row is RENEWAL else {}),
    }
    if row is RENEWAL:
        without.pop("Manufacturer code")
    accept(taken_over, panel=panel, initial_load=True)

    answers = []
    for proposed in (row, {**row, **without}):
        rehearsal = rehearse(rows_of([proposed]), (), by=stranger, channel=Channel("t", "/"))
        (difference,) = rehearsal.difference.shown
        answers.append(
            (
                [(f.rule, f.level, f.message) for f in rehearsal.findings.first],
                [(c.column, c.before) for c in difference.fields if c.register != "cpl"],
                rehearsal.difference.records,
            )
        )
    assert answers[0] == answers[1]


@pytest.mark.parametrize("row", [CONTACT, RENAMING, RENEWAL])
def test_after_acceptance_the_difference_stays_what_it_was(row: Cells, panel: Panel) -> None:
    submission = in_review(row, by=panel.administrator, reviewer=panel.reviewer)
    before = seen(submission, panel.administrator)
    submissions_accept(submissions=[submission], by=panel.reviewer)
    submission.refresh_from_db()

    assert seen(submission, panel.administrator) == before


def test_only_the_first_records_are_named_and_looked_at(panel: Panel) -> None:
    accept(*(numbered_row(number) for number in range(4, 4 + NAMED)), panel=panel)
    party = make_person(organisation=make_party())
    difference = seen(draft(CONTACT, by=party), party)

    assert difference.covered is not None
    assert (difference.covered.count, len(difference.covered.first)) == (NAMED + 2, NAMED)
    assert len(Disclosure.objects.get().numbers) == NAMED


def test_the_console_says_whom_it_covers(panel: Panel) -> None:
    rehearsal = rehearse(rows_of([RENAMING]), (), by=panel.administrator, channel=Channel("t", "/"))
    lines = list(difference_lines(rehearsal.difference, "the Panel"))

    subject = f"of Manufacturer {MANUFACTURER_CODE}: 2 records on the CPL (1 to 2)"
    assert f"  row 2: rename manufacturer {subject}" in lines
    assert '    CPL  Manufacturer: "Fictional Meters Ltd" → "Renamed Meters plc"' in lines
