"""Codes of the Device Zigbee Information Repository."""

from django.db import models


class ScopeKind(models.TextChoices):
    """What a grant covers; later records enter a scope by themselves."""

    ALL = "all", "All records"
    DEVICE_TYPE = "device_type", "A device type"
    MANUFACTURER = "manufacturer", "A Manufacturer"
    RECORD = "record", "A single record"


class QuestionState(models.TextChoices):
    """Where a question of the committee stands."""

    WAITING = "waiting", "Waits for an answer"
    ANSWERED = "answered", "Answered"
    SETTLED = "settled", "Settled"


class ReviewState(models.TextChoices):
    UNREVIEWED = "unreviewed", "Unreviewed"
    REVIEWED = "reviewed", "Reviewed"
    CONCERN = "concern", "Concern raised"
