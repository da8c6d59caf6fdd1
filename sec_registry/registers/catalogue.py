"""The list of registers, from one line of the settings each."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from sec_registry.registers.declaration import Register
from sec_registry.registers.tables import CHANGE, MARKING_COLUMNS
from sec_registry.registers.vocabulary import ITEM_COLUMNS, Column


@cache
def registers() -> tuple[Register, ...]:
    """All registers, in the order in which an acceptance writes them."""
    return tuple(import_string(path) for path in settings.SEC_REGISTERS)


def register(code: str) -> Register:
    """The register with this code; KeyError when there is none."""
    return {each.code: each for each in registers()}[code]


@cache
def columns() -> dict[str, Column]:
    """Every column of the vocabulary by its heading, in the workbook's order."""
    listed = [*ITEM_COLUMNS, *(column for each in registers() for column in each.columns)]
    return {column.name: column for column in listed}


@cache
def headings() -> frozenset[str]:
    """Every heading that a table of a register may have, those of the vocabulary among them."""
    return frozenset(
        [CHANGE, *MARKING_COLUMNS, *(name for each in registers() for name in each.table.columns)]
    )
