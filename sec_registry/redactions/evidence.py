"""Taking evidence out of the registry: the bytes of a file and its name, or the name alone (P8).

Evidence is no part of a register and is published nowhere, so nothing is signed about it: the row
stays with who added it and when, its name becomes a tombstone, and whoever opened it stays on
record. Those who see it decide: the Panel, and of it another person than who proposed.
"""

from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.people import is_panel
from sec_registry.redactions.settling import put_forward, settle, wrong_with
from sec_registry.redactions.versions import LEAST_QUOTED
from sec_registry.registers.declaration import Reader
from sec_registry.registers.models import RedactionState
from sec_registry.registers.redactable import is_tombstone, tombstone
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.models import Evidence, EvidenceContent, EvidenceRedaction
from sec_registry.submissions.permissions import submissions_visible_to

What = EvidenceRedaction.What
WAITS = "A redaction of this file waits for a decision already."


def may_redact_evidence(user: Reader) -> bool:
    """Whether the person may have a part in redactions of evidence."""
    return is_panel(user)


def evidence_redactable_by(user: Reader, key: int) -> Evidence | None:
    """The file of this number, also one that was taken back, if the person may redact it."""
    if not may_redact_evidence(user):
        return None
    seen = Evidence.objects.filter(submission__in=submissions_visible_to(user))
    return seen.filter(pk=key).first()


def evidence_redaction_propose(
    *, evidence: Evidence, what: str, reason: str, by: User
) -> EvidenceRedaction:
    """Propose to take the file out, or its name alone.

    Raises ``NotForYou``, and ``ValidationError`` with everything that stands in the way.
    """
    current = evidence_redactable_by(by, evidence.pk)
    if current is None:
        raise NotForYou("You may not redact this file.")
    reason = reason.strip()
    problems = [*_problems(current, what), *wrong_with(reason)]
    if _quotes(reason, current):
        problems.append("The reason repeats the file's name: say it in other words.")
    if problems:
        raise ValidationError(problems)
    proposed = EvidenceRedaction(
        evidence=current, what=what, reason=reason, proposed_by=by, proposed_at=timezone.now()
    )
    return put_forward(proposed, _waiting(current), WAITS)


@transaction.atomic
def evidence_redaction_decline(
    *, redaction: EvidenceRedaction, by: User, note: str = ""
) -> EvidenceRedaction:
    """Leave the file as it is; raises ``NotForYou``, ``StateForbids`` or ``ValidationError``."""
    return _decided(redaction, RedactionState.DECLINED, by, note)


@transaction.atomic
def evidence_redaction_approve(
    *, redaction: EvidenceRedaction, by: User, note: str = ""
) -> EvidenceRedaction:
    """Carry it out; it cannot be undone. Raises as ``evidence_redaction_decline`` does."""
    locked = _decided(redaction, RedactionState.APPROVED, by, note)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=locked.evidence_id)
    # What the kind of file is called stays: it was told by the content, not typed.
    ending = PurePosixPath(evidence.name).suffix
    evidence.name = f"{tombstone(locked.pk, timezone.now())}{ending}"
    if locked.what == What.FILE:
        _overwrite_what_is_deleted()
        EvidenceContent.objects.filter(evidence=evidence).delete()
        evidence.digest = ""
    evidence.save(update_fields=["name", "digest"])
    locked.state = RedactionState.DONE
    locked.save(update_fields=["state"])
    return locked


def may_decide_evidence(user: Reader, redaction: EvidenceRedaction) -> bool:
    """Whether the person may decide this one: it takes two people."""
    return may_redact_evidence(user) and redaction.proposed_by_id != user.pk


def _decided(redaction: EvidenceRedaction, state: str, by: User, note: str) -> EvidenceRedaction:
    rows = EvidenceRedaction.objects.select_for_update(of=("self",)).select_related("evidence")
    locked = rows.get(pk=redaction.pk)
    may = may_decide_evidence(by, locked)
    if may and _quotes(note, locked.evidence):
        raise ValidationError("The note repeats the file's name: say it in other words.")
    settle(locked, state, by=by, note=note, may=may)
    return locked


def _problems(evidence: Evidence, what: str) -> list[str]:
    problems = []
    if what not in What.values:
        problems.append(f"What is taken out is one of: {', '.join(What.values)}.")
    elif not evidence.is_whole:
        problems.append("This file was redacted already.")
    elif what == What.NAME and is_tombstone(evidence.name):
        problems.append("Its name was redacted already.")
    if _waiting(evidence).exists():
        problems.append(WAITS)
    return problems


def _waiting(evidence: Evidence) -> QuerySet[EvidenceRedaction]:
    return EvidenceRedaction.objects.filter(evidence=evidence, state=RedactionState.PROPOSED)


def _quotes(text: str, evidence: Evidence) -> bool:
    stem = PurePosixPath(evidence.name).stem.casefold()
    return len(stem) >= LEAST_QUOTED and stem in text.casefold()


def _overwrite_what_is_deleted() -> None:
    """On SQLite deleted bytes would stand in free pages of the file until they are used again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
