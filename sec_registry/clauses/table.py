"""From each clause to the rules that hold it, their fields, and the tests that show it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sec_registry.clauses.held import HELD_OTHERWISE, Otherwise
from sec_registry.clauses.naming import columns_named
from sec_registry.registers.catalogue import registers
from sec_registry.registers.clauses import Ground, Policy
from sec_registry.registers.findings import Rule
from sec_registry.submissions.checking import all_rules

#: Rule or clause code → names of tests; made by ``python -m tests.clauses``, held by a test.
TESTS = Path(__file__).with_name("tests.json")


@dataclass(frozen=True)
class HeldRule:
    """A rule with the columns it speaks of and the tests that name it."""

    rule: Rule
    columns: Sequence[str]
    tests: Sequence[str]


@dataclass(frozen=True)
class HeldGround:
    """A clause or policy with all that holds it."""

    ground: Ground
    rules: Sequence[HeldRule]
    otherwise: Otherwise | None

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        kept = "".join(letter if letter.isalnum() else "-" for letter in self.ground.code)
        return "-".join(part for part in kept.lower().split("-") if part)


@dataclass(frozen=True)
class Chapter:
    """The clauses of one register, or the policies."""

    title: str
    grounds: Sequence[HeldGround]


@cache
def chapters() -> Sequence[Chapter]:
    """The clauses register by register, then the policies; none of it changes while it runs."""
    held = _rules_by_ground(json.loads(TESTS.read_text()))
    law = [
        Chapter(each.title, [_held(clause, held) for clause in each.clauses])
        for each in registers()
    ]
    return [*law, Chapter("Policies", list(_policies(held)))]


def _rules_by_ground(tests: Mapping[str, list[str]]) -> dict[str, list[HeldRule]]:
    """The rules of each ground; one that several registers share stands once, for all of them."""
    shared: dict[tuple[str, str], list[Rule]] = {}
    for rule in all_rules():
        shared.setdefault((str(rule.ground), rule.code), []).append(rule)
    held: dict[str, list[HeldRule]] = {}
    for (ground, code), alike in shared.items():
        named = [name for rule in alike for name in columns_named(rule)]
        held.setdefault(ground, []).append(HeldRule(alike[0], named, tests.get(code, [])))
    return held


def _held(ground: Ground, held: Mapping[str, Sequence[HeldRule]]) -> HeldGround:
    return HeldGround(ground, held.get(str(ground), ()), HELD_OTHERWISE.get(ground.code))


def _policies(held: Mapping[str, Sequence[HeldRule]]) -> Iterator[HeldGround]:
    """Each policy once; several rooms may say their part of one, under one code."""
    told: dict[str, Policy] = {}
    for rule in all_rules():
        if isinstance(rule.ground, Policy):
            told.setdefault(rule.ground.code, rule.ground)
    for policy in told.values():
        yield _held(policy, held)
