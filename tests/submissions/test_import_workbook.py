"""``import_workbook``: what it stores and when, in whose name, and what it shows to whom."""

import getpass
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Role, User
from sec_registry.registers.models import Disclosure, Publication
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, Submission, Waiver
from tests.accounts.factories import OrganisationFactory, make_party, make_person
from tests.registry import Panel, accept, make_panel
from tests.rows import numbered_row, valid_row
from tests.submissions.importing import csv_file, nothing_is_stored, run, xlsx_file

pytestmark = pytest.mark.django_db

COMMAND_LINE = f"command line: {getpass.getuser()}"
RULE = "image-of-one-device-model"
NOTES, VENDOR = "CanaryNotes", "CanaryVendor"


@pytest.fixture
def panel() -> Panel:
    return make_panel()


@pytest.fixture
def maker() -> User:
    return make_person(organisation=OrganisationFactory(is_manufacturer=True))


@pytest.fixture
def desk(settings: Settings) -> None:
    """A desk, where the command line may accept."""
    settings.DEBUG = True


@pytest.fixture
def clear(tmp_path: Path) -> Path:
    return csv_file(tmp_path, numbered_row(1), numbered_row(2))


@pytest.fixture
def advised(tmp_path: Path) -> Path:
    """A workbook with one advisory: two Device Models with one Hash."""
    same = {"Image hash": valid_row()["Image hash"]}
    return csv_file(tmp_path, numbered_row(1, **same), numbered_row(2, **same))


def both(submitter: User, panel: Panel) -> list[str]:
    return ["--submit-as", submitter.email, "--accept-as", panel.reviewer.email]


def test_without_a_submitter_it_only_checks(clear: Path) -> None:
    outcome = run(clear)

    assert outcome.status == 0
    assert "as anyone may read the registers: 2 to add" in outcome.printed
    assert "Nothing was stored: without --submit-as this is a check only." in outcome.printed
    assert nothing_is_stored()


def test_a_dry_run_stores_nothing(clear: Path, maker: User, panel: Panel, desk: None) -> None:
    outcome = run(clear, "--dry-run", *both(maker, panel))

    assert outcome.status == 0
    assert "Nothing was stored: a dry run." in outcome.printed
    assert nothing_is_stored()


def test_with_a_submitter_the_rows_wait_for_their_review(clear: Path, maker: User) -> None:
    outcome = run(clear, "--submit-as", maker.email.upper())

    submission = Submission.objects.get()
    assert outcome.status == 0
    assert f"Submission {submission.pk} waits for its review." in outcome.printed
    assert (submission.state, submission.created_by) == (State.SUBMITTED, maker)
    assert submission.source == f"models.csv ({COMMAND_LINE})"
    assert len(submission.source_digest) == 64
    assert list(submission.items.values_list("position", flat=True)) == [2, 3]


@pytest.mark.parametrize("written", [csv_file, xlsx_file], ids=["csv", "xlsx"])
def test_with_both_people_the_rows_are_published(
    written: type, tmp_path: Path, maker: User, panel: Panel, desk: None
) -> None:
    file = written(tmp_path, numbered_row(1), numbered_row(2))

    outcome = run(file, *both(maker, panel))

    submission = Submission.objects.get()
    publication = Publication.objects.get()
    assert outcome.status == 0
    assert f"is accepted in publication {publication.number}: 2 rows." in outcome.printed
    assert "CPL numbers given: 1 to 2." in outcome.printed
    assert (submission.state, submission.decided_by) == (State.ACCEPTED, panel.reviewer)
    assert submission.decision_reason == COMMAND_LINE


def test_an_unwaived_advisory_stores_nothing_and_names_the_rule(
    advised: Path, maker: User, panel: Panel, desk: None
) -> None:
    outcome = run(advised, *both(maker, panel))

    assert outcome.status == 1
    assert "0 problems, 1 advisory without a waiver" in outcome.sentence
    assert f"--waive {RULE}" in outcome.sentence
    assert nothing_is_stored()


@pytest.mark.parametrize("waive", [[], ["--waive", RULE]], ids=["all", "named"])
def test_a_reason_waives_the_advisories_in_the_acceptors_name(
    waive: list[str], advised: Path, maker: User, panel: Panel, desk: None
) -> None:
    outcome = run(advised, *both(maker, panel), "--reason", "one image for both", *waive)

    waiver = Waiver.objects.get()
    assert outcome.status == 0
    assert (waiver.rule, waiver.waived_by) == (RULE, panel.reviewer)
    assert waiver.reason == f"one image for both ({COMMAND_LINE})"


def test_waiving_one_rule_leaves_the_others_standing(
    advised: Path, maker: User, panel: Panel, desk: None
) -> None:
    outcome = run(
        advised, *both(maker, panel), "--waive", "manufacturer-has-one-name", "--reason", "known"
    )

    assert outcome.status == 1
    assert nothing_is_stored()


def test_an_initial_load_keeps_numbers_and_is_accepted_outside_debug(
    tmp_path: Path, panel: Panel
) -> None:
    only_cpl = {name: None for name in valid_row() if name.startswith(("Contact", "ZigBee "))}
    row = numbered_row(
        1,
        **{
            **only_cpl,
            "CPL number": 77,
            "ZigBee certificate": "ZIG-1",
            "ZigBee standard": "ZSE 1.4",
            "Release notes": None,
            "Upgrade": None,
        },
    )

    outcome = run(csv_file(tmp_path, row), "--initial-load", *both(panel.administrator, panel))

    assert outcome.status == 0, outcome.printed
    assert outcome.printed.startswith("Notes (")
    assert Item.objects.get().allocated_number == 77


def arguments(text: str, panel: Panel, maker: User, stranger: User) -> list[str]:
    people = {
        "PANEL": panel.administrator.email,
        "REVIEWER": panel.reviewer.email,
        "MAKER": maker.email,
        "STRANGER": stranger.email,
    }
    return [people.get(word, word) for word in text.split()]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("--submit-as nobody@test.example", "There is no active account nobody@test.example."),
        ("--submit-as STRANGER", "may not submit Device Models"),
        ("--submit-as MAKER --initial-load", "may not submit an initial load"),
        ("--submit-as MAKER --accept-as MAKER", "it takes two people"),
        ("--submit-as REVIEWER --accept-as REVIEWER", "REVIEWER may not submit"),
        ("--submit-as MAKER --accept-as PANEL", "that takes a Panel reviewer"),
        ("--accept-as REVIEWER", "--accept-as needs --submit-as"),
        ("--submit-as MAKER --accept-as REVIEWER", "Outside DEBUG"),
        ("--submit-as MAKER --reason known", "give --accept-as"),
        ("--submit-as MAKER --waive x", "give --accept-as"),
        ("--submit-as PANEL --accept-as REVIEWER --initial-load --waive x", "needs a reason"),
        (
            "--submit-as PANEL --accept-as REVIEWER --initial-load --reason known --waive nonsense",
            "No rule that advises is called nonsense.",
        ),
    ],
)
def test_arguments_that_make_no_sense_end_with_status_2(
    asked: str, sentence: str, clear: Path, maker: User, panel: Panel
) -> None:
    words = arguments(asked, panel, maker, make_person())

    outcome = run(clear, *words)

    assert outcome.status == 2
    assert sentence.replace("REVIEWER", panel.reviewer.email) in outcome.sentence
    assert nothing_is_stored()


def test_an_inactive_person_is_no_account(clear: Path, maker: User) -> None:
    User.objects.filter(pk=maker.pk).update(is_active=False)

    outcome = run(clear, "--submit-as", maker.email)

    assert outcome.status == 2
    assert "no active account" in outcome.sentence


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
