"""The Panel's calendar: which days are Working Days in England and Wales (policy)."""

from django.db import models
from django.db.models import Q

from sec_registry.audit.history import AuditTrail


class BankHoliday(models.Model):
    """A day on which nobody is expected to work, whatever day of the week it is."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    history = AuditTrail()

    class Meta:
        verbose_name = "bank holiday"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="bank_holiday_named"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%a %Y-%m-%d} {self.name}"


class Weekday(models.Model):
    """A day of the week, and whether it is worked."""

    class Day(models.IntegerChoices):
        """As ISO 8601 numbers them."""

        MONDAY = 1
        TUESDAY = 2
        WEDNESDAY = 3
        THURSDAY = 4
        FRIDAY = 5
        SATURDAY = 6
        SUNDAY = 7

    day = models.PositiveSmallIntegerField(primary_key=True, choices=Day.choices)
    worked = models.BooleanField("is a Working Day", help_text="Unless it is a bank holiday.")

    history = AuditTrail()

    class Meta:
        verbose_name = "day of the week"
        verbose_name_plural = "days of the week"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=7), name="weekday_of_seven"),
        ]

    def __str__(self) -> str:
        return str(self.get_day_display())
