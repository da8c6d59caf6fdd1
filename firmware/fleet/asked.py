"""What a request for a fleet plan asks: the goal, from a query or a body, and the inventory."""

from collections.abc import Iterable, Mapping
from typing import Any

from cpl.spellings import Wrong
from firmware.fleet.from_json import (
    DEVICES,
    GOAL,
    MOST_IN_GOAL,
    NEWEST,
    OUT_OF,
    TO,
    goal_from_json,
    inventory_from_json,
)
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import Inventory, InventoryRefused, Problem
from sec_registry.registers.door import whole_number


def goal_from_words(words: Mapping[str, str]) -> Goal:
    """From text: ``goal`` is newest, or ``to`` or ``out_of`` has numbers with commas between them.

    Raises ``InventoryRefused``.
    """
    given = {name: words[name] for name in (GOAL, TO, OUT_OF) if words.get(name)}
    if len(given) > 1:
        raise _refused([Wrong(GOAL, f"One goal is enough: {', '.join(given)}.")])
    for name in given.keys() & {TO, OUT_OF}:
        return _goal({name: list(_numbers(name, given[name]))})
    return _goal(given.get(GOAL, NEWEST))


def asked_in_json(body: Any) -> tuple[Goal, Inventory]:
    """Both, or ``InventoryRefused`` with what is wrong in either."""
    if not isinstance(body, dict) or not body.keys() <= {GOAL, DEVICES} or DEVICES not in body:
        expected = f"{{{GOAL}?, {DEVICES}: [{{…, count}}]}}"
        raise InventoryRefused([Problem(0, "body", "This is no inventory.", "", expected)])
    try:
        inventory = inventory_from_json(body[DEVICES])
    except InventoryRefused as refused:
        goal = goal_from_json(body.get(GOAL))
        if isinstance(goal, list):
            wrong = [Problem(0, *each) for each in goal]
            raise InventoryRefused(
                [*wrong, *refused.problems], refused.count + len(wrong)
            ) from None
        raise
    return _goal(body.get(GOAL)), inventory


def _goal(said: Any) -> Goal:
    goal = goal_from_json(said)
    if isinstance(goal, list):
        raise _refused(goal)
    return goal


def _numbers(name: str, text: str) -> Iterable[int]:
    parts = [part.strip() for part in text.replace(";", ",").split(",", MOST_IN_GOAL)]
    numbers = [whole_number(part) if part else None for part in parts]
    for part, number in zip(parts, numbers, strict=True):
        if number is None:
            detail = "CPL numbers are whole numbers above 0, with commas between them."
            raise _refused([Wrong(name, detail, part[:60])])
        yield number


def _refused(wrong: Iterable[Wrong]) -> InventoryRefused:
    return InventoryRefused([Problem(0, *each) for each in wrong])
