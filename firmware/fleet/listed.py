"""Which Device Models an inventory names: by number, by identity, or by both where they agree.

A removed Device Model is found too: its devices are still in homes, and it is a start (U4). Where
several Device Models answer to an identity the current one is meant, if it is the only such one.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from firmware.fleet.cells import Named
from firmware.graph import Graph

#: Everything of an identity but the device type, which inventories may leave out.
Key = tuple[str, str, str, str]


class Found(NamedTuple):
    """The Device Model that is meant, 0 for none; ``candidates`` where it might be several."""

    number: int = 0
    candidates: tuple[int, ...] = ()


def found_on(graph: Graph, devices: Iterable[Named]) -> dict[Named, Found]:
    """For each of the names what it stands for, in time that grows with names and list alone."""
    asked = list(devices)
    listed = _by_identity(graph, {_key(each) for each in asked if each.manufacturer})
    return {each: _found(graph, listed, each) for each in asked}


def _found(graph: Graph, listed: Mapping[Key, list[int]], each: Named) -> Found:
    if not (each.manufacturer or each.device_type):
        return Found(each.cpl_number if each.cpl_number in graph.nodes else 0)
    numbers = [
        number
        for number in listed.get(_key(each), ())
        if each.device_type in ("", graph.nodes[number].family.device_type)
    ]
    if each.cpl_number:
        return _numbered(graph, each, numbers)
    meant = [number for number in numbers if graph.is_current(number)] or numbers
    if len(meant) == 1:
        return Found(meant[0])
    return Found(0, tuple(meant))


def _numbered(graph: Graph, each: Named, numbers: list[int]) -> Found:
    number = each.cpl_number
    if number not in graph.nodes:
        return Found(0, tuple(numbers))
    device_type = graph.nodes[number].family.device_type
    agrees = number in numbers if each.manufacturer else each.device_type in ("", device_type)
    if not agrees:
        return Found(0, tuple(sorted({number, *numbers})))
    return Found(number)


def _by_identity(graph: Graph, wanted: set[Key]) -> dict[Key, list[int]]:
    """The numbers of the Device Models with these identities; nothing is looked at for none."""
    listed: dict[Key, list[int]] = {}
    if not wanted:
        return listed
    for number, node in graph.nodes.items():
        family = node.family
        key = (*family[1:], node.firmware_version)
        if key in wanted:
            listed.setdefault(key, []).append(number)
    return {key: sorted(numbers) for key, numbers in listed.items()}


def _key(each: Named) -> Key:
    return (each.manufacturer, each.model, each.hardware_version, each.firmware_version)
