"""What differs in one register, as part of a page: through the reader's right, and recorded.

A page has a part for each register that is open to its reader; whoever asks for another register
by name learns no more than that there is nothing for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.asking import person_of
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.catalogue import registers
from sec_registry.registers.comparisons import (
    KINDS,
    RecordDifference,
    Sides,
    differences_of,
    narrowed,
)
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.differences import FieldChange, record_changed
from sec_registry.registers.disclosure import disclose, refuse
from sec_registry.registers.filters import Narrowing
from sec_registry.registers.paging import number_of

#: So many records of a register stand on a page.
A_PAGE = 25
#: Up to so many are shown with all their fields, of which nobody has to ask for each.
OPENED = 10

_LABELS = dict(KINDS)


@dataclass(frozen=True)
class ShownRecord:
    """One record that differs, as a page shows it."""

    number: int
    change: str
    label: str
    subject: str
    page: str
    address: str
    fields: list[FieldChange]
    opened: bool


@dataclass(frozen=True)
class Part:
    """What differs in a register: the records of this page, and where the next one begins."""

    register: Register
    records: list[ShownRecord]
    first: bool
    following: int | None


def registers_asked(request: HttpRequest) -> list[Register]:
    """The registers open to the reader, or the one that is asked for; raises ``Http404``."""
    user: Reader = request.user
    wanted = request.GET.get("register")
    if not wanted:
        return open_registers(user)
    for register in registers():
        if register.code == wanted:
            if register.reach(user):
                return [register]
            refuse(register=register, by=user, numbers=[], channel=channel_of(request))
    raise Http404


def open_registers(user: Reader) -> list[Register]:
    """The registers of which the reader may see something."""
    return [each for each in registers() if each.reach(user)]


def part_of(
    request: HttpRequest, register: Register, sides: Sides, filters: Narrowing | None = None
) -> Part:
    """A page of what differs in the register; the look is recorded before this returns."""
    after = number_of(request.GET.get("after", "")) or 0
    reach = register.reach(request.user)
    records = register.within(reach)
    rows = narrowed(records, sides, filters or Narrowing((), {}), after)
    looked = list(rows.values_list("cpl_number", "document")[: A_PAGE + 1])
    found = differences_of(records, sides, looked[:A_PAGE])
    numbers = [each.cpl_number for each in found]
    if register.restricted:
        disclose(
            register=register,
            by=person_of(request),
            numbers=numbers,
            right=reach.right,
            channel=channel_of(request),
        )
    return Part(
        register,
        _shown(register, sides, found),
        first=not after,
        following=numbers[-1] if len(looked) > A_PAGE else None,
    )


def _shown(
    register: Register, sides: Sides, found: Sequence[RecordDifference]
) -> list[ShownRecord]:
    changed = [each for each in found if each.before and each.after]
    return [
        ShownRecord(
            each.cpl_number,
            each.change,
            _LABELS[each.change],
            subject_of(each.after or each.before or {}),
            _address("device-model", each, sides),
            _address(f"{register.route}-detail", each, sides),
            record_changed(register, each.before, each.after),
            opened=len(changed) <= OPENED and each in changed,
        )
        for each in found
    ]


def subject_of(document: dict[str, Any]) -> str:
    """The Device Model that the document is of, in a few words."""
    device = document.get("device", document)
    model = device["model"]
    return (
        f"{device['device_type']} {device['manufacturer']['name']}, "
        f"{model['name'] or model['identifier']}, hardware {device['hardware_version']}, "
        f"firmware {device['firmware_version']}"
    )


def _address(route: str, each: RecordDifference, sides: Sides) -> str:
    """The record as the publication holds it that the comparison leads to."""
    held = sides.end if each.after else sides.start
    return f"{reverse(route, args=[each.cpl_number])}?publication={held.publication}"
