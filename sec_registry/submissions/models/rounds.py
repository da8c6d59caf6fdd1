"""Rounds of review: each time that a submission was returned, why, and what was said of its rows.

A row is meant by its position, which is how a person knows it and what stays when it is edited;
so a comment outlives the item it was written about.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sec_registry.audit.constraints import AppendOnly
from sec_registry.submissions.models.submission import Submission


class Round(models.Model):
    """One return to the makers, with its reason, at a revision of the content."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(help_text="Of the content that was returned")
    reason = models.TextField()
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    returned_at = models.DateTimeField()

    class Meta:
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="round_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="round_has_reason"),
            AppendOnly(name="round_kept", redacted=("reason",)),
        ]

    def __str__(self) -> str:
        return f"Return {self.number} of submission {self.submission_id}"


class Comment(models.Model):
    """What the reviewer said of one row when returning it; its text may quote any of its parts."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    row = models.PositiveIntegerField(help_text="Position of the item")
    text = models.TextField()

    class Meta:
        ordering = ["round", "row"]
        constraints = [
            models.UniqueConstraint(fields=["round", "row"], name="comment_once_per_row"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            AppendOnly(name="comment_kept", redacted=("text",)),
        ]

    def __str__(self) -> str:
        return f"Comment on row {self.row}"


class EarlierPart(models.Model):
    """What stood in a part when the submission was returned, kept when it is first changed.

    ``values`` None: nothing stood there. Under the code ITEM stand the item's own columns. Its
    audience is the part's own: whoever typed it, or reads the register (``rounds``).
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="earlier_parts")
    row = models.PositiveIntegerField(help_text="Position of the item")
    register = models.CharField(max_length=16)
    values = models.JSONField(null=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "row", "register"], name="earlier_part_once_per_round"
            ),
            AppendOnly(name="earlier_part_kept", redacted=("values",)),
        ]

    def __str__(self) -> str:
        return f"{self.register} part of row {self.row} as returned"
