"""The Panel's desk for notices: who subscribes, what became of each notice, and sending again.

What stands here is public but for who subscribes to what, which Panel administrators see; nobody
subscribes, changes or ends for another.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.people import may_manage_accounts
from sec_registry.notices.choices import Channel, Kind, State
from sec_registry.notices.models import Notice, NoticePolicy, Subscription
from sec_registry.notices.outbox import notice_resend
from sec_registry.registers.admin import PolicyAdmin
from sec_registry.registers.admin.base import ReadOnlyAdmin
from sec_registry.registers.admin.filters import choice_filter
from sec_registry.registers.admin.presentation import moment


class _KeptInPart(ReadOnlyAdmin):
    """Rows of which the history never held everything, for those who manage accounts."""

    def admitted(self, user: User | AnonymousUser) -> bool:
        return may_manage_accounts(user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if hasattr(obj, "_history"):
            kept = [each.name for each in obj._history.tracked_fields]
            return [(None, {"fields": kept})]
        return super().get_fieldsets(request, obj)


@admin.register(Subscription)
class SubscriptionAdmin(_KeptInPart):
    """Subscriptions, those that ended too, with their history; the secret is shown nowhere."""

    list_display = ("name", "owner", "channel", "everything", "made", "ended", "ended_because")
    list_select_related = ("owner",)
    list_filter = (choice_filter("channel", "channel", Channel.choices),)
    search_fields = ("name", "owner__email", "url")
    fields = (
        "name",
        "owner",
        "channel",
        "url",
        "everything",
        "watched",
        "confirmed",
        "from_publication",
        "made",
        "ended",
        "ended_because",
    )

    @admin.display(description="watches")
    def watched(self, subscription: Subscription) -> str:
        return ", ".join(str(each) for each in subscription.watches.all()) or "–"

    @admin.display(description="address confirmed")
    def confirmed(self, subscription: Subscription) -> str:
        if subscription.channel != Channel.WEBHOOK:
            return "–"
        since = subscription.unconfirmed_since
        return f"not yet, asked on {moment(since)}" if since else "yes"

    @admin.display(description="made (UTC)", ordering="made_at")
    def made(self, subscription: Subscription) -> str:
        return moment(subscription.made_at)

    @admin.display(description="ended (UTC)", ordering="ended_at")
    def ended(self, subscription: Subscription) -> str:
        return moment(subscription.ended_at) if subscription.ended_at else "–"


@admin.register(Notice)
class NoticeAdmin(_KeptInPart):
    """The outbox; what was given up can be sent again, and the history says by whom."""

    actions = ("resend",)
    list_display = (
        "subject",
        "owner",
        "channel",
        "queued",
        "state",
        "attempts",
        "last_answer",
        "next_attempt",
    )
    list_select_related = ("subscription__owner", "recipient")
    list_filter = (
        choice_filter("state", "state", State.choices),
        choice_filter("kind", "kind", Kind.choices),
    )
    search_fields = (
        "subject",
        "message_id",
        "subscription__name",
        "subscription__owner__email",
        "recipient__email",
    )
    ordering = ("-id",)
    fields = (
        "subject",
        "subscription",
        "owner",
        "channel",
        "message_id",
        "kind",
        "queued",
        "state",
        "attempts",
        "last_answer",
        "next_attempt",
        "says",
        "carries",
    )

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return self.admitted(request.user)

    @admin.action(description="Send again what was given up", permissions=["resend"])
    def resend(self, request: HttpRequest, notices: QuerySet[Notice]) -> None:
        by: Any = request.user
        now = timezone.now()
        again = [notice_resend(notice=each, by=by, now=now) for each in notices]
        queued, left = sum(again), again.count(False)
        if queued:
            self.message_user(request, f"Queued again: {queued}.", messages.SUCCESS)
        if left:
            why = "not given up, for nobody any more, or a code"
            self.message_user(request, f"Left as it is: {left} ({why}).", messages.WARNING)

    @admin.display(description="reader")
    def owner(self, notice: Notice) -> str:
        return notice.reader.email

    @admin.display(description="by")
    def channel(self, notice: Notice) -> str:
        subscription = notice.subscription
        return (
            str(Channel.EMAIL.label) if subscription is None else subscription.get_channel_display()
        )

    @admin.display(description="text")
    def says(self, notice: Notice) -> str:
        # What the committee, say, writes to somebody is between the two.
        return notice.text if notice.recipient_id is None else "A letter is its reader's alone."

    @admin.display(description="queued (UTC)", ordering="id")
    def queued(self, notice: Notice) -> str:
        return moment(notice.queued_at)

    @admin.display(description="next attempt (UTC)", ordering="next_attempt_at")
    def next_attempt(self, notice: Notice) -> str:
        return "–" if notice.done_at else moment(notice.next_attempt_at)

    @admin.display(description="body")
    def carries(self, notice: Notice) -> str:
        # SECURITY: whoever reads the code could confirm a stranger's address as their own.
        code = notice.kind == Kind.CONFIRMATION
        return "The code is for the address alone." if code else notice.body or "–"


@admin.register(NoticePolicy)
class NoticePolicyAdmin(PolicyAdmin):
    """How much anybody may ask for, and how long notices are kept."""

    listed_as = "Policy on notices"
    list_display = ("__str__", "subscriptions", "codes_a_day", "confirmed_days", "kept_days")
    fields = ("subscriptions", "codes_a_day", "confirmed_days", "kept_days", "reason")
    pages = ("changelist", "change", "history", "simple_history")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
