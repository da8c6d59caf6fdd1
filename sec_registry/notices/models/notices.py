"""The notices queued for readers: the outbox itself.

A notice is written in the transaction that publishes, and its row is all that a worker needs: no
queue beside it can forget it or know of one that was rolled back.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from sec_registry.audit.history import AuditTrail
from sec_registry.notices.choices import TO_SEND, Kind, State
from sec_registry.notices.models.subscriptions import Subscription
from sec_registry.registers.models import Publication


class Notice(models.Model):
    """One message to one reader: what it says, and how far its sending has come.

    It is of a subscription, or a letter to one person who subscribed to nothing: a letter has a
    ``recipient``, goes by e-mail, and no webhook carries it.

    ``attempts`` counts when a worker takes the notice, before it sends: a notice that was sent by
    a worker which died before it wrote that down is sent once more, under the same ``message_id``,
    and says that it is the second attempt.
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=120, help_text="Nothing is queued twice under one key.")
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    message_id = models.CharField(max_length=40, unique=True, editable=False)
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="What an e-mail says.")
    body = models.TextField(blank=True, help_text="What a webhook carries, byte for byte.")
    queued_at = models.DateTimeField("queued")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    #: Attempts that were made before somebody asked for it to be sent again.
    attempts_before = models.PositiveIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField("next attempt")
    leased_until = models.DateTimeField(null=True, blank=True)
    last_answer = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField("done", null=True, blank=True)

    #: Of what people did: tests that they queued and notices that they had sent again.
    history = AuditTrail(excluded_fields=["text", "body"])

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "key"], name="notice_once"),
            models.UniqueConstraint(fields=["recipient", "key"], name="notice_letter_once"),
            models.CheckConstraint(
                condition=Q(subscription__isnull=False, recipient__isnull=True)
                & ~Q(kind=Kind.LETTER)
                | Q(subscription__isnull=True, recipient__isnull=False, kind=Kind.LETTER, body=""),
                name="notice_of_subscription_or_letter",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="notice_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.LEASED, leased_until__isnull=False, attempts__gt=0)
                | ~Q(state=State.LEASED) & Q(leased_until__isnull=True),
                name="notice_leased_until",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.SENT, State.DEAD), done_at__isnull=False)
                | ~Q(state__in=(State.SENT, State.DEAD)) & Q(done_at__isnull=True),
                name="notice_done_when_sent_or_dead",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state__in=TO_SEND),
                name="notice_to_send",
            ),
            models.Index(
                fields=["leased_until", "id"], condition=Q(state=State.LEASED), name="notice_leased"
            ),
            models.Index(fields=["subscription", "-id"], name="notice_of_subscription"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def reader(self) -> User:
        """Whom it is for."""
        found: User | None = (
            self.recipient if self.subscription is None else self.subscription.owner
        )
        if found is None:
            raise ValueError("The database holds no notice that is for nobody.")
        return found

    @property
    def is_over(self) -> bool:
        """Whether it is for nobody any more: the subscription has ended, or the account."""
        ended = self.subscription is not None and not self.subscription.is_open
        return ended or not self.reader.is_active
