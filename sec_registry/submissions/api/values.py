"""The cells of an item, by the names of the one vocabulary.

Cells are kept as they were sent: a number where hexadecimal text belongs stays a number, so that a
rule refuses it and nobody pads it. SECURITY: a column that nobody knows is spoken of by its name
alone, since a misspelt heading may stand over Zigbee data.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sec_registry.registers.vocabulary import Cell

MOST_COLUMNS = 200
LONGEST_NAME = 80
#: Any number that a register could hold is far smaller.
GREATEST_NUMBER = 10**15

#: Members of an item, which are no values, by the column that says the same in a workbook.
BESIDE = {"Action": "action", "CPL number": "cpl_number", "Reference": "reference"}

CELL_SCHEMA: dict[str, Any] = {
    "nullable": True,
    "oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}],
}
VALUES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": CELL_SCHEMA,
    "description": "Cells by the names of the workbook's columns; several values in one cell are "
    'separated by ";". On amend and correct an absent cell keeps what is there, "[clear]" empties '
    "it.",
    "example": {"Device type": "ESME", "Firmware version": "0000000A"},
}


@extend_schema_field(VALUES_SCHEMA)
class ValuesField(serializers.Field[dict[str, Cell], Any, Any, Any]):
    """One object of plain cells; whatever is wrong with it is said cell by cell."""

    def to_internal_value(self, data: Any) -> dict[str, Cell]:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError("An object of cells by column is needed.")
        if len(data) > MOST_COLUMNS:
            raise serializers.ValidationError(f"An item has at most {MOST_COLUMNS} columns.")
        for name in data:
            if not 0 < len(name) <= LONGEST_NAME or "\0" in name:
                raise serializers.ValidationError(f"{name[:20]!a} cannot be a column's name.")
        wrong = {name: [sentence] for name, sentence in _faults(data)}
        if wrong:
            raise serializers.ValidationError(wrong)
        return dict(data)

    def to_representation(self, value: dict[str, Cell]) -> dict[str, Cell]:
        return value


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, cell in data.items():
        if name in BESIDE:
            yield name, f'This is the item\'s "{BESIDE[name]}", beside its values.'
        elif fault := _fault(cell):
            yield name, fault


def _fault(cell: Any) -> str:
    if isinstance(cell, str):
        return "The text holds a zero character." if "\0" in cell else ""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, int | float):
        fits = math.isfinite(cell) and abs(cell) <= GREATEST_NUMBER
        return "" if fits else "No cell holds such a number."
    return "A cell is text, a number, true, false or null, and never a list or an object."
