"""Inventories kept for whoever asks for a plan: sent, read, planned from, deleted.

SECURITY: an inventory is its owner's and nobody else's, whatever office they hold; somebody else's
is as if it were not there. Whether its owner may still read the repository is asked again whenever
a plan is made from it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from io import BufferedReader
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from firmware.fleet.cells import Device, Named
from firmware.fleet.from_json import goal_from_json
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import Inventory, InventoryRefused
from firmware.fleet.making import FleetPlan, fleet_plan_make
from firmware.fleet.pieces import PiecesStream, pieces_write
from firmware.models import FleetInventory, FleetPiece, FleetPolicy, FleetState
from sec_registry.registers.disclosure import Channel

#: So many inventories of one person wait, and so many are kept.
MOST_WAITING = 3
MOST_KEPT = 50
MEGABYTE = 1024 * 1024


class TooMany(ValueError):
    """The person has so many inventories that another must go first; the message says so."""


def fleet_policy() -> FleetPolicy:
    """The Panel's policy."""
    return FleetPolicy.objects.get(pk="fleet")


def inventories_of(person: User) -> QuerySet[FleetInventory]:
    """The person's own, the newest first."""
    return FleetInventory.objects.filter(person=person, expires_at__gt=timezone.now())


@transaction.atomic
def inventory_keep(
    *, inventory: Inventory, goal: Goal, by: User, of: FleetInventory | None = None
) -> FleetInventory:
    """Keep what was read, of a file that waited (``of``) or of one that was read at once."""
    kept = of or _new(by, goal, FleetState.READY)
    FleetPiece.objects.filter(inventory=kept).delete()
    pieces_write(kept, _lines(inventory.devices), raw=False)
    kept.state = FleetState.READY
    kept.rows, kept.notes = inventory.rows, list(inventory.notes)
    kept.done, kept.leased_until = kept.size, None
    kept.save()
    return kept


@transaction.atomic
def inventory_send(*, chunks: Iterable[bytes], goal: Goal, by: User) -> FleetInventory:
    """Keep a csv file for the worker to read; raises ``TooMany``."""
    unread = inventories_of(by).filter(state__in=(FleetState.WAITING, FleetState.READING))
    if unread.count() >= MOST_WAITING:
        raise TooMany(f"{MOST_WAITING} of your inventories wait to be read: wait, or delete one.")
    sent = _new(by, goal, FleetState.WAITING)
    sent.size = pieces_write(sent, chunks, raw=True)
    sent.save()
    return sent


@transaction.atomic
def inventory_refuse(kept: FleetInventory, refused: InventoryRefused) -> None:
    """What was sent cannot be read: its problems stay, the file goes."""
    FleetPiece.objects.filter(inventory=kept).delete()
    kept.state, kept.leased_until = FleetState.REFUSED, None
    kept.problem_count = refused.count
    kept.problems = [vars(each) for each in refused.problems]
    kept.save()


def inventory_delete(kept: FleetInventory) -> None:
    """Delete it with all that was sent."""
    kept.delete()


def plan_from(
    kept: FleetInventory, *, by: User, channel: Channel, goal: Goal | None = None
) -> FleetPlan:
    """The plan of a kept inventory as the registers stand, recorded as disclosed."""
    with BufferedReader(PiecesStream(kept, raw=False)) as stream:
        lines = map(json.loads, stream)
        counts = {_device(*named): count for *named, count in lines}
    return fleet_plan_make(
        inventory=Inventory(counts, kept.rows, tuple(kept.notes)),
        goal=goal or goal_of(kept),
        by=by,
        channel=channel,
    )


def goal_of(kept: FleetInventory) -> Goal:
    """The goal that was asked for."""
    goal = goal_from_json(kept.goal)
    if not isinstance(goal, Goal):
        raise TypeError("No goal but a whole one is kept.")
    return goal


def _new(by: User, goal: Goal, state: FleetState) -> FleetInventory:
    if inventories_of(by).count() >= MOST_KEPT:
        raise TooMany(f"{MOST_KEPT} of your inventories are kept: delete one first.")
    now = timezone.now()
    return FleetInventory.objects.create(
        person=by,
        goal=goal.members(),
        state=state,
        created_at=now,
        expires_at=now + timedelta(days=fleet_policy().kept_days),
    )


def _lines(devices: Mapping[Device, int]) -> Iterator[bytes]:
    for device, count in devices.items():
        named: tuple[Any, ...] = (device,) if isinstance(device, int) else device
        yield f"{json.dumps([*named, count], ensure_ascii=False)}\n".encode()


def _device(number: int, *others: str) -> Device:
    return Named(number, *others) if others else number
