"""What stands beside a field's label: whether it is required, of which kinds, by which clauses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpl.choices import normal_device_type
from cpl.columns import DEVICE_TYPE, GENERATION
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.entry.entry import Entry
from sec_registry.submissions.entry.needs import Kind, needs_to_add, needs_to_change

REQUIRED = "required"


@dataclass(frozen=True)
class Mark:
    """``told`` says it in words; ``kinds`` are those it is required of, for the script."""

    told: str = ""
    is_required: bool = False
    kinds: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


def marks_of(entry: Entry, typed: Mapping[str, str]) -> dict[str, Mark]:
    """The mark of each column of the form, by its name; ``typed``: what stands in the form."""
    of_the_action, quoted = needs_to_change(entry.task.action)
    if not (entry.task.amends or entry.task.action == Action.ADD):
        return {
            column.name: Mark(
                told=REQUIRED if column.name in of_the_action else "",
                is_required=column.name in of_the_action,
                grounds=quoted.get(column.name, ()),
            )
            for column in entry.columns
        }
    needs, kind = needs_to_add(), _kind_of({**entry.standing.cells, **entry.shown(), **typed})
    marks = {}
    for column in entry.columns:
        name = column.name
        kinds = needs.required.get(name, frozenset())
        required = name in of_the_action or kind in kinds or len(kinds) == len(needs.kinds)
        if name in entry.blind:
            # It is kept where nothing is typed.
            required, kinds = False, frozenset()
        told = REQUIRED if required else ""
        if not required and kind not in needs.kinds and kinds:
            told = f"{REQUIRED} for {in_words(kinds, needs.kinds)}"
        marks[name] = Mark(
            told=told,
            is_required=required,
            kinds=tuple(map(str, sorted(kinds))),
            grounds=needs.grounds.get(name) or quoted.get(name, ()),
        )
    return marks


def _kind_of(cells: Mapping[str, str]) -> Kind | None:
    """The kind of the Device Model, where that is known yet."""
    device_type = normal_device_type(cells.get(DEVICE_TYPE, ""))
    generation = cells.get(GENERATION, "")
    return Kind(generation, device_type) if device_type and generation else None


def in_words(kinds: Iterable[Kind], all_kinds: Iterable[Kind]) -> str:
    """The kinds by generation, the whole generation in one word."""
    parts = []
    chosen = set(kinds)
    for generation in dict.fromkeys(kind.generation for kind in all_kinds):
        types = [k.device_type for k in all_kinds if k.generation == generation and k in chosen]
        of_all = sum(kind.generation == generation for kind in all_kinds)
        if types:
            parts.append(generation if len(types) == of_all else f"{generation} {', '.join(types)}")
    return "; ".join(parts)
