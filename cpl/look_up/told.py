"""Answers in sentences: is this Device Model on the list?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cpl.choices import Status
from cpl.lookups import Answer, Question
from cpl.spellings import DUIS, FIRMWARE, HARDWARE, IDENTITY, MANUFACTURER, MODEL, TYPE

#: So many near misses of one kind are named; the rest is counted.
MOST_NAMED = 8
WORDS = {
    TYPE: "device type",
    MANUFACTURER: "Manufacturer code",
    MODEL: "model identifier",
    HARDWARE: "hardware version",
    FIRMWARE: "firmware version",
    DUIS: "DUIS model code",
    "image_hash": "Hash",
}


Numbered = tuple[int, bool]


@dataclass(frozen=True)
class Near:
    """Device Models that differ in the same part, and how many more do."""

    differing: str
    named: Sequence[Numbered]
    more: int


@dataclass(frozen=True)
class Told:
    """The answer to one question: the Device Models that it names, or else those near it.

    Of each it says whether it is current.
    """

    asked: str
    sentence: str
    matches: Sequence[Numbered]
    near: Sequence[Near]


def told(question: Question, answer: Answer) -> Told:
    """The answer as a page says it."""
    matches = [_numbered(each) for each in answer.matches]
    return Told(
        asked=asked_in_words(question),
        sentence=_sentence([current for _, current in matches], bool(question.image_hash)),
        matches=matches,
        # What is near something that is there is no answer to whether it is there.
        near=[] if matches else _near(answer),
    )


def _near(answer: Answer) -> list[Near]:
    alike: dict[str, list[Numbered]] = {}
    for each in answer.near:
        alike.setdefault(_differing(each), []).append(_numbered(each))
    return [
        Near(differing, numbers[:MOST_NAMED], max(len(numbers) - MOST_NAMED, 0))
        for differing, numbers in alike.items()
    ]


def asked_in_words(question: Question) -> str:
    """What the question names, in the order of an identity."""
    if question.image_hash:
        return question.image_hash
    return " ".join(question.identity[name] for name in IDENTITY if question.identity.get(name))


def _numbered(listed: dict[str, Any]) -> Numbered:
    return int(listed["cpl_number"]), listed["status"] == Status.CURRENT


def _differing(listed: dict[str, Any]) -> str:
    return " and ".join(WORDS[name] for name in listed["differs"])


def _sentence(current: Sequence[bool], by_hash: bool) -> str:
    what = "A Device Model with this Hash" if by_hash else "This Device Model"
    if any(current):
        return f"Yes. {what} is on the Central Products List."
    if current:
        return f"No longer. {what} was on the Central Products List and has been removed."
    if by_hash:
        return "No. The Central Products List has no Device Model with this Hash."
    return "No. The Central Products List does not have this Device Model."
