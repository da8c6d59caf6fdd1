"""Deliveries in words, for pages and the desk: the clock beside each, and who sees its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sec_registry.deliveries.clocks import Clocks, Running, clocks_kept, overtaken, today_here
from sec_registry.deliveries.models import RUNS_IN
from sec_registry.registers.deliveries import Delivery, DeliveryState

#: What a clock says of itself on a page.
SAID: dict[Running, str] = {
    Running.DUE: "due",
    Running.OVERDUE: "overdue",
    Running.UNKNOWN: "no date known",
    Running.STOPPED: "",
}


@dataclass(frozen=True)
class Shown:
    """A delivery with its clock: how it stands, what is to be done until when, or why no date."""

    delivery: Delivery
    running: Running
    on: date | None
    told: str


def with_clocks(deliveries: Iterable[Delivery], clocks: Clocks | None = None) -> list[Shown]:
    """Each delivery with its clock; their publications are read already, or read here."""
    listed, kept, today = list(deliveries), clocks or clocks_kept(), today_here()
    past = overtaken(listed)
    return [_shown(each, kept, today, past) for each in listed]


def _shown(each: Delivery, kept: Clocks, today: date, past: set[int]) -> Shown:
    if each.pk in past:
        return Shown(each, Running.STOPPED, None, "a later change is loaded")
    due = kept.running(each.state, each.publication.published_at)
    if due is None:
        return Shown(each, Running.STOPPED, None, "")
    running = due.standing(today)
    if due.on is None:
        return Shown(each, running, None, due.unknown)
    doing = RUNS_IN[DeliveryState(each.state)].label
    said = "overdue since" if running == Running.OVERDUE else "due"
    return Shown(each, running, due.on, f"{doing}: {said} {due.on.day} {due.on:%b %Y}")
