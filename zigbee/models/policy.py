"""What the Security Sub Committee decides of access in general (policy), by kind of scope."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from sec_registry.audit.history import AuditTrail
from zigbee.choices import ScopeKind

#: No policy makes an end so far away that it is none.
LONGEST_EVER = 3660


class AccessPolicy(models.Model):
    """For how long access to such a scope lasts at most, and how many members decide on it.

    It counts for what is decided from now on; a grant keeps the end it was given.
    """

    kind = models.CharField("access to", max_length=12, choices=ScopeKind.choices, primary_key=True)
    longest_days = models.PositiveSmallIntegerField(
        "longest (days)",
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_EVER)],
        help_text="No grant lasts longer; it is renewed instead.",
    )
    members = models.PositiveSmallIntegerField(
        "members who decide",
        choices=[(1, "One"), (2, "Two: one proposes, another countersigns")],
        default=1,
        help_text="With two, nothing is opened before the second has signed.",
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "policy on access"
        verbose_name_plural = "policies on access"
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ScopeKind.values), name="access_policy_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(longest_days__gte=1, longest_days__lte=LONGEST_EVER),
                name="access_policy_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(members__in=(1, 2)), name="access_policy_one_or_two_members"
            ),
        ]

    def __str__(self) -> str:
        return f"Access to: {self.get_kind_display().lower()}"
