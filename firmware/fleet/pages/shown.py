"""A plan in the words of its page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice

from firmware.fleet.answer import identity_of, listed_identity
from firmware.fleet.goals import Outcome
from firmware.fleet.making import Contact, FleetPlan
from firmware.fleet.plan import Group, Move
from firmware.pathways.obstacles import Obstacle

TABS: Mapping[Outcome, str] = {
    Outcome.UPGRADE: "Upgrade",
    Outcome.ALREADY_NEWEST: "Stay",
    Outcome.NO_PATH: "No path",
    Outcome.NOT_PROVIDED: "Not declared",
    Outcome.NOT_ON_LIST: "Not on the list",
    Outcome.AMBIGUOUS: "Ambiguous",
}
WORDS: Mapping[Outcome, str] = {
    Outcome.UPGRADE: "upgrade",
    Outcome.ALREADY_NEWEST: "already where it is to be",
    Outcome.NO_PATH: "no path",
    Outcome.NOT_PROVIDED: "not declared by the Manufacturer",
    Outcome.NOT_ON_LIST: "not on the list",
    Outcome.AMBIGUOUS: "ambiguous",
}
#: So many rows of waves are shown on the page; the file has all.
MOST_WAVE_ROWS = 300
MOST_ORIGINS = 12


@dataclass(frozen=True)
class GroupShown:
    """A group as a row."""

    group: Group
    number: int
    identity: str
    word: str
    contact: Contact | None
    near: tuple[int, ...]


@dataclass(frozen=True)
class StepShown:
    """Devices that go to one Device Model in a wave."""

    move: Move
    identity: str
    origins: tuple[tuple[int, int], ...]
    more: int
    notes: str
    obstacles: tuple[Obstacle, ...]


def groups_shown(made: FleetPlan, groups: Iterable[Group]) -> Iterator[GroupShown]:
    """The groups as rows."""
    for group in groups:
        named = group.named
        near = made.near.get(named, ()) if named else ()
        yield GroupShown(
            group=group,
            number=group.cpl_number or (named.cpl_number if named else 0),
            identity=_in_words(identity_of(made, group)),
            word=WORDS[group.way.outcome],
            contact=made.contact(group),
            near=tuple(each["cpl_number"] for each in near),
        )


def _in_words(identity: Mapping[str, str]) -> str:
    return " ".join(value for value in identity.values() if value)


def waves_shown(made: FleetPlan) -> Iterator[tuple[int, int, list[StepShown]]]:
    """By wave: its number, how many devices it touches, and its rows as far as they are shown."""
    room = MOST_WAVE_ROWS
    for number, moves in groupby(made.plan.moves(), key=lambda move: move.wave):
        together = list(moves)
        rows = [_step(made, move) for move in together[:room]]
        room -= len(rows)
        yield number, sum(move.devices for move in together), rows


def _step(made: FleetPlan, move: Move) -> StepShown:
    return StepShown(
        move=move,
        identity=_in_words(listed_identity(made, move.cpl_number)),
        origins=tuple(islice(move.origins.items(), MOST_ORIGINS)),
        more=max(len(move.origins) - MOST_ORIGINS, 0),
        notes=made.release_notes.get(move.cpl_number, ""),
        obstacles=tuple(made.obstacles.get(move.cpl_number, ())),
    )
