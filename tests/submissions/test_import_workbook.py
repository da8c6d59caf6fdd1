"""``import_workbook``: what it stores and when, and in whose name."""

import getpass
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import User
from sec_registry.registers.models import Publication
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, Submission, Waiver
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import Panel, make_panel
from tests.rows import numbered_row, valid_row
from tests.submissions.importing import csv_file, nothing_is_stored, run, xlsx_file

pytestmark = pytest.mark.django_db

COMMAND_LINE = f"command line: {getpass.getuser()}"
RULE = "image-of-one-device-model"


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
