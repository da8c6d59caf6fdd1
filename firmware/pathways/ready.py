"""Answers on one Device Model's pathways, kept as they leave (R4).

An answer depends on the publication and on what DCC has loaded, never on who reads: so its text is
kept beside the publication's graph and serves again while DCC has loaded none of its steps since.

SECURITY: it is handed out for a right to the whole repository alone, which is asked each time;
whoever shows it records first that ``numbers`` are disclosed.
"""

import json
from dataclasses import dataclass

from firmware.compiled import compiled_at
from firmware.pathways.told import members, pathways_told
from sec_registry.registers.loading import not_loaded
from sec_registry.registers.reach import Reach


@dataclass(frozen=True)
class Ready:
    """An answer in JSON, the records that it tells of, and what it says of their loading."""

    text: str
    numbers: frozenset[int]
    steps: frozenset[int]
    not_loaded: frozenset[int]


def ready_answer(
    number: int, publication: int, *, backward: bool, reach: Reach, marking: str
) -> Ready | None:
    """The pathways from a Device Model, or to it; None where the publication holds no such.

    Raises ``PermissionError`` for who has no right to the whole repository.
    """
    shelf = compiled_at(publication, reach=reach).shelf
    kept: Ready | None = shelf.get((number, backward))
    if kept and not_loaded(kept.steps, publication=publication) == kept.not_loaded:
        return kept
    told = pathways_told(number, publication, backward=backward, reach=reach)
    if told is None:
        return None
    text = json.dumps(members(told, marking), ensure_ascii=False, separators=(",", ":"))
    ready = Ready(text, told.numbers, told.steps, told.not_loaded)
    shelf.put((number, backward), ready, len(text))
    return ready
