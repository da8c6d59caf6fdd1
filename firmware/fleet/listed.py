"""Which Device Models an inventory names: by number, by identity, or by both where they agree.

A removed Device Model is found too: its devices are still in homes, and it is a start (U4). Where
several Device Models answer to an identity the current one is meant, if it is the only such one.
"""

from collections.abc import Sequence

from firmware.fleet.cells import Named
from firmware.graph import Graph

#: The Device Model that is meant, 0 for none; and candidates where it might be several.
Found = tuple[int, tuple[int, ...]]


def found_on(graph: Graph, named: Named) -> Found:
    """What the name stands for."""
    number, device_type, manufacturer, model, hardware, firmware, _ = named
    if not (manufacturer or device_type):
        return number if number in graph.nodes else 0, ()
    numbers = graph.identified((manufacturer, model, hardware, firmware))
    if device_type:
        numbers = [n for n in numbers if graph.nodes[n].family.device_type == device_type]
    if number:
        return _numbered(graph, named, numbers)
    if len(numbers) > 1:
        numbers = [each for each in numbers if graph.is_current(each)] or numbers
    return (numbers[0], ()) if len(numbers) == 1 else (0, tuple(numbers))


def _numbered(graph: Graph, named: Named, numbers: Sequence[int]) -> Found:
    number = named.cpl_number
    if number not in graph.nodes:
        return 0, tuple(numbers)
    device_type = graph.nodes[number].family.device_type
    agrees = number in numbers if named.manufacturer else named.device_type in ("", device_type)
    if not agrees:
        return 0, tuple(sorted({number, *numbers}))
    return number, ()
