"""Uploading a workbook at the desk: a draft with findings, or a sentence and nothing stored."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions import forms
from sec_registry.submissions.models import StoredFinding, Submission
from tests.accounts.factories import OrganisationFactory
from tests.admin.desk import Cast, canary_row, page, text
from tests.rows import numbered_row, valid_row


def csv_of(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def uploaded(client: Client, content: bytes, name: str = "models.csv", **typed: str) -> str:
    """The text of the page that the person sees in the end."""
    file = SimpleUploadedFile(name, content)
    address = page("submissions_submission_add")
    return text(client.post(address, {"file": file, **typed}, follow=True))


def test_a_good_workbook_becomes_a_draft_with_its_findings(cast: Cast) -> None:
    content = csv_of([numbered_row(41), numbered_row(42)])

    shown = uploaded(cast.client("submitter"), content, title="New releases")

    submission = Submission.objects.latest("pk")
    assert "New releases" in shown
    assert "Read models.csv" in shown
    assert (submission.state, submission.items.count()) == ("draft", 2)
    assert submission.created_by == cast.people["submitter"]
    assert submission.source == "models.csv"
    assert submission.source_digest == hashlib.sha256(content).hexdigest()
    assert submission.checked_revision == submission.revision


def test_bad_rows_are_kept_in_a_draft_and_named(cast: Cast) -> None:
    rows = [numbered_row(41), numbered_row(42, **{"Manufacturer code": "FA1"})]

    shown = uploaded(cast.client("administrator"), csv_of(rows))

    submission = Submission.objects.latest("pk")
    assert submission.title == "models.csv"
    assert StoredFinding.objects.filter(submission=submission, level="problem").count() == 1
    assert '<td data-label="Row">3</td><td data-label="Column">Manufacturer code</td>' in shown
    assert "FA1" in shown


def test_findings_about_the_file_are_shown(cast: Cast) -> None:
    row = {**valid_row(), "Favourite colour": "mauve"}

    shown = uploaded(cast.client("submitter"), csv_of([row]))

    assert "Favourite colour" in shown
    assert "mauve" not in shown


def test_headings_alone_make_a_draft_that_says_so(cast: Cast) -> None:
    shown = uploaded(cast.client("submitter"), b"Action,Device type\n")

    assert "no row under them" in shown


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b" \n", "The file is empty."),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
        ("scan.pdf", b"%PDF-1.7 and so on", "This is a PDF."),
        ("models.xlsx", b"PK\x03\x04" + b"not really" * 20, ""),
        ("models.csv", "Device type\nZähler\n".encode("latin-1"), "not UTF-8"),
        ("models.csv", b"Device type;Generation\nESME;SMETS2+\n", "separated by semicolons"),
        ("nothing.csv", b"", "The submitted file is empty."),
    ],
)
def test_an_unusable_file_leaves_nothing(
    cast: Cast, name: str, content: bytes, sentence: str
) -> None:
    before = Submission.objects.count()

    shown = uploaded(cast.client("submitter"), content, name)

    assert Submission.objects.count() == before
    assert "errorlist" in shown
    assert sentence in shown


def test_a_file_that_is_too_large_is_refused_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST_FILE", forms.MEGABYTE)
    before = Submission.objects.count()

    shown = uploaded(cast.client("submitter"), b"x" * (forms.MEGABYTE + 1))

    assert "a workbook has at most 1 MB" in shown
    assert Submission.objects.count() == before


def test_no_file_is_said(cast: Cast) -> None:
    answer = cast.client("submitter").post(page("submissions_submission_add"), {"title": "x"})

    assert "This field is required." in text(answer)


def test_only_the_panel_may_load_existing_records(cast: Cast) -> None:
    offered = {
        who: "Initial load" in text(cast.client(who).get(page("submissions_submission_add")))
        for who in ("administrator", "submitter")
    }
    row = valid_row(**{"CPL number": "4711"})

    uploaded(cast.client("submitter"), csv_of([row]), initial_load="on")
    by_submitter = Submission.objects.latest("pk")
    uploaded(cast.client("administrator"), csv_of([row]), initial_load="on")
    by_administrator = Submission.objects.latest("pk")

    assert offered == {"administrator": True, "submitter": False}
    assert (by_submitter.initial_load, by_administrator.initial_load) == (False, True)


@pytest.mark.parametrize("who", ["reviewer", "ssc", "auditor", "superuser", "grantee"])
def test_uploads_are_for_those_who_may_submit(cast: Cast, who: str) -> None:
    file = SimpleUploadedFile("models.csv", csv_of([valid_row()]))
    before = Submission.objects.count()

    answer = cast.client(who).post(page("submissions_submission_add"), {"file": file})

    assert answer.status_code == 403
    assert Submission.objects.count() == before


def test_an_uploaders_draft_is_theirs_and_the_panels(cast: Cast) -> None:
    uploaded(cast.client("submitter"), csv_of([canary_row(51)]))
    address = page("submissions_submission_change", Submission.objects.latest("pk").pk)

    statuses = {
        who: cast.client(who).get(address).status_code
        for who in ("submitter", "reviewer", "party", "superuser", "ssc")
    }

    assert statuses == {"submitter": 200, "reviewer": 200, "party": 404} | dict.fromkeys(
        ("superuser", "ssc"), 404
    )


def test_a_path_in_the_name_is_dropped(cast: Cast) -> None:
    uploaded(cast.client("submitter"), csv_of([valid_row()]), name="../../etc/models.csv")

    assert Submission.objects.latest("pk").source == "models.csv"


MAIL = {"person": "A. Fictional", "reference": "Letter of 1 May"}


def test_the_panel_keys_in_what_arrived_by_mail(cast: Cast) -> None:
    maker = OrganisationFactory()
    shown = uploaded(
        cast.client("administrator"), csv_of([numbered_row(41)]), organisation=str(maker.pk), **MAIL
    )

    submission = Submission.objects.latest("pk")
    assert (submission.organisation, submission.on_behalf_person) == (maker, "A. Fictional")
    for told in (maker.name, *MAIL.values(), "Keyed in by"):
        assert told in shown


def test_half_of_on_behalf_of_is_refused_and_nothing_is_stored(cast: Cast) -> None:
    before = Submission.objects.count()
    shown = uploaded(cast.client("administrator"), csv_of([numbered_row(41)]), **MAIL)

    assert "needs all three" in shown
    assert Submission.objects.count() == before


def test_submitters_upload_for_their_own_organisation_alone(cast: Cast) -> None:
    client = cast.client("submitter")
    assert "On behalf of" not in text(client.get(page("submissions_submission_add")))

    other = OrganisationFactory()
    uploaded(client, csv_of([numbered_row(41)]), organisation=str(other.pk), **MAIL)

    submission = Submission.objects.latest("pk")
    assert submission.organisation == cast.people["submitter"].organisation
    assert submission.on_behalf_person == ""
