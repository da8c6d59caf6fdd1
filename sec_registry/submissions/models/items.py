"""Items of a submission and the part each proposes for each register.

The parts are rows of their own, so that masking the Zigbee part of a submission is a row filter.
Values are cells of the one vocabulary, as they were typed.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sec_registry.registers.vocabulary import OF_MANY_RECORDS
from sec_registry.submissions.models.submission import Submission


class Item(models.Model):
    """One change of one Device Model; ``values`` holds the item's own columns only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField(help_text="Row in the file, or order in the form")
    action = models.CharField(max_length=24)
    cpl_number = models.PositiveIntegerField("CPL number", null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(
        default=1, help_text="Of the submission, in which the item last changed"
    )
    allocated_number = models.PositiveIntegerField(
        "CPL number given", null=True, blank=True, help_text="On acceptance"
    )

    class Meta:
        ordering = ["submission", "position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="item_position_once"),
            models.CheckConstraint(
                condition=~Q(action__in=sorted(map(str, OF_MANY_RECORDS)))
                | Q(allocated_number__isnull=True),
                name="item_of_many_records_has_no_number",
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.position}: {self.action} {self.cpl_number or self.reference}".strip()


class ProposedPart(models.Model):
    """What an item proposes for one register, and who typed it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="parts")
    register = models.CharField(max_length=16)
    values = models.JSONField(default=dict)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "register"], name="part_once_per_register"),
        ]
        indexes = [models.Index(fields=["register", "item"], name="part_register_item")]

    def __str__(self) -> str:
        return f"{self.register} part of item {self.item_id}"
