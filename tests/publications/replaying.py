"""A history told once more from what is published of it, which must give the registers again."""

import copy
import json
from collections.abc import Iterable
from itertools import pairwise

from sec_registry.registers.catalogue import registers
from sec_registry.registers.comparisons import Sides, differences_of, differing
from sec_registry.registers.declaration import Register
from sec_registry.registers.differences import MemberChange, members_changed
from sec_registry.registers.digests import Document
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import as_published, standing
from sec_registry.registers.redactable import REDACTIONS

#: The documents of a register by CPL number.
Documents = dict[int, Document]


def assert_rebuilds() -> None:
    """Every register, from its changes one after another and from comparisons, as it stood."""
    last = Publication.objects.count()
    for register in registers():
        stood = [documents_in(register, number) for number in range(last + 1)]
        told: Documents = {}
        for number in range(1, last + 1):
            records = register.published._default_manager.filter(published_in=number)
            told |= {each.cpl_number: json.loads(each.document) for each in records}
            assert told == stood[number]
        neighbours = list(pairwise(range(last + 1)))
        for start, end in [*neighbours, (0, last), (last // 2, last), (last, last // 2)]:
            if start != end:
                assert_compares(register, stood, start, end)


def documents_in(register: Register, publication: int) -> Documents:
    """What the register held in the publication."""
    records = as_published(register.published._default_manager.all(), publication)
    found = {each.cpl_number: json.loads(each.document) for each in records}
    assert len(found) == records.count()
    return found


def assert_compares(register: Register, stood: list[Documents], start: int, end: int) -> None:
    """What differs between two publications leads from the one to the other, and is no more."""
    records = register.published._default_manager.all()
    first, second = standing(register, start), standing(register, end)
    assert first is not None
    assert second is not None
    sides = Sides(first, second)
    rows = differing(records, sides).order_by("cpl_number").values_list("cpl_number", "document")
    rebuilt = dict(stood[start])
    for each in differences_of(records, sides, list(rows)):
        number = each.cpl_number
        assert each.before == stood[start].get(number) != each.after
        if each.after is None:
            rebuilt.pop(number)
            continue
        blank = {**dict.fromkeys(each.after), "cpl_number": number}
        changes = members_changed(each.before, each.after)
        rebuilt[number] = applied(each.before or blank, changes)
    assert rebuilt == stood[end]


def applied(document: Document, changes: Iterable[MemberChange]) -> Document:
    """The document with each member as it is afterwards."""
    made = copy.deepcopy(document)
    for change in changes:
        *way, name = change.path[1:].split("/")
        place = made
        for step in way:
            place = place[step]
        if change.after is None and name not in document:
            continue
        if change.path == f"/{REDACTIONS}" and change.after is None:
            # The one member that is not in every document: of a version nothing was taken out of.
            del place[name]
            continue
        place[name] = change.after
    return made
