"""SIGKILL between any two steps of reading an inventory: the next worker reads it whole, once.

The steps are listed, and the test fails when the product takes one that is not.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from firmware.fleet import pieces
from firmware.fleet.background import LEASE, fleet_inventories_read
from firmware.fleet.goals import Goal
from firmware.fleet.kept import inventory_send, plan_from
from firmware.models import FleetInventory, FleetPiece, FleetState
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.firmware.fleet.fleets import publish_list
from tests.killing import COMMIT, RETURNED, killed_before, steps_of

pytestmark = pytest.mark.django_db(transaction=True)

FLEET = b"CPL number,Count\n101,10\n103,2\n101,5\n"
LEASED, READ_ON = ["update firmware_fleetinventory"], ["update firmware_fleetinventory"] * 10
KEPT = [
    "update firmware_fleetinventory",
    "delete firmware_fleetpiece",
    *["insert firmware_fleetpiece"] * 2,
    "update firmware_fleetinventory",
]
STEPS = [*LEASED, *READ_ON, *KEPT, COMMIT, RETURNED]


def read() -> int:
    return fleet_inventories_read(timezone.now())


def send(person: User) -> FleetInventory:
    FleetInventory.objects.all().delete()
    return inventory_send(chunks=[FLEET], goal=Goal(), by=person)


def test_killed_between_any_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "SIZE", 10)
    publish_list()
    person = make_person(organisation=make_party())
    send(person)
    assert steps_of(read, last=RETURNED) == STEPS

    for number, step in enumerate(STEPS[:-1]):
        sent = send(person)
        killed_before(number, read)

        leased = number > 0
        assert FleetInventory.objects.get().state == (
            FleetState.READING if leased else FleetState.WAITING
        ), step
        assert bytes(FleetPiece.objects.get(position=0).content) == FLEET[:10], step
        assert read() == (not leased), step
        with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
            assert read() == leased, step
        sent.refresh_from_db()
        assert (sent.state, sent.attempts) == (FleetState.READY, 1 + leased), step
        assert not FleetPiece.objects.filter(raw=True).exists(), step
        made = plan_from(sent, by=person, channel=Channel("plan", "/"))
        assert {each.cpl_number: each.devices for each in made.plan.groups} == {101: 15, 103: 2}, (
            step
        )

    # Nobody saw anything of the repository but who asked for a plan, once each.
    assert Disclosure.objects.count() == len(STEPS) - 1
