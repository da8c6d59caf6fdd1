"""Private files that speak for a submission, and the record of who opened them (S7).

The bytes stand in rows of their own, so that no list ever loads them, in the database, so that
one transaction keeps file and record together and one backup has both.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from sec_registry.audit.constraints import (
    AppendOnly,
    Refusal,
    TriggerConstraint,
    every_column_but,
)
from sec_registry.submissions.models.submission import Submission


class WordForWord(TriggerConstraint):
    """A row may go, but what it holds never changes."""

    def refusals(self, model: type[models.Model], vendor: str) -> Iterable[Refusal]:
        yield Refusal("UPDATE", None, "the content of evidence never changes")


class KeptButForRedactions(AppendOnly):
    """Name and digest may change while a redaction of this very file is carried out."""

    def allowed(self, model: type[models.Model], vendor: str) -> list[str]:
        under_way = (
            "EXISTS (SELECT 1 FROM submissions_evidenceredaction "
            "WHERE evidence_id = OLD.id AND state = 'approved')"
        )
        rest = every_column_but(model, vendor, ("name", "digest"))
        return [*super().allowed(model, vendor), f"({under_way} AND {rest})"]


class Evidence(models.Model):
    """One file of a submission or of one of its rows.

    What was taken back, or redacted, leaves this row. One whose content was redacted has no
    ``digest`` any more, since that would confirm a guess.
    """

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", "Certificate"
        MAPPING = "mapping", "Mapping evidence"
        MINUTES = "minutes", "Minutes"
        OTHER = "other", "Other"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    row = models.PositiveIntegerField(
        null=True, blank=True, help_text="Position of the item; empty: all of the submission"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes")
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["submission", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="evidence_has_name"),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True, removed_at__isnull=True)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
                name="evidence_removed_by_somebody",
            ),
            KeptButForRedactions(name="evidence_kept", once=("removed_by", "removed_at")),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.pk} of submission {self.submission_id}"

    @property
    def is_whole(self) -> bool:
        """Whether what is in it was not redacted."""
        return bool(self.digest)


class EvidenceContent(models.Model):
    """The bytes of a file."""

    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    content = models.BinaryField()

    class Meta:
        constraints = [WordForWord(name="evidence_word_for_word")]

    def __str__(self) -> str:
        return f"Content of evidence {self.evidence_id}"


class EvidenceAccess(models.Model):
    """One opening of a file. Names are copied as text, so that it outlives accounts and tokens."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="accesses")
    at = models.DateTimeField(db_index=True)
    person = models.CharField(max_length=254)
    organisation = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=16)
    route = models.CharField(max_length=200)
    request_id = models.CharField(max_length=64, blank=True)
    token_key = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = "opening of evidence"
        verbose_name_plural = "openings of evidence"
        ordering = ["-id"]
        constraints = [AppendOnly(name="evidence_access_kept")]

    def __str__(self) -> str:
        return f"{self.person} opened evidence {self.evidence_id}"
