"""SMETS or CHTS versions with their GBCS versions, brought to what was accepted."""

from collections.abc import Iterable, Mapping, Sequence

from cpl.chunks import matching
from cpl.models import SpecificationPair
from cpl.proposed import Pair
from sec_registry.audit.bulk import create_all, delete_all, update_all


def specifications_set(wanted: Mapping[int, Sequence[Pair]], amending: Iterable[int]) -> set[int]:
    """Give each Device Model these pairs in this order; returns those that had others before.

    ``amending`` names the ones that may have pairs already.
    """
    live: dict[int, dict[Pair, SpecificationPair]] = {}
    rows = SpecificationPair.objects.order_by("position")
    for row in matching(rows, "device_model", amending):
        pair = Pair(row.name, row.version, row.gbcs_version)
        live.setdefault(row.device_model_id, {})[pair] = row
    fresh: list[SpecificationPair] = []
    moved: list[SpecificationPair] = []
    stale: list[SpecificationPair] = []
    changed: set[int] = set()
    for number, pairs in wanted.items():
        held = live.get(number, {})
        if list(pairs) == list(held):
            continue
        changed.add(number)
        stale += [row for pair, row in held.items() if pair not in pairs]
        for position, pair in enumerate(pairs, start=1):
            if pair in held:
                held[pair].position = position
                moved.append(held[pair])
            else:
                fresh.append(
                    SpecificationPair(device_model_id=number, position=position, **pair._asdict())
                )
    delete_all(SpecificationPair, stale)
    update_all(SpecificationPair, moved, ["position"])
    create_all(SpecificationPair, fresh)
    return changed
