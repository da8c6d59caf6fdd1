"""The worker's part: large inventories are read, and what nobody needs any more is deleted.

An inventory is leased before it is read, and says while it is how far that is; whoever dies leaves
it to the next, and after a few such deaths it is given up. Memory does not grow with the file.
"""

import logging
from datetime import datetime, timedelta
from io import BufferedReader
from typing import cast

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from firmware.fleet.from_csv import inventory_from_csv
from firmware.fleet.inventory import Inventory, InventoryRefused
from firmware.fleet.kept import goal_of, inventory_keep, inventory_refuse
from firmware.fleet.pieces import PiecesStream
from firmware.models import FleetInventory, FleetPiece, FleetState

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3

logger = logging.getLogger(__name__)


class _NotOurs(Exception):
    """Another worker has it by now, or its owner deleted it."""


def fleet_inventories_read(now: datetime) -> int:
    """Read what waits, the oldest first, and delete what is over; returns how many it was."""
    done = _delete_over(now)
    while (leased := _lease(timezone.now())) is not None:
        _read(leased)
        done += 1
    return done


def _delete_over(now: datetime) -> int:
    over = FleetInventory.objects.filter(expires_at__lte=now)
    count = 0
    for each in over.iterator():
        each.delete()
        count += 1
    return count


def _free(now: datetime) -> QuerySet[FleetInventory]:
    waiting = Q(state=FleetState.WAITING) | Q(state=FleetState.READING, leased_until__lte=now)
    return FleetInventory.objects.filter(waiting)


def _lease(now: datetime) -> FleetInventory | None:
    """Take the oldest that is free; of two who try the same, one gets it."""
    for key in _free(now).order_by("pk").values_list("pk", flat=True):
        taken = (
            _free(now)
            .filter(pk=key)
            .update(
                state=FleetState.READING,
                leased_until=now + LEASE,
                attempts=F("attempts") + 1,
                done=0,
            )
        )
        if taken:
            return FleetInventory.objects.select_related("person").get(pk=key)
    return None


def _read(leased: FleetInventory) -> None:
    if leased.attempts > MOST_ATTEMPTS:
        _give_up(leased)
        return
    refused, inventory = None, None
    try:
        inventory = _inventory(leased)
    except InventoryRefused as error:
        refused = error
    except _NotOurs:
        logger.warning("Fleet inventory %s is no longer ours to read", leased.pk)
        return
    with transaction.atomic():
        if not _ours(leased).update(leased_until=None):
            return
        if refused is not None:
            inventory_refuse(leased, refused)
        elif inventory is not None:
            goal, person = goal_of(leased), leased.person
            inventory_keep(inventory=inventory, goal=goal, by=person, of=leased)


def _inventory(leased: FleetInventory) -> Inventory:
    read = 0

    def read_on(count: int) -> None:
        # The file is read twice: as text first, then row by row.
        nonlocal read
        read += count
        until = timezone.now() + LEASE
        ours = _ours(leased).update(done=read // 2, leased_until=until)
        if count and not ours:
            raise _NotOurs

    with BufferedReader(PiecesStream(leased, raw=True, read_on=read_on)) as stream:
        return inventory_from_csv(cast("BufferedReader", stream))


def _ours(leased: FleetInventory) -> QuerySet[FleetInventory]:
    """The row, while it is still leased as we leased it: deleted by its owner, it is not."""
    return FleetInventory.objects.filter(
        pk=leased.pk, state=FleetState.READING, attempts=leased.attempts
    )


def _give_up(leased: FleetInventory) -> None:
    with transaction.atomic():
        FleetPiece.objects.filter(inventory=leased).delete()
        _ours(leased).update(state=FleetState.FAILED, leased_until=None)
