"""``import_workbook``: what it shows, and to whom."""

import getpass
from pathlib import Path

import pytest

from accounts.models import Role, User
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import OrganisationFactory, make_party, make_person
from tests.registry import Panel, accept, make_panel
from tests.rows import numbered_row, valid_row
from tests.submissions.importing import csv_file, run

pytestmark = pytest.mark.django_db

COMMAND_LINE = f"command line: {getpass.getuser()}"
NOTES, VENDOR = "CanaryNotes", "CanaryVendor"


@pytest.fixture
def panel() -> Panel:
    return make_panel()


@pytest.fixture
def maker() -> User:
    return make_person(organisation=OrganisationFactory(is_manufacturer=True))


def test_an_amendment_shows_old_and_new_field_by_field(
    tmp_path: Path, panel: Panel, maker: User
) -> None:
    accept(numbered_row(1), panel=panel)
    file = csv_file(tmp_path, {"Action": "amend", "CPL number": 1, "Model name": "Imaginary Two"})

    outcome = run(file, "--submit-as", maker.email, "--dry-run")

    assert "1 to amend" in outcome.printed
    assert 'CPL  Model name: "Imaginary One" → "Imaginary Two"' in outcome.printed


@pytest.fixture
def amendment(tmp_path: Path, panel: Panel) -> Path:
    """An amendment of a record whose restricted texts are canaries."""
    secret = {"Release notes": NOTES, "ZigBee chipset vendor": VENDOR}
    accept(numbered_row(1, **secret), panel=panel)
    return csv_file(
        tmp_path,
        {
            "Action": "amend",
            "CPL number": 1,
            "Release notes": "typed notes",
            "ZigBee chipset vendor": "typed vendor",
        },
    )


def test_who_may_not_read_a_register_sees_only_what_was_typed(amendment: Path, maker: User) -> None:
    outcome = run(amendment, "--submit-as", maker.email, "--dry-run")

    assert 'FIR  Release notes: (not yours to read) → "typed notes"' in outcome.printed
    assert '(not yours to read) → "typed vendor"' in outcome.printed
    assert NOTES not in repr(outcome)
    assert VENDOR not in repr(outcome)
    assert not Disclosure.objects.exists()


def test_without_a_submitter_nothing_restricted_is_shown(amendment: Path) -> None:
    outcome = run(amendment)

    assert "typed notes" in outcome.printed
    assert NOTES not in repr(outcome)
    assert VENDOR not in repr(outcome)


def test_a_partys_look_at_the_fir_is_shown_and_recorded(amendment: Path) -> None:
    reader = make_person(organisation=make_party())

    outcome = run(amendment, "--submit-as", reader.email, "--dry-run")

    assert f'"{NOTES}" → "typed notes"' in outcome.printed
    assert VENDOR not in repr(outcome)
    disclosure = Disclosure.objects.get()
    assert (disclosure.register, disclosure.person) == ("firmware", reader.email)
    assert (disclosure.numbers, disclosure.channel) == ([1], "command")
    assert disclosure.route == f"import_workbook, {COMMAND_LINE}"


def test_the_security_sub_committee_sees_the_zigbee_part(amendment: Path) -> None:
    member = make_person(role=Role.SECURITY_SUB_COMMITTEE, organisation=OrganisationFactory())

    outcome = run(amendment, "--submit-as", member.email, "--dry-run")

    assert f'"{VENDOR}" → "typed vendor"' in outcome.printed
    assert NOTES not in repr(outcome)


def test_many_rows_are_counted_and_the_first_ones_shown(tmp_path: Path) -> None:
    file = csv_file(tmp_path, *(numbered_row(number) for number in range(1, 31)))

    outcome = run(file)

    assert "CPL: 30 records" in outcome.printed
    assert "  and 10 more rows" in outcome.printed


def test_many_problems_end_in_counts_by_rule(tmp_path: Path) -> None:
    rows = [numbered_row(number, **{"Release notes": None}) for number in range(1, 252)]

    outcome = run(csv_file(tmp_path, *rows))

    assert "  and 51 more; all of them by rule:" in outcome.printed
    assert "    release-notes-are-not-blank: 251" in outcome.printed
    assert outcome.status == 1


def test_letters_that_would_act_on_the_terminal_are_shown_and_not_sent(tmp_path: Path) -> None:
    outcome = run(csv_file(tmp_path, valid_row(**{"Model name": "a\x1b[2Jb"})))

    assert "\x1b" not in outcome.printed
    assert "a\\x1b[2Jb" in outcome.printed
