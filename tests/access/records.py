"""The registers of the access tests: filled by an initial load, submissions and acceptances.

Every restricted field holds a canary, in the records as they stand and as they stood. The numbers
are long ones, so that a CPL number in an answer is no accident.
"""

from collections.abc import Mapping

from accounts.models import User
from sec_registry.registers.vocabulary import Cell
from tests.access.canaries import Canaries
from tests.access.people import DZIR, FIR, OFFICE, Audience, People, Who
from tests.registry import Panel, accept, numbers_given
from tests.rows import numbered_row, row_of

#: The record that GRANTEE has a grant on.
GRANTED = 4711001
#: Upgraded from the one before, until that pathway was blocked; nobody has a grant on it.
BLOCKED = 4711002
#: A Communications Hub of another Manufacturer, with two radios; COLLEAGUE may see it.
HUB = 4711003
#: Taken over without FIR and DZIR details.
BARE = 4711004
#: Removed, for a reason that is not public.
REMOVED = 4711005
ABSENT = 4799999

READERS: dict[int, Audience] = {
    GRANTED: DZIR | {Who.GRANTEE},
    BLOCKED: DZIR,
    HUB: DZIR | {Who.COLLEAGUE},
    BARE: DZIR,
    REMOVED: DZIR,
}

Row = dict[str, Cell]


def fill_registers(people: People, canaries: Canaries) -> int:
    """Five records with a past, and one that SUBMITTER sent in; returns that one's number."""
    panel = Panel(administrator=people.clerk, reviewer=people.acceptor)
    past = {number: _restricted(canaries, number, f"{number}-past") for number in READERS}
    accept(
        _loaded(GRANTED, 1, past[GRANTED]),
        _loaded(BLOCKED, 2, past[BLOCKED] | {"Upgrade": "yes", "Baselines": str(GRANTED)}),
        _loaded(HUB, 3, past[HUB], hub=True),
        _loaded(BARE, 4, dict.fromkeys(past[BARE])),
        _loaded(REMOVED, 5, past[REMOVED]),
        panel=panel,
        initial_load=True,
    )
    changed = (GRANTED, BLOCKED, HUB)
    accept(
        *(
            {"Action": "amend", "CPL number": n, **_restricted(canaries, n, str(n))}
            for n in changed
        ),
        panel=panel,
    )
    kept_back = (_block, _removal, _planned_removal, _correction)
    accept(*(each(canaries) for each in kept_back), panel=panel)
    sent = accept(_sent_in(canaries, people[Who.SUBMITTER]), panel=panel, by=people[Who.SUBMITTER])
    return numbers_given(sent)[0]


def _restricted(canaries: Canaries, number: int, place: str) -> Row:
    readers = READERS[number]
    if number == BARE:
        return dict.fromkeys(("Upgrade",))
    radios = 2 if number == HUB else 1
    return {
        **canaries.firmware(place, FIR, FIR | readers),
        **canaries.zigbee(place, readers, radios),
    }


def _loaded(number: int, place: int, restricted: Mapping[str, Cell], *, hub: bool = False) -> Row:
    row = numbered_row(place)
    if hub:
        other = {"Manufacturer code": "FB0B", "Manufacturer": "Pretend Meters Ltd"}
        kept = (
            "Reference",
            "Firmware version",
            "Image hash",
            "ZigBee certificate",
            "CPA certificate",
        )
        row = {**row_of("CH", **other), **{name: row[name] for name in kept}}
    row |= restricted
    if number == BARE:
        restricted_columns = ("Contact", "Release", "Upgrade", "ZigBee chipset", "ZigBee stack")
        row = {name: cell for name, cell in row.items() if not name.startswith(restricted_columns)}
    return {**row, "CPL number": number}


def _block(canaries: Canaries) -> Row:
    return {
        "Action": "block baselines",
        "CPL number": BLOCKED,
        "Baselines": str(GRANTED),
        "Reason": canaries.mark("fircanary-block-reason", FIR),
    }


def _removal(canaries: Canaries) -> Row:
    return _removed(canaries, REMOVED, "removal", "2020-02-03")


def _planned_removal(canaries: Canaries) -> Row:
    return _removed(canaries, BARE, "planned-removal", "2999-02-03")


def _removed(canaries: Canaries, number: int, what: str, day: str) -> Row:
    return {
        "Action": "remove",
        "CPL number": number,
        "Removal reason": canaries.mark(f"cplcanary-{what}-reason", OFFICE),
        "Removal authority": canaries.mark(f"cplcanary-{what}-authority", OFFICE),
        "Removal date": day,
        "Reason public": "no",
    }


def _correction(canaries: Canaries) -> Row:
    return {
        "Action": "correct",
        "CPL number": HUB,
        "Model name": "Put right",
        "Reason": canaries.mark("cplcanary-correction-reason", OFFICE),
        "Reason public": "no",
    }


def _sent_in(canaries: Canaries, by: User) -> Row:
    own = frozenset({Who.SUBMITTER})
    return {
        **numbered_row(6),
        "Upgrade": "yes",
        "Baselines": str(BLOCKED),
        **canaries.firmware("sent", FIR | own, FIR | DZIR | own),
        **canaries.zigbee("sent", DZIR | own),
    }
