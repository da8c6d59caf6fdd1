"""What the rules found in a submission, and the waivers of those who review it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from sec_registry.audit.constraints import AppendOnly, Refusal, TriggerConstraint
from sec_registry.registers.findings import Level
from sec_registry.submissions.models.items import Item
from sec_registry.submissions.models.submission import Submission


class StoredFinding(models.Model):
    """One finding of the last check; ``register`` and ``discloses`` decide who may read it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="findings")
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    row = models.PositiveIntegerField(null=True, blank=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    rule = models.CharField(max_length=80)
    ground = models.CharField("clause or policy", max_length=120)
    register = models.CharField(max_length=16)
    column = models.CharField(max_length=80, blank=True)
    message = models.TextField()
    found = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    discloses = models.BooleanField(default=False)
    since_revision = models.PositiveIntegerField(
        default=1, help_text="In which it was found first, or its item changed last"
    )

    class Meta:
        verbose_name = "finding"
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["submission", "level", "rule"], name="finding_by_rule")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.rule} at row {self.row}"


class WaivedByAnother(TriggerConstraint):
    """Nobody who created or edited anything in a submission waives its advisories (S4)."""

    def refusals(self, model: type[models.Model], vendor: str) -> Iterable[Refusal]:
        own_work = (
            "EXISTS (SELECT 1 FROM submissions_contributor c "
            "WHERE c.submission_id = NEW.submission_id AND c.person_id = NEW.waived_by_id)"
        )
        message = "nobody who created or edited a submission may waive its advisories"
        yield Refusal("INSERT", own_work, message)


class Waiver(models.Model):
    """A named person lets one rule's advisories pass, for the submission or for one row.

    It covers what stood in the submission at its revision, not what was changed since.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="waivers")
    row = models.PositiveIntegerField(
        null=True, blank=True, help_text="Position of the item; empty: all of the submission"
    )
    revision = models.PositiveIntegerField(default=1, help_text="Of the content that was looked at")
    rule = models.CharField(max_length=80)
    reason = models.TextField()
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    waived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "row", "rule", "revision"], name="waiver_once_per_row"
            ),
            models.UniqueConstraint(
                fields=["submission", "rule", "revision"],
                condition=Q(row__isnull=True),
                name="waiver_once_per_submission",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
            AppendOnly(name="waiver_kept", redacted=("reason",)),
            WaivedByAnother(name="waiver_by_another"),
        ]

    def __str__(self) -> str:
        return f"Waiver of {self.rule}"
