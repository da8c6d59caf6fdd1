"""Baselines as they are written in a row: CPL numbers, or References of rows beside it.

A Reference of the same submission goes before a CPL number; where one text could be both and they
differ, a rule refuses it.
"""

import re
from collections.abc import Mapping

from cpl.knowledge import HIGHEST_NUMBER

_NUMBER = re.compile(r"[1-9][0-9]*")


def cpl_number(text: str) -> int | None:
    """The CPL number that the text spells; None when it spells none."""
    if not _NUMBER.fullmatch(text) or len(text) > len(str(HIGHEST_NUMBER)):
        return None
    number = int(text)
    return number if number <= HIGHEST_NUMBER else None


def baseline_number(text: str, numbers_by_reference: Mapping[str, int]) -> int:
    """The CPL number of a baseline on acceptance; ValueError for what no rule lets through."""
    number = numbers_by_reference.get(text) or cpl_number(text)
    if number is None:
        raise ValueError("A baseline names neither a Reference nor a CPL number.")
    return number
