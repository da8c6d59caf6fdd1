"""That a file's content, or its name alone, is taken out of the registry: by two people (P8).

While it is carried out, in one transaction, the state is ``approved``, and the trigger of evidence
lets the name and digest of this one file change. Keep this table as it is: SQLite cannot remake a
table that another table's trigger names.
"""

from django.db import models
from django.db.models import Q

from sec_registry.registers.two_people import (
    DecidedByTwo,
    ProposedFirst,
    RedactionState,
    decided_by_two,
)
from sec_registry.submissions.models.evidence import Evidence


class DecidedOnce(ProposedFirst):
    """It ends when it was carried out."""

    def moves(self, unchanged: str) -> str:
        """SQL: the steps from state to state."""
        return (
            "(OLD.state = 'proposed' AND NEW.state IN ('declined', 'approved')) "
            f"OR (OLD.state = 'approved' AND NEW.state = 'done' AND {unchanged})"
        )


class EvidenceRedaction(DecidedByTwo):
    """A file to be taken out, or its name alone, and why; nothing of it is said here."""

    class What(models.TextChoices):
        FILE = "file", "What is in it, and its name"
        NAME = "name", "Its name alone"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="redactions")
    what = models.CharField(max_length=4, choices=What.choices)

    class Meta(DecidedByTwo.Meta):
        verbose_name = "redaction of evidence"
        verbose_name_plural = "redactions of evidence"
        constraints = [
            *decided_by_two("evidence_redaction"),
            models.CheckConstraint(
                condition=Q(what__in=("file", "name")), name="evidence_redaction_what"
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
