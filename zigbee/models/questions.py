"""Questions of the Security Sub Committee to those who supplied what a Zigbee record holds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sec_registry.audit.constraints import AppendOnly
from sec_registry.audit.history import AuditTrail
from zigbee.choices import QuestionState
from zigbee.models.reviews import Review

#: The question waits for its answer, and the committee has not settled it without one.
OPEN = Q(answered_at__isnull=True, settled_at__isnull=True)


class Question(models.Model):
    """A question about a reviewed state of a record, with its answer once there is one.

    Nothing of it is rewritten. It is asked of the people of a submission, which is known here by
    its number and the row alone; who they are is known in the room above.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="questions")
    submission = models.PositiveBigIntegerField(db_index=True)
    row = models.PositiveIntegerField()
    asked_of = models.TextField(help_text="From whom the submission came, as it was then known")
    text = models.TextField("question")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answer = models.TextField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When a review settled it, answered or not"
    )

    history = AuditTrail(redacted=("text", "answer", "history_change_reason"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=OPEN, name="question_open_once"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(asked_of=""), name="question_says_something"
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True, answered_by__isnull=True, answered_at__isnull=True)
                | Q(answer__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answer=""),
                name="question_answered_in_full",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="question_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | Q(settled_at__isnull=True)
                | Q(answered_at__lte=F("settled_at")),
                name="question_not_answered_once_settled",
            ),
            AppendOnly(
                name="question_kept",
                once=["answer", "answered_by", "answered_at", "settled_by", "settled_at"],
                redacted=["text", "answer"],
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.pk}"

    @property
    def state(self) -> QuestionState:
        """Where it stands."""
        if self.settled_at is not None:
            return QuestionState.SETTLED
        return QuestionState.WAITING if self.answered_at is None else QuestionState.ANSWERED
