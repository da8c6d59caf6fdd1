"""That a file's content, or its name alone, is taken out of the registry: by two people (P8).

While it is carried out, in one transaction, the state is ``approved``, and the trigger of evidence
lets the name and digest of this one file change. Keep this table as it is: SQLite cannot remake a
table that another table's trigger names.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.audit.constraints import Refusal, TriggerConstraint, every_column_but
from sec_registry.registers.models import RedactionState
from sec_registry.submissions.models.evidence import Evidence


class DecidedOnce(TriggerConstraint):
    """It begins as a proposal, is decided once, and ends when it was carried out."""

    truncate_refused_when = "TRUE"

    def refusals(self, model: type[models.Model], vendor: str) -> Iterable[Refusal]:
        message = "a redaction is proposed by one person and decided once by another"
        decided = ("state", "decided_by", "decided_at", "note")
        moves = (
            "(OLD.state = 'proposed' AND NEW.state IN ('declined', 'approved')) "
            "OR (OLD.state = 'approved' AND NEW.state = 'done' "
            f"AND {every_column_but(model, vendor, ('state',))})"
        )
        kept = every_column_but(model, vendor, decided)
        yield Refusal("DELETE", None, message)
        yield Refusal("INSERT", "NEW.state <> 'proposed'", message)
        yield Refusal("UPDATE", f"NOT ({kept} AND ({moves}))", message)


class EvidenceRedaction(models.Model):
    """A file to be taken out, or its name alone, and why; nothing of it is said here."""

    class What(models.TextChoices):
        FILE = "file", "What is in it, and its name"
        NAME = "name", "Its name alone"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="redactions")
    what = models.CharField(max_length=4, choices=What.choices)
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
        verbose_name = "redaction of evidence"
        verbose_name_plural = "redactions of evidence"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="evidence_redaction_has_reason"),
            models.CheckConstraint(
                condition=Q(state__in=RedactionState.values), name="evidence_redaction_state"
            ),
            models.CheckConstraint(
                condition=Q(what__in=("file", "name")), name="evidence_redaction_what"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=RedactionState.PROPOSED, decided_by__isnull=True, decided_at__isnull=True
                )
                | ~Q(state=RedactionState.PROPOSED)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="evidence_redaction_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="evidence_redaction_decided_by_another",
            ),
            models.UniqueConstraint(
                fields=["evidence"],
                condition=Q(state=RedactionState.PROPOSED),
                name="evidence_redaction_waits_once",
            ),
            DecidedOnce(name="evidence_redaction_decided_once"),
        ]

    def __str__(self) -> str:
        return f"Redaction {self.pk} of evidence {self.evidence_id}"
