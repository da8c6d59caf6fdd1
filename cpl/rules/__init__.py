"""Every rule of the Central Products List, in the order in which findings are listed."""

from cpl.rules import (
    certificates,
    clean_text,
    corrections,
    identity,
    images,
    listing,
    models,
    proposers,
    removal,
    renaming,
    renewals,
    specifications,
    transfers,
)

_ROOMS = (
    listing,
    identity,
    models,
    specifications,
    certificates,
    images,
    removal,
    renaming,
    corrections,
    renewals,
    transfers,
    proposers,
    clean_text,
)

RULES = tuple(rule for room in _ROOMS for rule in room.BOOK.rules)

__all__ = ["RULES"]
