"""Where the deliveries of publications stand: counts by state, clocks, and what is overdue."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from sec_registry.deliveries.clocks import Clocks, Due, Running, clocks_kept, today_here
from sec_registry.deliveries.models import RUNS_IN, Clock
from sec_registry.registers.deliveries import Delivery, DeliveryState
from sec_registry.registers.loading import under_way
from sec_registry.registers.models import Publication


@dataclass
class Stand:
    """Of one publication: how many records are in each state, and how many are overdue.

    ``overtaken`` counts those not loaded of whose record DCC loaded a later change.
    """

    publication: Publication
    dues: dict[Clock, Due]
    states: dict[DeliveryState, int] = field(
        default_factory=lambda: dict.fromkeys(DeliveryState, 0)
    )
    overtaken: int = 0
    overdue: int = 0
    undated: int = 0

    @property
    def records(self) -> int:
        """How many CPL records the publication changed."""
        return sum(self.states.values())

    @property
    def under_way(self) -> int:
        """How many are neither loaded nor overtaken."""
        return self.records - self.states[DeliveryState.LOADED] - self.overtaken

    @property
    def running(self) -> Running:
        """The worst that can be said of the publication's clocks."""
        if self.overdue:
            return Running.OVERDUE
        if self.undated:
            return Running.UNKNOWN
        return Running.DUE if self.under_way else Running.STOPPED


def delivered_publications() -> QuerySet[Publication]:
    """The publications that changed the Central Products List."""
    return Publication.objects.filter(Exists(Delivery.objects.filter(publication=OuterRef("pk"))))


def stands_of(publications: Iterable[Publication], clocks: Clocks | None = None) -> list[Stand]:
    """How the deliveries of these publications stand, in their order; two queries for all."""
    kept, today = clocks or clocks_kept(), today_here()
    stands = {
        each.number: Stand(each, {clock: kept.due(clock, each.published_at) for clock in Clock})
        for each in publications
    }
    for number, state, count in _counted(Delivery.objects.filter(publication__in=stands)):
        stands[number].states[DeliveryState(state)] = count
    open_ones: dict[int, int] = dict.fromkeys(stands, 0)
    for number, state, count in _counted(under_way().filter(publication__in=stands)):
        stand = stands[number]
        open_ones[number] += count
        running = stand.dues[RUNS_IN[DeliveryState(state)]].standing(today)
        stand.overdue += count * (running == Running.OVERDUE)
        stand.undated += count * (running == Running.UNKNOWN)
    for number, stand in stands.items():
        not_loaded = stand.records - stand.states[DeliveryState.LOADED]
        stand.overtaken = not_loaded - open_ones[number]
    return list(stands.values())


def _counted(rows: QuerySet[Delivery]) -> Iterable[tuple[int, str, int]]:
    return (
        rows.order_by()
        .values_list("publication_id", "state")
        .annotate(count=Count("pk"))
        .values_list("publication_id", "state", "count")
    )
