"""
The tables and the canaries notice a door that is missing, whichever view it is missing from.

For each view of a restricted register in turn the read door is taken away (everybody is admitted,
and everybody's right reaches everything), and somebody without any right is sent there: what the
tables say of the view must no longer hold. Otherwise this folder would watch over nothing.
"""

from collections.abc import Iterator

import pytest

from sec_registry.registers.catalogue import registers
from sec_registry.registers.reach import everything
from tests.access.people import Who
from tests.access.walks import LINES, Walk
from tests.access.world import World

#: Their one grant is over, and they have neither office nor organisation.
WHO = Who.EXPIRED
#: What an address of a restricted register holds.
WORDS = (
    *("firmware", "fleet", "pathways", "pathway-gaps", "zigbee"),
    *("publications/compare", "publications/<str:n", "cpl/<str:n"),
)
#: Of those, the views with a door of another kind: an office, one's own rows, or the open list.
OTHERWISE = (
    *("admin/zigbee/accessgrant/", "admin/zigbee/accesspolicy/", "admin/firmware/fleetpolicy/"),
    *("<path:object_id>/ask/", "<path:object_id>/permissions/", "/delete/", "/add/"),
    *("api/v1/zigbee/access-requests/", "api/v1/zigbee/grants/", "api/v1/zigbee/reviews/"),
    *("admin/zigbee/accessrequest/", "admin/zigbee/vendorspelling/", "zigbee/^access/"),
    *("admin/zigbee/readingpolicy/", "admin/zigbee/unusualreading/"),
    *("api/v1/publications/", "manifest", "cpl.", "fleet-plans/<", "zigbee/^grants/"),
)
#: The committee's page, whose address is part of many others.
COMMITTEE = "zigbee/"


def views() -> Iterator[str]:
    """The patterns behind the read door, as the tables name them."""
    for pattern in sorted({line.pattern for line in LINES}):
        named = any(word in pattern for word in WORDS)
        if named and pattern != COMMITTEE and not any(word in pattern for word in OTHERWISE):
            yield pattern


@pytest.fixture
def no_door() -> Iterator[None]:
    """Let everybody read everything of the restricted registers."""
    kept = [(each, each.admits, each.reach) for each in registers() if each.restricted]
    try:
        for register, _, _ in kept:
            # Declarations are frozen, on purpose.
            object.__setattr__(register, "admits", lambda reader: True)
            object.__setattr__(register, "reach", lambda reader: everything("no door"))
        yield
    finally:
        for register, admits, reach in kept:
            object.__setattr__(register, "admits", admits)
            object.__setattr__(register, "reach", reach)


@pytest.mark.usefixtures("no_door")
@pytest.mark.parametrize("pattern", [*views()])
def test_a_view_without_its_door_is_noticed(world: World, pattern: str) -> None:
    assert _noticed(world, pattern)


def _noticed(world: World, pattern: str) -> bool:
    browser = world.signed_in.session(WHO)
    for line in LINES:
        if line.pattern != pattern:
            continue
        met = Walk(WHO)
        address = line.address.format(**world.keys)
        status = met.take(world, address, browser.get(address))
        if status != line.status_for(WHO) or world.canaries.kept_from(WHO, met.met):
            return True
    return False
