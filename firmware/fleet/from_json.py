"""An inventory, and the goal beside it, from parsed JSON: ``{goal?, devices: [{…, count}]}``."""

from collections.abc import Hashable, Mapping
from typing import Any

from cpl.spellings import SHOWN, Wrong
from firmware.fleet.cells import COUNT, MOST_DEVICES, NAMING, NUMBER, Device, device_named
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import Inventory, InventoryRefused, Problem, Tally

GOAL, DEVICES = "goal", "devices"
TO, OUT_OF, NEWEST = "to", "out_of", "newest"
#: A goal names no more Device Models than this.
MOST_IN_GOAL = 10_000
MOST_NUMBER = 10**10 - 1


def goal_from_json(goal: Any) -> Goal | list[Wrong]:
    """``"newest"``, ``{"to": [numbers]}`` or ``{"out_of": [numbers]}``."""
    if goal == NEWEST or goal is None:
        return Goal()
    if not isinstance(goal, dict) or len(goal) != 1 or not goal.keys() <= {TO, OUT_OF}:
        expected = f'"{NEWEST}", {{"{TO}": [numbers]}} or {{"{OUT_OF}": [numbers]}}'
        return [Wrong(GOAL, "There is no such goal.", expected=expected)]
    ((word, numbers),) = goal.items()
    if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST_IN_GOAL:
        return [Wrong(f"{GOAL}/{word}", "CPL numbers are needed.", expected="a list of numbers")]
    wrong = [
        Wrong(f"{GOAL}/{word}/{place}", "A CPL number is a whole number above 0.", _shown(number))
        for place, number in enumerate(numbers)
        if not _is_number(number, MOST_NUMBER)
    ]
    return wrong or Goal(**{word: frozenset(numbers)})


def inventory_from_json(devices: Any) -> Inventory:
    """The list of devices; raises ``InventoryRefused`` with every problem. Rows count from 1."""
    if not isinstance(devices, list):
        raise InventoryRefused([Problem(0, DEVICES, "A list of objects is needed.")])
    tally = Tally()
    known = {*NAMING, COUNT}
    for row, each in enumerate(devices, start=1):
        if not isinstance(each, dict):
            tally.refuse(row, Wrong("row", "An object is needed.", _shown(each)))
            continue
        if not each.keys() <= known:
            for name in sorted(each.keys() - known):
                tally.refuse(row, Wrong(name[:SHOWN], "There is no such member."))
        count: Any = each.get(COUNT)
        if not _is_number(count, MOST_DEVICES):
            detail = "How many devices there are is a whole number above 0."
            tally.refuse(row, Wrong(COUNT, detail, _shown(count)))
            count = 0
        words = _words(each)
        if isinstance(words, list):
            tally.refuse(row, *words)
        else:
            tally.add(row, words, count)
    return tally.inventory(_read)


def _words(each: Mapping[str, Any]) -> Hashable | list[Wrong]:
    """The cells that name the devices, all text; what is neither text nor a number is wrong."""
    cells = []
    wrong = []
    for name in NAMING:
        cell = "" if each.get(name) is None else each[name]
        if name == NUMBER and _is_number(cell, MOST_NUMBER):
            cell = str(cell)
        elif name == NUMBER and cell != "":
            wrong.append(Wrong(name, "A CPL number is a whole number above 0.", _shown(cell)))
        elif not isinstance(cell, str):
            detail = "Text is needed, in quotation marks: a number has lost its zeros."
            wrong.append(Wrong(name, detail, _shown(cell)))
        cells.append(cell)
    return wrong or tuple(cells)


def _read(words: Any) -> Device | list[Wrong]:
    return device_named({name: text.strip() for name, text in zip(NAMING, words, strict=True)})


def _is_number(value: Any, most: int) -> bool:
    return type(value) is int and 0 < value <= most


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else str(value)[:SHOWN]
