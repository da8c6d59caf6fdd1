"""Is this on the list? Matches and near misses for many questions at once.

A near miss is a Device Model that differs from the question in exactly one field of its identity.
However many questions there are, they cost two queries: one by Hash, one for every record that
shares all fields but one with any of them; the rest is done on keys in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from cpl.models import PublishedDeviceModel

IDENTITY = ("device_type", "manufacturer", "model", "hardware_version", "firmware_version")
#: Near misses listed for one question; a family hardly has as many versions.
MOST_NEAR = 100

Key = tuple[str, ...]
Listed = dict[str, object]
Records = QuerySet[PublishedDeviceModel]


@dataclass(frozen=True)
class Question:
    """One item: a Hash, or an identity (the device type may be left out)."""

    image_hash: str = ""
    identity: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the identity that were given."""
        return tuple(name for name in IDENTITY if name in self.identity)


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


def _by_identity(questions: Sequence[Question], records: Records, found: Sequence[Answer]) -> None:
    exact: dict[Key, list[Answer]] = defaultdict(list)
    almost: dict[Key, list[tuple[str, Answer]]] = defaultdict(list)
    for question, answer in zip(questions, found, strict=True):
        for name in question.fields:
            without = _key(question.identity, question.fields, left_out=name)
            almost[without].append((question.identity[name], answer))
        if question.identity:
            exact[_key(question.identity, question.fields)].append(answer)
    if exact:
        for row in _candidates([question.identity for question in questions], records):
            # Questions with and without a device type.
            for fields in (IDENTITY, IDENTITY[1:]):
                _note(row, fields, exact, almost)


def _note(
    row: Mapping[str, Any],
    fields: Sequence[str],
    exact: Mapping[Key, list[Answer]],
    almost: Mapping[Key, list[tuple[str, Answer]]],
) -> None:
    """Tell every question that the record matches, or almost does."""
    listed = {"cpl_number": row["cpl_number"], "status": row["status"]}
    for answer in exact.get(_key(row, fields), ()):
        answer.matches.append(listed)
    for name in fields:
        for asked, answer in almost.get(_key(row, fields, left_out=name), ()):
            if asked != row[name] and len(answer.near) < MOST_NEAR:
                answer.near.append({**listed, "differs": [name]})


def _candidates(
    identities: Iterable[Mapping[str, str]], records: Records
) -> Iterator[dict[str, Any]]:
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
    shown: Iterator[dict[str, Any]]
    shown = rows.order_by("cpl_number").values("cpl_number", "status", *IDENTITY).iterator()
    return shown


def _key(identity: Mapping[str, Any], fields: Sequence[str], left_out: str = "") -> Key:
    """What two identities share when they agree on the fields, all but the one left out."""
    return (left_out, *(identity[name] for name in fields if name != left_out))
