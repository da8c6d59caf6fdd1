"""Inventories that a fleet plan is asked for from, kept for a while for whoever asked.

An inventory is commercially sensitive: the file as it was sent goes when it is read, and what is
left, counts by Device Model, goes after the time that the Panel sets, or when its owner says so.
Nothing of the repository is kept here; a plan is worked out anew whenever it is looked at.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string

from sec_registry.audit.history import AuditTrail

#: Letters of a key: nobody guesses the address of somebody else's inventory.
KEY_LENGTH = 32
MOST_DAYS = 90
MOST_MEGABYTES = 64


def new_key() -> str:
    """A key that nobody guesses."""
    return get_random_string(KEY_LENGTH)


class FleetState(models.TextChoices):
    """How far an inventory is."""

    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Being read"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"


class FleetInventory(models.Model):
    """One inventory with its goal; ``counts`` of devices stand in its pieces once it is read."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    goal = models.JSONField()
    state = models.CharField(max_length=8, choices=FleetState.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes that were sent")
    done = models.PositiveBigIntegerField(default=0, help_text="Bytes that are read")
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField(default=0)
    notes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="fleet_inventories_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=FleetState.values), name="fleet_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=FleetState.REFUSED) | Q(problem_count=0),
                name="fleet_refused_for_its_problems",
            ),
        ]

    def __str__(self) -> str:
        return f"Fleet inventory {self.pk}"

    @property
    def percent(self) -> int:
        """How much of the file is read."""
        return min(100 * self.done // self.size, 100) if self.size else 0


class FleetPiece(models.Model):
    """A piece of the file as it was sent, or of the counts that it comes to."""

    inventory = models.ForeignKey(FleetInventory, on_delete=models.CASCADE, related_name="pieces")
    raw = models.BooleanField()
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["inventory", "raw", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["inventory", "raw", "position"], name="fleet_piece_once"
            )
        ]

    def __str__(self) -> str:
        return f"Piece {self.position} of fleet inventory {self.inventory_id}"


class FleetPolicy(models.Model):
    """Policy: how large an inventory is read at once, and how long any is kept. One row."""

    name = models.CharField(max_length=16, primary_key=True)
    at_once = models.PositiveSmallIntegerField(
        "read at once (MB)",
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MEGABYTES)],
        help_text="Larger inventories are read in the background.",
    )
    kept_days = models.PositiveSmallIntegerField(
        "kept (days)",
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text="Inventories are deleted after that; it counts for those sent from now on.",
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "policy on fleet plans"
        verbose_name_plural = "policy on fleet plans"
        constraints = [
            models.CheckConstraint(
                condition=Q(at_once__gte=1, at_once__lte=MOST_MEGABYTES), name="fleet_policy_size"
            ),
            models.CheckConstraint(
                condition=Q(kept_days__gte=1, kept_days__lte=MOST_DAYS), name="fleet_policy_days"
            ),
        ]

    def __str__(self) -> str:
        return "Inventories of fleets"
