"""Is this on the list? Matches and near misses for many questions at once.

A near miss is a Device Model that differs from the question in exactly one field of its identity.
However many questions there are, they cost two queries: one by Hash, one for every record that
shares all fields but one with any of them; the rest is done on keys in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet

from cpl.models import PublishedDeviceModel
from cpl.spellings import IDENTITY

#: Near misses listed for one question; a family hardly has as many versions.
MOST_NEAR = 100

Listed = dict[str, object]
Records = QuerySet[PublishedDeviceModel]
#: A record's number, status and identity, in this order.
Row = tuple[Any, ...]
COLUMNS = ("cpl_number", "status", *IDENTITY)


@dataclass(frozen=True)
class Question:
    """One item: a Hash, or an identity (the device type may be left out)."""

    image_hash: str = ""
    identity: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Answer:
    """What the list holds: CPL numbers with their status, and what each near miss differs in."""

    matches: list[Listed] = field(default_factory=list)
    near: list[Listed] = field(default_factory=list)


def answers(questions: Sequence[Question], records: Records) -> list[Answer]:
    """The answers in the order of the questions; ``records`` hold each CPL number once."""
    found = [Answer() for _ in questions]
    _by_hash(questions, records, found)
    _by_identity(questions, records, found)
    return found


def _by_hash(questions: Sequence[Question], records: Records, found: Sequence[Answer]) -> None:
    asked: dict[str, list[Answer]] = defaultdict(list)
    for question, answer in zip(questions, found, strict=True):
        if question.image_hash:
            asked[question.image_hash].append(answer)
    if not asked:
        return
    rows = records.filter(image_hash__in=list(asked)).order_by("cpl_number")
    for number, status, image_hash in rows.values_list("cpl_number", "status", "image_hash"):
        for answer in asked[image_hash]:
            answer.matches.append({"cpl_number": number, "status": status})


class _Index:
    """Questions by the values of some fields, which a record must share.

    ``near`` names the one field in which the record must differ; "" asks for a match.
    """

    def __init__(self, fields: Sequence[str], near: str = "") -> None:
        self.shared = tuple(name for name in fields if name != near)
        self.near = near
        self._take = itemgetter(*(COLUMNS.index(name) for name in self.shared))
        self._differing = COLUMNS.index(near) if near else 0
        self._asked: dict[tuple[str, ...], list[tuple[str, Answer]]] = defaultdict(list)

    def add(self, identity: Mapping[str, str], answer: Answer) -> None:
        """Let the question wait for records."""
        key = tuple(identity[name] for name in self.shared)
        self._asked[key].append((identity.get(self.near, ""), answer))

    def meet(self, row: Row) -> None:
        """Tell the questions that the record answers."""
        waiting = self._asked.get(self._take(row))
        if waiting is None:
            return
        listed: Listed = {"cpl_number": row[0], "status": row[1]}
        if not self.near:
            for _, answer in waiting:
                answer.matches.append(listed)
            return
        listed["differs"] = [self.near]
        for value, answer in waiting:
            if value != row[self._differing] and len(answer.near) < MOST_NEAR:
                answer.near.append(listed)


def _by_identity(questions: Sequence[Question], records: Records, found: Sequence[Answer]) -> None:
    asked = [
        (question.identity, answer)
        for question, answer in zip(questions, found, strict=True)
        if question.identity
    ]
    # Questions with a device type and those without have indexes of their own.
    indexes = {
        fields: [_Index(fields), *(_Index(fields, near=name) for name in fields)]
        for fields in (IDENTITY, IDENTITY[1:])
    }
    for identity, answer in asked:
        for index in indexes[IDENTITY if "device_type" in identity else IDENTITY[1:]]:
            index.add(identity, answer)
    if asked:
        used = [index for each in indexes.values() for index in each]
        for row in _candidates([identity for identity, _ in asked], records):
            for index in used:
                index.meet(row)


def _candidates(identities: Iterable[Mapping[str, str]], records: Records) -> Iterator[Row]:
    """Every record that could share all fields but one with one of the identities."""
    values: dict[str, set[str]] = {name: set() for name in IDENTITY}
    for identity in identities:
        for name, value in identity.items():
            values[name].add(value)

    def shares(*names: str) -> Q:
        return Q(*((f"{name}__in", sorted(values[name])) for name in names))

    rows = records.filter(
        shares("manufacturer", "model")
        | shares("manufacturer", "hardware_version", "firmware_version")
        | shares("model", "hardware_version", "firmware_version")
    )
    return rows.order_by("cpl_number").values_list(*COLUMNS).iterator()
