"""What proposing and deciding have in common, whatever is to be taken out."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import too_long_a_reason
from sec_registry.registers.two_people import DecidedByTwo, RedactionState
from sec_registry.submissions.errors import NotForYou, StateForbids

P = TypeVar("P", bound=DecidedByTwo)


def put_forward(proposed: P, waiting: QuerySet[P], told: str) -> P:
    """Keep a proposal; raises ``ValidationError`` when another was made at the same moment.

    The database lets one of them wait. ``waiting`` are those that do, ``told`` says so.
    """
    try:
        with transaction.atomic():
            proposed.save(force_insert=True)
    except IntegrityError:
        if waiting.exists():
            raise ValidationError([told]) from None
        raise
    return proposed


def wrong_with(reason: str) -> list[str]:
    """What is wrong with the reason of a proposal, whatever it speaks of."""
    told = too_long_a_reason(reason) if reason else "A reason is needed."
    return [told] if told else []


def settle(locked: DecidedByTwo, state: str, *, by: User, note: str, may: bool) -> None:
    """Keep the decision of another person, who ``may`` decide it.

    Raises ``NotForYou``, ``StateForbids`` or ``ValidationError``.
    """
    if not may:
        raise NotForYou("A redaction is decided by another person than who proposed it.")
    if locked.state != RedactionState.PROPOSED:
        raise StateForbids(f"Redaction {locked.pk} is {locked.get_state_display().lower()}.")
    if wrong := too_long_a_reason(note):
        raise ValidationError(wrong)
    locked.state, locked.decided_by, locked.decided_at = state, by, timezone.now()
    locked.note = note.strip()
    locked.save()
