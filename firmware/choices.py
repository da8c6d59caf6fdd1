"""Codes of the Firmware Information Repository."""

from django.db import models


class RecordState(models.TextChoices):
    """Whether F2.15 details were supplied; not provided only by the initial load."""

    PROVIDED = "provided", "Provided"
    NOT_PROVIDED = "not_provided", "Not provided"


class UpgradeState(models.TextChoices):
    """F2.15(d): unknown never reads as none."""

    LISTED = "listed", "Baselines listed"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    NOT_PROVIDED = "not_provided", "Not provided"


class PathwayState(models.TextChoices):
    DECLARED = "declared", "Declared"
    BLOCKED = "blocked", "Blocked"
