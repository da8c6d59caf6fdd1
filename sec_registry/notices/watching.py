"""Who hears of which Device Models: the watches of all open subscriptions, looked at once.

SECURITY: everything here is about the CPL, which anybody reads. A change of the FIR or DZIR alone
matches no watch, so no notice can hint at one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpl.models import PublishedDeviceModel
from sec_registry.notices.choices import WatchKind
from sec_registry.notices.models import Subscription, Watch

Key = tuple[str | int, ...]
Identity = Mapping[str, str | int]
#: What a published Device Model is watched by, as columns of the published record.
IDENTITY = (
    "cpl_number",
    "device_type",
    "manufacturer",
    "model",
    "hardware_version",
    "image_hash",
)


@dataclass(frozen=True)
class Listener:
    """A subscription as far as it matters whom a piece of news is for."""

    key: int
    everything: bool


class Watching:
    """The open subscriptions of active accounts, found by what they watch."""

    def __init__(self) -> None:
        listening = Subscription.objects.filter(ended_at__isnull=True, owner__is_active=True)
        self.listeners = [
            Listener(*each) for each in listening.order_by("pk").values_list("pk", "everything")
        ]
        self._by_watch: dict[Key, set[int]] = defaultdict(set)
        if self.listeners:
            columns = ("subscription", "kind", *IDENTITY)
            watches = Watch.objects.filter(
                subscription__in=listening, subscription__everything=False
            )
            for subscription, kind, *watched in watches.values_list(*columns):
                keys = _keys(dict(zip(IDENTITY, watched, strict=True)))
                self._by_watch[keys[WatchKind(kind)]].add(subscription)

    def heard_of(self, identities: Iterable[Identity]) -> dict[int, set[int]]:
        """For each subscription that watches any of these, the CPL numbers that it watches."""
        heard: dict[int, set[int]] = defaultdict(set)
        if not self._by_watch:
            return heard
        for identity in identities:
            for key in _keys(identity).values():
                for subscription in self._by_watch.get(key, ()):
                    heard[subscription].add(int(identity["cpl_number"]))
        return heard


def identities_of(numbers: Iterable[int]) -> list[Identity]:
    """The identities of these Device Models as they are published today."""
    wanted = sorted(set(numbers))
    found: list[Identity] = []
    for start in range(0, len(wanted), 500):
        rows = PublishedDeviceModel.objects.filter(
            cpl_number__in=wanted[start : start + 500], superseded_in__isnull=True
        )
        found += rows.values(*IDENTITY)
    return found


def identities_changed_in(publication: int) -> list[Identity]:
    """The identities that a publication gave to Device Models, and those that it took.

    Both, so that who watches what a Device Model was is told when a correction makes it another.
    """
    became = PublishedDeviceModel.objects.filter(published_in=publication)
    was = PublishedDeviceModel.objects.filter(superseded_in=publication)
    return [*became.values(*IDENTITY), *was.values(*IDENTITY)]


def changes_in(publication: int) -> list[tuple[int, str]]:
    """CPL number and kind of change of each Device Model that a publication changed."""
    rows = PublishedDeviceModel.objects.filter(published_in=publication).order_by("cpl_number")
    return list(rows.values_list("cpl_number", "change"))


def _keys(identity: Identity) -> dict[WatchKind, Key]:
    family = ("device_type", "manufacturer", "model", "hardware_version")
    named = {
        WatchKind.MANUFACTURER: ("manufacturer",),
        WatchKind.FAMILY: family,
        WatchKind.CPL_NUMBER: ("cpl_number",),
        WatchKind.IMAGE_HASH: ("image_hash",),
    }
    return {
        kind: (kind.value, *(identity[name] for name in names)) for kind, names in named.items()
    }
