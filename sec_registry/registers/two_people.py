"""What every kind of redaction is: proposed by one person, and decided once by another (P8)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.audit.constraints import Refusal, TriggerConstraint, every_column_but


class RedactionState(models.TextChoices):
    """Where a redaction stands; it is approved only inside the transaction that carries it out."""

    PROPOSED = "proposed", "Proposed"
    DECLINED = "declined", "Declined"
    APPROVED = "approved", "Being carried out"
    DONE = "done", "Carried out"


class DecidedByTwo(models.Model):
    """Why something is to be taken out, who says so, and what another person decided."""

    reason = models.CharField(max_length=LONGEST_REASON)
    state = models.CharField(
        max_length=8, choices=RedactionState.choices, default=RedactionState.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(
        max_length=LONGEST_REASON, blank=True, help_text="Of the person who decided"
    )

    class Meta:
        abstract = True
        ordering = ["-id"]


def decided_by_two(name: str) -> list[models.CheckConstraint]:
    """The constraints of such a row; their names begin with ``name``."""
    proposed = RedactionState.PROPOSED
    waits = Q(state=proposed, decided_by__isnull=True, decided_at__isnull=True)
    decided = ~Q(state=proposed) & Q(decided_by__isnull=False, decided_at__isnull=False)
    conditions = {
        "has_reason": ~Q(reason=""),
        "state": Q(state__in=RedactionState.values),
        "decided_by_somebody": waits | decided,
        "decided_by_another": Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
    }
    return [
        models.CheckConstraint(condition=condition, name=f"{name}_{end}")
        for end, condition in conditions.items()
    ]


class ProposedFirst(TriggerConstraint):
    """It begins as a proposal and is decided once; a subclass says how it goes on from there."""

    truncate_refused_when = "TRUE"

    def moves(self, unchanged: str) -> str:
        """SQL: the steps from state to state; ``unchanged`` says that nothing else changes."""
        raise NotImplementedError

    def refusals(self, model: type[models.Model], vendor: str) -> Iterable[Refusal]:
        message = "a redaction is proposed by one person and decided once by another"
        kept = every_column_but(model, vendor, ("state", "decided_by", "decided_at", "note"))
        moves = self.moves(every_column_but(model, vendor, ("state",)))
        yield Refusal("DELETE", None, message)
        yield Refusal("INSERT", "NEW.state <> 'proposed'", message)
        yield Refusal("UPDATE", f"NOT ({kept} AND ({moves}))", message)
