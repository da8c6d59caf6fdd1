"""An inventory from a file whose name says nothing: csv, or JSON as the API takes it."""

import io
from typing import BinaryIO

from rest_framework.exceptions import ParseError

from firmware.fleet.asked import asked_in_json
from firmware.fleet.bodies import LONGEST_JSON
from firmware.fleet.from_csv import inventory_from_csv
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import Inventory, InventoryRefused, Problem
from sec_registry.registers.parsers import PlainJSONParser

_LOOKED_AT = 256
_BEFORE = b"\xef\xbb\xbf \t\r\n"


def is_json(stream: BinaryIO) -> bool:
    """Whether it begins as JSON does; no row of headings begins like that."""
    stream.seek(0)
    start = stream.read(_LOOKED_AT).lstrip(_BEFORE)
    stream.seek(0)
    return start[:1] in (b"{", b"[")


def asked_in_file(stream: BinaryIO, goal: Goal) -> tuple[Goal, Inventory]:
    """The goal and the inventory; a JSON file may name the goal where that is the newest.

    Raises ``InventoryRefused``.
    """
    if not is_json(stream):
        return goal, inventory_from_csv(stream)
    text = stream.read(LONGEST_JSON + 1)
    if len(text) > LONGEST_JSON:
        raise _unusable(f"JSON may have {LONGEST_JSON:,} bytes. Send larger inventories as csv.")
    try:
        body = PlainJSONParser().parse(io.BytesIO(text.removeprefix(b"\xef\xbb\xbf")))
    except ParseError as error:
        raise _unusable(str(error.detail)) from error
    named, inventory = asked_in_json(body)
    if named != Goal() and goal not in (Goal(), named):
        raise InventoryRefused([Problem(0, "goal", "The file names another goal.")])
    return (goal if named == Goal() else named), inventory


def _unusable(sentence: str) -> InventoryRefused:
    return InventoryRefused([Problem(0, "file", sentence)])
