"""The words of subscriptions and notices."""

from django.db import models


class Channel(models.TextChoices):
    """How a notice reaches its reader."""

    EMAIL = "email", "E-mail"
    WEBHOOK = "webhook", "Webhook"


class WatchKind(models.TextChoices):
    """What somebody may watch. All of it is in the CPL, which anybody reads."""

    MANUFACTURER = "manufacturer", "Manufacturer"
    FAMILY = "family", "Family"
    CPL_NUMBER = "cpl_number", "CPL number"
    IMAGE_HASH = "image_hash", "Hash"


class Ending(models.TextChoices):
    """Why a subscription ended."""

    OWNER = "owner", "Ended by its owner"
    GONE = "gone", "The receiver answered that it is gone (410)"
    ACCOUNT = "account", "The account was closed"
    SILENT = "silent", "Its address was not confirmed in time"


class Kind(models.TextChoices):
    """What a notice is about; webhooks carry the word as their type."""

    PUBLICATION = "publication", "Publication"
    CPA_DATE = "cpa_date", "CPA date"
    TEST = "test", "Test"
    CONFIRMATION = "confirmation", "Confirmation of an address"
    LETTER = "letter", "Letter to one person"


class State(models.TextChoices):
    """Where a notice stands. Waiting and failed ones are sent when their time has come."""

    WAITING = "waiting", "Waiting"
    LEASED = "leased", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed, to be tried again"
    DEAD = "dead", "Given up"


#: A notice in one of these is sent once ``next_attempt_at`` has come.
TO_SEND = (State.WAITING, State.FAILED)
#: A notice in one of these is not sent yet, and not given up.
OPEN = (*TO_SEND, State.LEASED)
