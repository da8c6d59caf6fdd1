"""Proposing and declining redactions."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.redactions.permissions import may_decide, may_redact
from sec_registry.redactions.settling import put_forward, settle, wrong_with
from sec_registry.redactions.versions import versions_found
from sec_registry.registers.catalogue import register as register_of
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.models import Redaction, RedactionState
from sec_registry.submissions.errors import NotForYou

WAITS = "A redaction of this record waits for a decision already."


def redaction_propose(
    *,
    register: Register,
    cpl_number: int,
    members: Sequence[str],
    publications: Sequence[int],
    reason: str,
    reason_public: bool = False,
    by: User,
    channel: Channel,
) -> Redaction:
    """Propose to take these members out of the record as these publications brought it.

    Other versions that hold the same values are reached too. Raises ``NotForYou``, and
    ``ValidationError`` with everything that stands in the way. For a restricted register the look
    is recorded, since the answer tells what stands there.
    """
    if not may_redact(by, register):
        raise NotForYou("You may not redact what this register published.")
    _look_recorded(register, cpl_number, members, by, channel)
    found = versions_found(register, cpl_number, members, publications)
    reason = reason.strip()
    waiting = Redaction.objects.filter(
        register=register.code, cpl_number=cpl_number, state=RedactionState.PROPOSED
    )
    problems = [*found.problems, *wrong_with(reason)]
    if found.quoted_in(reason):
        problems.append("The reason repeats what is to be redacted: say it in other words.")
    if waiting.exists():
        problems.append(WAITS)
    if problems:
        raise ValidationError(problems)
    proposed = Redaction(
        register=register.code,
        cpl_number=cpl_number,
        members=[each.member for each in found.members],
        publications=sorted(set(publications)),
        reason=reason,
        reason_public=reason_public,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    return put_forward(proposed, waiting, WAITS)


def _look_recorded(
    register: Register, cpl_number: int, members: Sequence[str], by: User, channel: Channel
) -> None:
    """Of a restricted register the answer tells what stands there, whatever comes of the wish."""
    if register.restricted:
        disclose(
            register=register,
            by=by,
            numbers=[cpl_number],
            right=register.reach(by).right,
            channel=channel,
            fields=",".join(sorted(members))[:200],
        )


def redaction_decline(*, redaction: Redaction, by: User, note: str = "") -> Redaction:
    """Leave everything as it is; raises ``NotForYou``, ``StateForbids`` or ``ValidationError``."""
    with transaction.atomic():
        return redaction_decided(redaction, RedactionState.DECLINED, by, note)


def redaction_decided(redaction: Redaction, state: str, by: User, note: str) -> Redaction:
    """The redaction, locked, with the decision of another person than who proposed it."""
    locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
    may = may_decide(by, locked, register_of(locked.register))
    settle(locked, state, by=by, note=note, may=may)
    return locked
