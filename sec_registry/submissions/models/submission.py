"""The submission itself and the people who had a hand in it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from sec_registry.audit.constraints import AppendOnly, Refusal, TriggerConstraint
from sec_registry.audit.history import AuditTrail
from sec_registry.registers.models import Publication
from sec_registry.submissions.lifecycle import State


class AcceptedByAnother(TriggerConstraint):
    """Nobody who created or edited anything in a submission accepts it (S4)."""

    def refusals(self, model: type[models.Model], vendor: str) -> Iterable[Refusal]:
        own_work = (
            "NEW.state = 'accepted' AND EXISTS (SELECT 1 FROM submissions_contributor c "
            "WHERE c.submission_id = NEW.id AND c.person_id = NEW.decided_by_id)"
        )
        message = "nobody who created or edited a submission may accept it"
        yield Refusal("INSERT", own_work, message)
        yield Refusal("UPDATE", own_work, message)


class Submission(models.Model):
    """A change set of one or many items: the only way into the registers (S1)."""

    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    initial_load = models.BooleanField(
        default=False, help_text="Records taken over with the CPL numbers they have"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_person = models.CharField(
        "on behalf of",
        max_length=200,
        blank=True,
        help_text="Who asked, where the Panel keyed it in",
    )
    on_behalf_reference = models.CharField(
        "by letter", max_length=200, blank=True, help_text="The letter or message by which they did"
    )
    source = models.CharField(max_length=300, blank=True, help_text="File name, where it was one")
    source_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of that file")
    intake_notes = models.JSONField(
        default=list,
        blank=True,
        help_text="Findings about the file as a whole, such as unknown columns",
    )
    revision = models.PositiveIntegerField(default=1, help_text="Counts changes of its content")
    checked_revision = models.PositiveIntegerField(null=True, blank=True)
    checked_publication = models.PositiveIntegerField(null=True, blank=True)
    checked_policy = models.CharField(
        max_length=200, blank=True, help_text="How the policy tables stood at the last check"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )

    history = AuditTrail(
        redacted=("title", "source", "source_digest", "decision_reason", "history_change_reason")
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="submission_state"),
            models.CheckConstraint(
                condition=Q(
                    state=State.ACCEPTED, publication__isnull=False, decided_by__isnull=False
                )
                | ~Q(state=State.ACCEPTED) & Q(publication__isnull=True),
                name="submission_accepted_with_publication",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REJECTED, State.WITHDRAWN])
                | Q(decided_by__isnull=False),
                name="submission_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_person="", on_behalf_reference="")
                | ~Q(on_behalf_person="")
                & ~Q(on_behalf_reference="")
                & Q(organisation__isnull=False),
                name="submission_on_behalf_in_full",
            ),
            AcceptedByAnother(name="submission_accepted_by_another"),
        ]

    def __str__(self) -> str:
        return f"Submission {self.pk}: {self.title}"


class Contributor(models.Model):
    """Somebody who created or edited anything in a submission; never taken back."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="contributors"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "person"], name="contributor_once"),
            AppendOnly(name="contributor_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in submission {self.submission_id}"
