"""Evidence is redacted by two people: bytes and name are gone, that it was there stays (P8)."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from sec_registry.redactions.evidence import (
    evidence_redaction_approve,
    evidence_redaction_decline,
    evidence_redaction_propose,
)
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import RedactionState
from sec_registry.submissions.errors import NotForYou, StateForbids
from sec_registry.submissions.evidence import evidence_add, evidence_open, evidence_remove
from sec_registry.submissions.models import (
    Evidence,
    EvidenceAccess,
    EvidenceContent,
    EvidenceRedaction,
    Submission,
)
from sec_registry.submissions.review import submission_submit
from tests.accounts.factories import make_person, make_superuser
from tests.redactions.world import places_that_hold
from tests.registry import Panel, draft, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

NAME = "Jane Invented passport"
CONTENT = b"Jane Invented was born in Erewhon."
CHANNEL = Channel("test", "/")
WHY = "A person's data stand in it."


@dataclass(frozen=True)
class Case:
    """A submission with a file of the wrong kind, opened once, and another one."""

    panel: Panel
    submission: Submission
    evidence: Evidence
    other: Evidence

    def propose(self, what: str = "file", **more: Any) -> EvidenceRedaction:
        asked = {"evidence": self.evidence, "reason": WHY, "by": self.panel.administrator, **more}
        return evidence_redaction_propose(what=what, **asked)


@pytest.fixture
def case() -> Case:
    panel = make_panel()
    by = panel.administrator
    submission = draft(numbered_row(1), by=by)
    files = [
        evidence_add(submission=submission, by=by, kind="other", name=name, content=content)
        for name, content in ((f"{NAME}.txt", CONTENT), ("minutes.txt", b"Nothing."))
    ]
    evidence_open(evidence=files[0], by=panel.reviewer, channel=CHANNEL)
    submission_submit(submission=submission, by=by)
    return Case(panel, submission, files[0], files[1])


def approve(redaction: EvidenceRedaction, by: User) -> None:
    evidence_redaction_approve(redaction=redaction, by=by, note="Seen.")


def test_bytes_and_name_are_gone_and_a_tombstone_stays(case: Case) -> None:
    digest = case.evidence.digest
    approve(case.propose(), case.panel.reviewer)

    left = Evidence.objects.get(pk=case.evidence.pk)
    assert left.name.startswith("Redacted (no. ")
    assert (left.name[-4:], left.digest, left.is_whole) == (".txt", "", False)
    assert (left.added_by, left.size) == (case.panel.administrator, len(CONTENT))
    assert EvidenceAccess.objects.filter(evidence=left).count() == 1
    for word in ("Jane", "Erewhon was", digest):
        assert not places_that_hold(word)
    assert list(EvidenceContent.objects.values_list("evidence", flat=True)) == [case.other.pk]
    with pytest.raises(Evidence.DoesNotExist):
        evidence_open(evidence=left, by=case.panel.reviewer, channel=CHANNEL)
    other = evidence_open(evidence=case.other, by=case.panel.reviewer, channel=CHANNEL)
    assert other.content == b"Nothing."
    done = EvidenceRedaction.objects.get()
    assert (done.state, done.decided_by) == (RedactionState.DONE, case.panel.reviewer)
    with pytest.raises(ValidationError, match="redacted already"):
        case.propose("name")


def test_a_name_alone_goes_and_the_file_is_opened_as_before(case: Case) -> None:
    approve(case.propose("name"), case.panel.reviewer)

    file = evidence_open(evidence=case.evidence, by=case.panel.reviewer, channel=CHANNEL)
    assert (file.content, file.name[:8], file.name[-4:]) == (CONTENT, "Redacted", ".txt")
    with pytest.raises(ValidationError, match="name was redacted already"):
        case.propose("name")
    approve(case.propose(), case.panel.reviewer)
    assert not EvidenceContent.objects.filter(evidence=case.evidence).exists()


def test_it_takes_two_people_of_the_panel_and_one_decision(case: Case) -> None:
    waiting = case.propose()
    outsiders = [make_person(Role.SECURITY_SUB_COMMITTEE), make_person(Role.AUDITOR)]
    for stranger in (*outsiders, make_superuser()):
        with pytest.raises(NotForYou):
            case.propose(by=stranger)
        with pytest.raises(NotForYou):
            approve(waiting, stranger)
    with pytest.raises(NotForYou):
        approve(waiting, case.panel.administrator)
    with pytest.raises(ValidationError, match="waits for a decision already"):
        case.propose()

    evidence_redaction_decline(redaction=waiting, by=case.panel.reviewer)

    with pytest.raises(StateForbids):
        approve(waiting, case.panel.reviewer)
    assert Evidence.objects.get(pk=case.evidence.pk).name == f"{NAME}.txt"


def test_everything_wrong_is_said_and_words_never_repeat_the_name(case: Case) -> None:
    with pytest.raises(ValidationError) as refused:
        case.propose("digest", reason=" ")
    assert refused.value.messages == [
        "What is taken out is one of: file, name.",
        "A reason is needed.",
    ]
    with pytest.raises(ValidationError, match="repeats the file's name"):
        case.propose(reason=f"It is a {NAME.upper()}!")
    waiting = case.propose()
    with pytest.raises(ValidationError, match="repeats the file's name"):
        evidence_redaction_approve(redaction=waiting, by=case.panel.reviewer, note=NAME)
    waiting.refresh_from_db()
    assert waiting.state == RedactionState.PROPOSED


def test_what_was_taken_back_loses_its_name_and_digest(case: Case) -> None:
    unsent = draft(numbered_row(2), by=case.panel.administrator)
    taken = evidence_add(
        submission=unsent,
        by=case.panel.administrator,
        kind="other",
        name=f"{NAME}.txt",
        content=CONTENT,
    )
    evidence_remove(evidence=taken, by=case.panel.administrator)
    submission_submit(submission=unsent, by=case.panel.administrator)

    approve(case.propose(evidence=taken), case.panel.reviewer)

    left = Evidence.objects.get(pk=taken.pk)
    assert (left.name[:8], left.digest, left.removed_by) == (
        "Redacted",
        "",
        case.panel.administrator,
    )


def test_the_database_opens_the_gate_for_this_file_alone_and_then_shuts_it(case: Case) -> None:
    waiting = case.propose()
    files, redactions = Evidence.objects.all(), EvidenceRedaction.objects.filter(pk=waiting.pk)
    decided = {"decided_by": case.panel.reviewer, "decided_at": waiting.proposed_at}

    def refused(rows: Any, **change: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)

    refused(files.filter(pk=case.evidence.pk), name="Another.txt")
    refused(redactions, state=RedactionState.DONE, **decided)
    refused(redactions, reason="Another")
    refused(
        redactions, state=RedactionState.APPROVED, **{**decided, "decided_by": waiting.proposed_by}
    )
    redactions.update(state=RedactionState.APPROVED, **decided)
    refused(files.filter(pk=case.other.pk), name="Another.txt")
    refused(files.filter(pk=case.evidence.pk), size=1)
    refused(files.filter(pk=case.evidence.pk), name="Another.txt", size=1)
    redactions.update(state=RedactionState.DONE)
    refused(files.filter(pk=case.evidence.pk), digest="")
    refused(redactions, state=RedactionState.PROPOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        redactions._raw_delete(redactions.db)


def test_the_desk_leads_from_the_file_to_the_decision(case: Case, client: Client) -> None:
    page = reverse("admin:submissions_submission_change", args=[case.submission.pk])
    asking = f"{reverse('admin:submissions_evidenceredaction_add')}?evidence={case.evidence.pk}"
    client.force_login(case.panel.administrator)
    assert asking in client.get(page).text
    assert client.get(asking).status_code == 200
    assert client.post(asking, {"what": "file", "reason": NAME}).status_code == 422
    assert client.post(asking, {"what": "file", "reason": WHY}).status_code == 302
    decision = reverse(
        "admin:submissions_evidenceredaction_change", args=[EvidenceRedaction.objects.get().pk]
    )
    assert "waits for another person" in client.get(decision).text
    assert client.post(decision, {"deed": "approve"}).status_code == 403

    client.force_login(case.panel.reviewer)
    shown = client.get(decision).text
    assert NAME not in shown
    client.post(decision, {"deed": "approve"})

    listed = client.get(page).text
    assert "Redacted (no. " in listed
    assert NAME not in listed
    assert asking not in listed
    assert (
        client.get(
            f"/admin/submissions/submission/{case.submission.pk}/evidence/{case.evidence.pk}/"
        ).status_code
        == 404
    )
    client.force_login(make_person(Role.AUDITOR, staff=True))
    assert client.get(asking).status_code == 403
    assert client.get(decision).status_code == 403
