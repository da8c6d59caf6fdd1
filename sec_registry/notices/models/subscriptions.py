"""Subscriptions and what they watch."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sec_registry.audit.history import AuditTrail
from sec_registry.notices.choices import Channel, Ending, WatchKind

LONGEST_URL = 500
#: What a watch may be about, with what stands there where it is about something else.
WATCHED: dict[str, str | int] = {
    "device_type": "",
    "manufacturer": "",
    "model": "",
    "hardware_version": "",
    "cpl_number": 0,
    "image_hash": "",
}


def _watches_only(kind: WatchKind, *named: str) -> Q:
    """That a watch of the kind has a value in each named column, and in no other."""
    condition = Q(kind=kind)
    for name, nothing in WATCHED.items():
        empty = Q(**{name: nothing})
        condition &= ~empty if name in named else empty
    return condition


class Subscription(models.Model):
    """Somebody's wish to be told: of everything published, or of what they watch.

    ``sealed_secret`` signs webhooks; it is encrypted with a key that the database does not hold.
    While ``unconfirmed_since`` is there, nobody has shown that the webhook's address wants notices:
    they wait, and are sent once somebody has.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subscriptions"
    )
    name = models.CharField(max_length=120, help_text="What the subscription is for.")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    url = models.CharField("address", max_length=LONGEST_URL, blank=True)
    everything = models.BooleanField(default=False)
    sealed_secret = models.TextField(blank=True, editable=False)
    earlier_secret = models.TextField(blank=True, editable=False)
    earlier_until = models.DateTimeField(null=True, blank=True, editable=False)
    unconfirmed_since = models.DateTimeField(null=True, blank=True, editable=False)
    from_publication = models.PositiveIntegerField(
        default=0, help_text="The last publication when it was made; notices are of later ones."
    )
    made_at = models.DateTimeField("made")
    ended_at = models.DateTimeField("ended", null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=Ending.choices, blank=True)

    history = AuditTrail(excluded_fields=["sealed_secret", "earlier_secret", "earlier_until"])

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    channel=Channel.EMAIL,
                    url="",
                    sealed_secret="",
                    earlier_secret="",
                    unconfirmed_since__isnull=True,
                )
                | Q(channel=Channel.WEBHOOK) & ~Q(url=""),
                name="subscription_address_of_webhooks",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.WEBHOOK, ended_at__isnull=True, sealed_secret=""),
                name="subscription_webhook_has_secret",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=Ending.values),
                name="subscription_ended_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(ended_at__isnull=True),
                name="subscription_name_once",
                violation_error_message="There is a subscription of this name.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.owner})"

    @property
    def is_open(self) -> bool:
        """Whether notices are sent for it."""
        return self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether its notices wait until the address is confirmed."""
        return self.is_open and self.unconfirmed_since is not None


class Watch(models.Model):
    """One thing that a subscription watches; the columns that its kind has no use for are empty."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=12, choices=WatchKind.choices)
    device_type = models.CharField(max_length=8, blank=True)
    manufacturer = models.CharField(max_length=4, blank=True)
    model = models.CharField(max_length=64, blank=True)
    hardware_version = models.CharField(max_length=64, blank=True)
    cpl_number = models.PositiveIntegerField(default=0)
    image_hash = models.CharField(max_length=64, blank=True)

    history = AuditTrail()

    class Meta:
        verbose_name_plural = "watches"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_watches_only(WatchKind.MANUFACTURER, "manufacturer")
                | _watches_only(
                    WatchKind.FAMILY, "device_type", "manufacturer", "model", "hardware_version"
                )
                | _watches_only(WatchKind.CPL_NUMBER, "cpl_number")
                | _watches_only(WatchKind.IMAGE_HASH, "image_hash"),
                name="watch_is_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["subscription", "kind", *WATCHED],
                name="watch_once",
            ),
        ]

    def __str__(self) -> str:
        family = (self.device_type, self.manufacturer, self.model, self.hardware_version)
        said = {
            WatchKind.MANUFACTURER: f"Manufacturer {self.manufacturer}",
            WatchKind.FAMILY: f"Family {' '.join(family)}",
            WatchKind.CPL_NUMBER: f"CPL {self.cpl_number}",
            WatchKind.IMAGE_HASH: f"Hash {self.image_hash}",
        }
        return said[WatchKind(self.kind)]

    @property
    def short(self) -> str:
        """As in lists: of a Hash its first digits."""
        text = str(self)
        return f"{text[:21]}…" if self.kind == WatchKind.IMAGE_HASH else text
