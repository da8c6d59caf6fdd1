"""``import_workbook``: files and arguments that end it with status 2."""

from pathlib import Path

import pytest

from accounts.models import User
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import Panel, make_panel
from tests.rows import numbered_row
from tests.submissions.importing import csv_file, kept, nothing_is_stored, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    return make_panel()


@pytest.fixture
def maker() -> User:
    return make_person(organisation=OrganisationFactory(is_manufacturer=True))


@pytest.fixture
def clear(tmp_path: Path) -> Path:
    return csv_file(tmp_path, numbered_row(1), numbered_row(2))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("models.csv", b"", "The file is empty."),
        ("models.xlsx", b"%PDF-1.7", "This is a PDF."),
        ("models.xlsx", b"PK\x03\x04 and nothing else", "damaged"),
        ("models.csv", b"Reference\n\xff\n", "not UTF-8: byte 11, in line 2"),
        ("models.csv", b"Reference;Action\n", "separated by semicolons"),
    ],
)
def test_an_unusable_file_ends_with_status_2_and_a_sentence(
    name: str, content: bytes, sentence: str, tmp_path: Path, panel: Panel
) -> None:
    outcome = run(kept(tmp_path / name, content), "--submit-as", panel.administrator.email)

    assert outcome.status == 2
    assert sentence in outcome.sentence
    assert nothing_is_stored()


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_file_that_cannot_be_opened_ends_with_status_2(name: str, tmp_path: Path) -> None:
    outcome = run(tmp_path / name)

    assert outcome.status == 2
    assert "cannot be opened" in outcome.sentence


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
        ("--submit-as nobody@test.example", "There is no account nobody@test.example."),
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


def test_a_closed_account_submits_nothing(clear: Path, maker: User) -> None:
    User.objects.filter(pk=maker.pk).update(is_active=False)

    outcome = run(clear, "--submit-as", maker.email)

    assert outcome.status == 2
    assert "is closed" in outcome.sentence
