"""Answers on one Device Model's pathways, kept as they leave (R4).

An answer depends on the publication and on what DCC has loaded, never on who reads: so its text is
kept beside the publication's graph and serves again while DCC has loaded none of its steps since.

SECURITY: whoever has the compiled publication has a right to the whole repository, which is asked
each time; whoever shows an answer records first that ``numbers`` are disclosed.
"""

import json
from dataclasses import dataclass

from firmware.compiled import Compiled
from firmware.pathways.told import members, pathways_told
from sec_registry.registers.loading import not_loaded


@dataclass(frozen=True)
class Ready:
    """An answer in JSON, the records that it tells of, and what it says of their loading."""

    text: str
    numbers: frozenset[int]
    steps: frozenset[int]
    not_loaded: frozenset[int]


def ready_answer(number: int, compiled: Compiled, *, backward: bool, marking: str) -> Ready | None:
    """The pathways from a Device Model, or to it; None where the publication holds no such."""
    shelf = compiled.shelf
    kept: Ready | None = shelf.get((number, backward))
    if kept and not_loaded(kept.steps, publication=compiled.publication) == kept.not_loaded:
        return kept
    told = pathways_told(number, compiled, backward=backward)
    if told is None:
        return None
    text = json.dumps(members(told, marking), ensure_ascii=False, separators=(",", ":"))
    ready = Ready(text, told.numbers, told.steps, told.not_loaded)
    shelf.put((number, backward), ready, len(text))
    return ready
