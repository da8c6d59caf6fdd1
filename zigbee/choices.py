"""Codes of the Device Zigbee Information Repository."""

from django.db import models

from accounts.models import Role

#: The roles that a standing grant may be given to: the Panel maintains the registers (F2.33).
PANEL_ROLES = (Role.PANEL_ADMINISTRATOR, Role.PANEL_REVIEWER)


class ScopeKind(models.TextChoices):
    """What a grant covers; later records enter a scope by themselves."""

    ALL = "all", "All records"
    DEVICE_TYPE = "device_type", "A device type"
    MANUFACTURER = "manufacturer", "A Manufacturer"
    RECORD = "records", "Single records"


class QuestionState(models.TextChoices):
    """Where a question of the committee stands."""

    WAITING = "waiting", "Waits for an answer"
    ANSWERED = "answered", "Answered"
    SETTLED = "settled", "Settled"


class ReadBy(models.TextChoices):
    """Whose reading is counted together."""

    PERSON = "person", "A person, by grants"
    ORGANISATION = "organisation", "The people of an organisation together, by grants"
    MEMBER = "member", "A member of the Security Sub Committee"


class ReviewState(models.TextChoices):
    UNREVIEWED = "unreviewed", "Unreviewed"
    REVIEWED = "reviewed", "Reviewed"
    CONCERN = "concern", "Concern raised"


class RequestState(models.TextChoices):
    """Where a request for access stands; ``zigbee.request_steps`` says what leads where."""

    WAITING = "waiting", "Waits for a decision"
    PROPOSED = "proposed", "Waits for a second member"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class GrantState(models.TextChoices):
    """Where a grant stands now."""

    IN_FORCE = "in_force", "In force"
    NOT_BEGUN = "not_begun", "Not yet begun"
    SUSPENDED = "suspended", "Suspended: the Party ceased, or the account is closed"
    PROPOSED = "proposed", "Awaits another member"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Revoked"


class For(models.TextChoices):
    """For whom somebody asks."""

    ME = "me", "Me"
    ORGANISATION = "organisation", "My organisation"
    ROLE = "role", "A Panel role"
