"""What the rules require of a row, and which clauses speak of each column: found by asking them.

One value at a time is taken out of a specimen; what is worse without it is required. So the form
and the documentation say what the rules do, and nobody keeps a second list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, product

from cpl.choices import Generation
from cpl.models import DeviceType
from sec_registry.registers.catalogue import columns, registers
from sec_registry.registers.findings import Finding
from sec_registry.registers.hygiene import CLEAN_TEXT
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.entry.asking import Asked
from sec_registry.submissions.entry.specimens import specimen_to_add, specimen_to_change

Policies = tuple[tuple[object, ...], ...]
Changed = tuple[frozenset[str], Mapping[str, tuple[str, ...]]]

#: Of no form that a column has, so that the rules on its form speak up.
_ILL_FORMED = "~\u00a0~"
_COLUMNS = tuple(name for name in specimen_to_add("", "", 0) if name != "Action")


@dataclass(frozen=True, order=True)
class Kind:
    """A kind of Device Model: what is required depends on both."""

    generation: str
    device_type: str

    def __str__(self) -> str:
        return f"{self.generation} {self.device_type}"


@dataclass(frozen=True)
class Needs:
    """For each column the kinds of which it is required, or with the rest of its group or not."""

    kinds: tuple[Kind, ...]
    required: Mapping[str, frozenset[Kind]] = field(default_factory=dict)
    together: Mapping[str, frozenset[Kind]] = field(default_factory=dict)
    #: What the rules that speak of the column quote: clauses, or policies where there are none.
    grounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def needs_to_add() -> Needs:
    """What a new Device Model needs, by its kind, as the Panel's tables stand."""
    types = tuple(DeviceType.objects.values_list("code", flat=True))
    return _needs_to_add(types, _policies())


@lru_cache(maxsize=4)
def _needs_to_add(types: tuple[str, ...], policies: Policies) -> Needs:
    """``policies`` is named so that a change of any of the Panel's tables is a new question."""
    kinds = tuple(Kind(g, t) for g, t in product(Generation.values, types))
    optional = _optional(kinds)
    asked, number = Asked(), count(1)
    whole, lean, less = {}, {}, {}
    for kind in kinds:
        whole[kind] = asked.put(_specimen(kind, number))
        lean[kind] = asked.put(_specimen(kind, number), without=optional[kind])
    for kind, name in product(kinds, _COLUMNS):
        without = {name} if name in optional[kind] else {name, *optional[kind]}
        less[kind, name] = asked.put(_specimen(kind, number), without=without)
    further = [
        asked.put({**_specimen(kinds[-1], number), name: cell})
        for name in (*_COLUMNS, "Baselines")
        for cell in (_ILL_FORMED, *columns()[name].words)
    ]
    asked.ask()
    required: dict[str, set[Kind]] = {}
    together: dict[str, set[Kind]] = {}
    for (kind, name), key in less.items():
        if name in optional[kind] and asked.worse(key, whole[kind]):
            together.setdefault(name, set()).add(kind)
        elif name not in optional[kind] and asked.worse(key, lean[kind]):
            required.setdefault(name, set()).add(kind)
    spoken = [finding for key in (*less.values(), *further) for finding in asked.found(key)]
    return Needs(
        kinds=kinds,
        required={name: frozenset(of) for name, of in required.items()},
        together={name: frozenset(of) for name, of in together.items()},
        grounds=_grounds(spoken),
    )


def needs_to_change(action: str) -> Changed:
    """The columns that another action cannot do without, and what is quoted of each."""
    return _needs_to_change(action, _policies())


@lru_cache(maxsize=16)
def _needs_to_change(action: str, policies: Policies) -> Changed:
    """``policies`` as above."""
    row = specimen_to_change(action)
    asked = Asked()
    whole = asked.put(row)
    less = {name: asked.put(row, without={name}) for name in row if name != "Action"}
    asked.ask()
    required = frozenset(
        name
        for name, key in less.items()
        if any(column == name for _, column in asked.problems(key) - asked.problems(whole))
    )
    return required, _grounds(
        [f for name, key in less.items() for f in asked.found(key) if f.column == name]
    )


def _policies() -> Policies:
    """Every row of the tables of policy, in which nothing can change unseen."""
    tables = [model for register in registers() for model in register.policies]
    return tuple(tuple(model._default_manager.order_by("pk").values_list()) for model in tables)


def _optional(kinds: tuple[Kind, ...]) -> dict[Kind, frozenset[str]]:
    """For each kind the columns of the groups that it can do without."""
    groups: dict[str, list[str]] = {}
    for name in _COLUMNS:
        groups.setdefault(columns()[name].group or name, []).append(name)
    asked, number = Asked(), count(1)
    whole = {kind: asked.put(_specimen(kind, number)) for kind in kinds}
    less = {
        (kind, group): asked.put(_specimen(kind, number), without=groups[group])
        for kind, group in product(kinds, groups)
    }
    asked.ask()
    return {
        kind: frozenset(
            name
            for group, names in groups.items()
            if not asked.worse(less[kind, group], whole[kind])
            for name in names
        )
        for kind in kinds
    }


def _specimen(kind: Kind, number: "count[int]") -> dict[str, Cell]:
    return specimen_to_add(kind.device_type, kind.generation, next(number))


def _grounds(findings: list[Finding]) -> dict[str, tuple[str, ...]]:
    quoted: dict[str, list[str]] = {}
    for finding in findings:
        told = quoted.setdefault(finding.column, [])
        if finding.ground not in told:
            told.append(finding.ground)
    return {name: _law_or_policy(sorted(told)) for name, told in quoted.items()}


def _law_or_policy(told: list[str]) -> tuple[str, ...]:
    law = tuple(each for each in told if not each.startswith("policy: "))
    return law or tuple(each for each in told if each != str(CLEAN_TEXT))
