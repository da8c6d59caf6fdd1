"""What the Panel decides on subscriptions and notices (policy), changed at the desk with a reason.

What keeps sending orderly, such as leases and waits between attempts, stands in code (``policy``).
"""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from sec_registry.audit.history import AuditTrail

#: Of each limit the least and the most that may be set.
BOUNDS = {
    "subscriptions": (1, 200),
    "codes_a_day": (1, 200),
    "confirmed_days": (1, 60),
    "kept_days": (30, 3650),
}


def _limit(name: str, title: str, said: str) -> "models.PositiveSmallIntegerField[int, int]":
    least, most = BOUNDS[name]
    bounds = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(title, validators=bounds, help_text=said)


class NoticePolicy(models.Model):
    """Policy: how much anybody may ask for, and how long notices are kept. One row."""

    name = models.CharField(max_length=16, primary_key=True)
    subscriptions = _limit(
        "subscriptions", "subscriptions of a person", "That are in force together."
    )
    codes_a_day = _limit(
        "codes_a_day",
        "codes a day",
        "By which one person has addresses confirmed, so that nobody tries doors one by one.",
    )
    confirmed_days = _limit(
        "confirmed_days",
        "days to confirm an address",
        "Then its subscription ends.",
    )
    kept_days = _limit(
        "kept_days",
        "days that notices are kept",
        "Once they were sent; those of CPA dates stay for their period.",
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "policy on notices"
        verbose_name_plural = "policy on notices"
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": least, f"{name}__lte": most}),
                name=f"notice_policy_{name}",
            )
            for name, (least, most) in BOUNDS.items()
        ]

    def __str__(self) -> str:
        return "Subscriptions and notices"

    @property
    def kept(self) -> timedelta:
        """How long a notice is kept once it was sent."""
        return timedelta(days=self.kept_days)

    @property
    def confirmed_within(self) -> timedelta:
        """How long an address has to be confirmed."""
        return timedelta(days=self.confirmed_days)


def notice_policy() -> NoticePolicy:
    """The Panel's policy."""
    return NoticePolicy.objects.get(pk="notices")
