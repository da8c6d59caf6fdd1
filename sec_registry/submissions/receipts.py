"""A receipt: what one person sent, word for word, and what became of it.

SECURITY: a receipt holds what its reader typed and nothing that others did. A digest over other
people's Zigbee values, few enough to be guessed, would confirm a guess.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from sec_registry.registers.digests import canonical, document_digest
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.cells import UNKNOWN
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.permissions import contributed
from sec_registry.submissions.told import decision_of, markings, organisation_of
from sec_registry.submissions.visibility import parts_visible_to

CHUNK = 1_000


@dataclass(frozen=True)
class ReceiptLine:
    """One item as the person typed it, the digest of that, and the CPL number it was given."""

    sent: dict[str, Any]
    digest: str
    given_number: int | None


@dataclass(frozen=True)
class Receipt:
    """The lines after a row, and the digest over all there are; ``registers`` the parts shown."""

    lines: list[ReceiptLine]
    more: bool
    count: int
    digest: str
    registers: frozenset[str]


def receipt_of(*, submission: Submission, by: User, after: int = 0, limit: int) -> Receipt:
    """The receipt of one of those who made the submission; raises ``NotForYou`` for others."""
    _refuse_others(submission, by)
    whole, count = hashlib.sha256(), 0
    lines: list[ReceiptLine] = []
    shown: set[str] = set()
    more = False
    for line, codes in _lines(submission, by):
        whole.update(bytes.fromhex(line.digest))
        count += 1
        if line.sent["row"] > after and len(lines) < limit:
            lines.append(line)
            shown |= codes
        elif line.sent["row"] > after:
            more = True
    return Receipt(lines, more, count, whole.hexdigest(), frozenset(shown))


def receipt_file(*, submission: Submission, by: User) -> Iterator[str]:
    """All of the receipt as one JSON document, in pieces; raises ``NotForYou`` for others."""
    _refuse_others(submission, by)
    own = parts_visible_to(by, submission).filter(typed_by=by)
    typed = own.order_by().values_list("register", flat=True).distinct()
    return _written(submission, by, set(typed))


def head_of(submission: Submission, by: User, registers: Iterable[str]) -> dict[str, Any]:
    """What stands over the lines: which submission it is, where it stands, what may be shared."""
    return {
        "markings": markings(registers),
        "submission": submission.pk,
        "title": submission.title,
        "state": submission.state,
        "sent_by": by.email,
        "organisation": organisation_of(submission),
        "created_at": submission.created_at,
        "submitted_at": submission.submitted_at,
        "decision": decision_of(submission),
        "publication": submission.publication_id,
        "revision": submission.revision,
    }


def line_told(line: ReceiptLine) -> dict[str, Any]:
    """A line as programs read it."""
    return {**line.sent, "digest": line.digest, "given_number": line.given_number}


def numbers_given(submission: Submission, first: int) -> tuple[list[int], int]:
    """The first CPL numbers given to what the submission added, and how many there are."""
    given = Item.objects.filter(
        submission=submission, action=Action.ADD, allocated_number__isnull=False
    )
    numbers = given.order_by("position").values_list("allocated_number", flat=True)[:first]
    return [number for number in numbers if number is not None], given.count()


def _refuse_others(submission: Submission, by: User) -> None:
    if not contributed(by, submission):
        raise NotForYou("Only those who made a submission have a receipt of it.")


def _written(submission: Submission, by: User, registers: Iterable[str]) -> Iterator[str]:
    head = json.dumps(head_of(submission, by, registers), cls=DjangoJSONEncoder, ensure_ascii=False)
    yield f'{head.removesuffix("}")}, "results": ['
    whole, count = hashlib.sha256(), 0
    for line, _ in _lines(submission, by):
        whole.update(bytes.fromhex(line.digest))
        yield ",\n" if count else "\n"
        yield json.dumps(line_told(line), ensure_ascii=False)
        count += 1
    yield f'\n], "count": {count}, "digest": "{whole.hexdigest()}"}}\n'


def _lines(submission: Submission, by: User) -> Iterator[tuple[ReceiptLine, set[str]]]:
    """Every line in the order of the rows, with the registers of the parts in it."""
    own = parts_visible_to(by, submission).filter(typed_by=by)
    items = Item.objects.filter(submission=submission).order_by("position")
    last = -1
    while chunk := list(items.filter(position__gt=last)[:CHUNK]):
        last = chunk[-1].position
        typed: dict[int, dict[str, Any]] = {}
        for part in own.filter(item__in=chunk):
            typed.setdefault(part.item_id, {})[part.register] = part.values
        for item in chunk:
            parts = typed.get(item.pk, {})
            yield _line(item, parts), set(parts)


def _line(item: Item, parts: dict[str, dict[str, Any]]) -> ReceiptLine:
    values = {name: cell for name, cell in item.values.items() if name != UNKNOWN}
    for part in parts.values():
        values |= part
    sent = {
        "row": item.position,
        "action": item.action,
        "cpl_number": item.cpl_number,
        "reference": item.reference,
        "values": values,
    }
    return ReceiptLine(sent, document_digest(canonical(sent)), item.allocated_number)
