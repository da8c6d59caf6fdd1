"""What the Panel decides of deliveries (policy): the clocks, and what an extract for DCC holds."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from sec_registry.audit.history import AuditTrail
from sec_registry.registers.deliveries import DeliveryState

#: Without them nobody could tell which record is meant, or whether it is on the list.
ALWAYS = ("cpl_number", "status")


class Clock(models.TextChoices):
    """What is to be done within so many Working Days of the decision."""

    GIVEN = "given", "Given to DCC"
    LOADED = "loaded", "Loaded by DCC"


#: Which clock runs while a delivery is in the state; none runs for what is loaded.
RUNS_IN: dict[DeliveryState, Clock] = {
    DeliveryState.PREPARED: Clock.GIVEN,
    DeliveryState.SENT: Clock.LOADED,
    DeliveryState.ACKNOWLEDGED: Clock.LOADED,
    DeliveryState.FAILED: Clock.LOADED,
}


class ClockDays(models.Model):
    """The Working Days of a clock, for what is decided from a day on.

    What was due before keeps its date: another number of days is another row.
    """

    clock = models.CharField(max_length=8, choices=Clock.choices)
    decided_from = models.DateField(
        "for decisions from", help_text="The first day of decision to which it applies."
    )
    working_days = models.PositiveSmallIntegerField(
        "Working Days", validators=[MinValueValidator(1)], help_text="Counted from the decision."
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "Working Day clock"
        verbose_name_plural = "Working Day clocks"
        ordering = ["clock", "-decided_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "decided_from"],
                name="clock_days_once_from_a_day",
                violation_error_message="There is a number of days from that day on already.",
            ),
            models.CheckConstraint(condition=Q(clock__in=Clock.values), name="clock_known"),
            models.CheckConstraint(
                condition=Q(working_days__gte=1, working_days__lte=250),
                name="clock_days_at_least_one",
                violation_error_message="One to 250 Working Days.",
            ),
        ]

    def __str__(self) -> str:
        days = f"{self.working_days} Working Day{'' if self.working_days == 1 else 's'}"
        return f"{self.get_clock_display()} within {days}, from {self.decided_from}"


class ExtractMember(models.Model):
    """A member of the CPL document, and whether an extract for DCC holds it."""

    member = models.CharField(max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    included = models.BooleanField("in the extract")

    history = AuditTrail()

    class Meta:
        verbose_name = "field of the extract"
        verbose_name_plural = "fields of the extract"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(included=True) | ~Q(member__in=ALWAYS),
                name="extract_names_its_records",
                violation_error_message="CPL number and status are in every extract.",
            ),
        ]

    def __str__(self) -> str:
        return self.member

    def clean(self) -> None:
        """Said beside the field; a form that keeps the member never asks the constraint."""
        if self.member in ALWAYS and not self.included:
            raise ValidationError({"included": "CPL number and status are in every extract."})
