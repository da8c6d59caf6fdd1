"""Evidence on the submitters' pages: added, opened, taken back."""

from django.core.files.uploadedfile import SimpleUploadedFile

from sec_registry.submissions.evidence import evidence_add
from sec_registry.submissions.models import Evidence, EvidenceAccess
from tests.admin.desk import Cast, text
from tests.submissions.pages.addresses import at, page_of, shown


def added(cast: Cast, who: str, content: bytes = b"A mapping.") -> str:
    file = SimpleUploadedFile("mapping.txt", content)
    typed = {"file": file, "kind": "mapping"}
    return text(cast.client(who).post(at("evidence", cast.draft.pk), typed, follow=True))


def test_a_file_is_added_and_listed(cast: Cast) -> None:
    assert "The file was added." in added(cast, "submitter")
    assert "mapping.txt" in shown(cast.client("submitter"), page_of(cast.draft))


def test_an_empty_file_is_refused(cast: Cast) -> None:
    assert "error" in added(cast, "submitter", b"")
    assert not Evidence.objects.exists()


def test_nobody_else_adds_or_opens_one(cast: Cast) -> None:
    added(cast, "submitter")
    file = Evidence.objects.get()
    address = at("evidence_open", cast.draft.pk, file.pk)

    added(cast, "party")
    answer = cast.client("party").get(address)

    assert Evidence.objects.count() == 1
    assert answer.status_code == 404
    assert not EvidenceAccess.objects.exists()


def test_a_file_of_another_submission_is_not_there(cast: Cast) -> None:
    added(cast, "submitter")
    file = Evidence.objects.get()

    answer = cast.client("submitter").get(at("evidence_open", cast.accepted.pk, file.pk))

    assert answer.status_code == 404


def test_taking_a_file_back_takes_its_bytes(cast: Cast) -> None:
    added(cast, "submitter")
    file = Evidence.objects.get()
    client = cast.client("submitter")

    client.post(at("evidence_remove", cast.draft.pk, file.pk))

    assert client.get(at("evidence_open", cast.draft.pk, file.pk)).status_code == 404
    assert "mapping.txt" not in shown(client, page_of(cast.draft))


def test_the_opening_is_recorded_as_one_of_a_page(cast: Cast) -> None:
    file = evidence_add(
        submission=cast.draft,
        by=cast.people["submitter"],
        kind="mapping",
        name="mapping.txt",
        content=b"A mapping.",
    )

    answer = cast.client("submitter").get(at("evidence_open", cast.draft.pk, file.pk))

    assert answer.content == b"A mapping."
    assert answer["Content-Disposition"].startswith("attachment")
    access = EvidenceAccess.objects.get()
    assert (access.person, access.channel) == (cast.people["submitter"].email, "page")
