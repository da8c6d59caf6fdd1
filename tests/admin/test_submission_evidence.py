"""Evidence at the desk: added, listed, opened as an attachment, taken back; openings overseen."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client

from sec_registry.submissions.evidence import LARGEST
from sec_registry.submissions.models import Evidence, EvidenceAccess
from tests.admin.desk import Cast, page, said, text

pytestmark = pytest.mark.django_db

CANARY = b"evidence canary"


def added(cast: Cast, who: str, content: bytes, name: str = "minutes.txt", **typed: str) -> str:
    """What is said of the file that this person sends."""
    address = page("submissions_submission_evidence", cast.draft.pk)
    file = SimpleUploadedFile(name, content)
    return said(cast.client(who).post(address, {"file": file, "kind": "minutes", **typed}))


def opened(cast: Cast, who: str, evidence: Evidence) -> Any:
    return cast.client(who).get(
        page("submissions_submission_evidence_open", cast.draft.pk, evidence.pk)
    )


def test_a_file_is_added_listed_and_opened_as_an_attachment(cast: Cast) -> None:
    item = cast.draft.items.get()
    assert added(cast, "submitter", CANARY, item=str(item.pk)) == "The file was added."

    evidence = Evidence.objects.get()
    listed = text(cast.client("reviewer").get(page("submissions_submission_change", cast.draft.pk)))
    answer = opened(cast, "reviewer", evidence)

    assert "minutes.txt" in listed
    assert f'<td data-label="For">row {item.position}</td>' in listed
    assert CANARY.decode() not in listed
    assert answer.content == CANARY
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.txt"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert EvidenceAccess.objects.get().channel == "admin"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"<svg><script/></svg>", "none of them"),
        (b"x" * (LARGEST + 1), "at most 10 MB"),
    ],
)
def test_a_bad_file_is_refused_in_words(cast: Cast, content: bytes, message: str) -> None:
    assert message in added(cast, "submitter", content)
    assert not Evidence.objects.exists()


def test_no_file_and_no_such_row_are_said(cast: Cast) -> None:
    address = page("submissions_submission_evidence", cast.draft.pk)
    client: Client = cast.client("submitter")
    assert said(client.post(address, {"kind": "minutes"})) == "Choose a file."
    for item in ("999999", "x", "9" * 30):
        file = SimpleUploadedFile("a.txt", CANARY)
        assert client.post(address, {"file": file, "item": item}).status_code == 404


def test_a_maker_takes_a_file_back(cast: Cast) -> None:
    added(cast, "submitter", CANARY)
    evidence = Evidence.objects.get()
    address = page("submissions_submission_evidence_remove", cast.draft.pk, evidence.pk)

    assert said(cast.client("administrator").post(address)).startswith("You may not edit")
    assert said(cast.client("submitter").post(address)).endswith("The file was taken back.")
    assert opened(cast, "submitter", evidence).status_code == 404


def test_nothing_is_served_when_the_opening_cannot_be_recorded(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(cast, "submitter", CANARY)

    def broken(**_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(EvidenceAccess.objects, "create", broken)
    answer = opened(cast, "reviewer", Evidence.objects.get())

    assert answer.status_code == 503
    assert CANARY not in answer.content


def test_auditors_see_who_opened_it_and_nothing_of_it(cast: Cast) -> None:
    added(cast, "submitter", CANARY, name="telling-name.txt")
    evidence = Evidence.objects.get()
    opened(cast, "reviewer", evidence)

    address = page("submissions_evidenceaccess_changelist")
    shown = text(cast.client("auditor").get(address))

    assert cast.people["reviewer"].email in shown
    assert evidence.digest[:16] in shown
    assert "telling-name" not in shown
    assert opened(cast, "auditor", evidence).status_code == 404
    assert "0 openings" in text(cast.client("auditor").get(f"{address}?q=telling"))
