"""What members and those who ask write about access, reviews and reading, for redactions.

It stands in no record's document. What is written about one matter – a request with its grants, a
record with its reviews and questions – is one family: a text of it may be repeated in the others,
and in the reasons of their histories.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from zigbee.models import AccessGrant, AccessRequest, Question, Review, UnusualReading, ZigbeeRecord

#: The texts of each kind of row, by field, as a form calls them.
_TEXTS: dict[type[Model], dict[str, str]] = {
    AccessRequest: {
        "purpose": "its purpose",
        "decision": "the text of the decision",
        "meeting": "the meeting reference",
    },
    AccessGrant: {"purpose": "the purpose", "revocation_reason": "the reason of revocation"},
    Review: {"note": "the note"},
    Question: {"text": "the question", "answer": "the answer"},
    UnusualReading: {"note": "the note of whoever looked into it"},
}


@dataclass(frozen=True)
class Family:
    """Rows that speak of one matter; ``number`` is the CPL number where it is a record."""

    title: str
    rows: Sequence[Any]
    number: int = 0


@dataclass(frozen=True)
class Written:
    """One text: a field of a row."""

    row: Any
    field: str

    @property
    def name(self) -> str:
        """How a redaction names it."""
        return f"{self.row._meta.model_name}:{self.row.pk}:{self.field}"

    @property
    def title(self) -> str:
        """How a form calls it."""
        return f"{_called(self.row)}: {_TEXTS[type(self.row)][self.field]}"


def written_in(rows: Sequence[Any]) -> list[Written]:
    """Every text of the rows, empty ones too."""
    return [Written(row, name) for row in rows for name in _TEXTS[type(row)]]


def family_asked(kind: str, key: int) -> Family | None:
    """What is written about a request, grant, record or episode of reading; None: no such."""
    models: dict[str, type[Model]] = {"zigbeerecord": ZigbeeRecord, **_by_name()}
    if kind not in models:
        return None
    row = models[kind]._default_manager.filter(pk=key).first()
    return None if row is None else family_of(row)


def family_of(row: Any) -> Family:
    """What is written about the matter that the row is about."""
    if isinstance(row, AccessGrant) and row.request is not None:
        row = row.request
    if isinstance(row, AccessRequest):
        return Family(f"access request {row.pk}", [row, *row.grants.order_by("pk")])
    if isinstance(row, AccessGrant):
        return Family(f"access grant {row.pk}", [row])
    if isinstance(row, UnusualReading):
        return Family(f"unusual reading {row.pk}", [row])
    number = row.pk if isinstance(row, ZigbeeRecord) else _record(row)
    reviews = Review.objects.filter(record=number).order_by("pk")
    questions = Question.objects.filter(review__record=number).order_by("pk")
    return Family(f"reviews of CPL {number}", [*reviews, *questions], number)


def families_named(names: Sequence[str]) -> list[Family]:
    """The families of the texts that a redaction names."""
    kinds = _by_name()
    keys = dict.fromkeys(tuple(name.split(":")[:2]) for name in names)
    rows = [kinds[kind]._default_manager.get(pk=int(key)) for kind, key in keys]
    return list({family.title: family for family in map(family_of, rows)}.values())


def _by_name() -> dict[str, type[Model]]:
    return {str(model._meta.model_name): model for model in _TEXTS}


def _record(row: Review | Question) -> int:
    review = row.review if isinstance(row, Question) else row
    return int(review.record.pk)


def _called(row: Any) -> str:
    if isinstance(row, Review):
        return f"Review of publication {row.publication_id}"
    return f"{str(row._meta.verbose_name).capitalize()} {row.pk}"
