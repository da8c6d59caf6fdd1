"""Baselines as they are written in a row: CPL numbers, or References of rows beside it.

A Reference of the same submission goes before a CPL number; where one text could be both and they
differ, a rule refuses it. A spreadsheet's ``12.0`` is the number 12.
"""

import re
from collections.abc import Mapping

#: What the column of CPL numbers takes.
HIGHEST_NUMBER = 2_147_483_647

_NUMBER = re.compile(r"([1-9][0-9]*)(\.0+)?")


def cpl_number(text: str) -> int | None:
    """The CPL number that the text spells; None when it spells none."""
    spelt = _NUMBER.fullmatch(text)
    if spelt is None or len(spelt[1]) > len(str(HIGHEST_NUMBER)):
        return None
    number = int(spelt[1])
    return number if number <= HIGHEST_NUMBER else None


def baseline_number(text: str, numbers_by_reference: Mapping[str, int]) -> int:
    """The CPL number of a baseline on acceptance; ValueError for what no rule lets through."""
    number = numbers_by_reference.get(text) or cpl_number(text)
    if number is None:
        raise ValueError("A baseline names neither a Reference nor a CPL number.")
    return number
