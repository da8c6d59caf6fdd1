"""A receipt: what one person sent, word for word, and what became of it.

SECURITY: a receipt holds what its reader typed and nothing that others did. A digest over other
people's Zigbee values, few enough to be guessed, would confirm a guess.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.cache import cache
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
#: So many seconds a digest is remembered.
KEPT = 24 * 60 * 60


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
    page = list(islice(_lines(submission, by, after, min(CHUNK, limit + 1)), limit + 1))
    lines = [line for line, _ in page[:limit]]
    shown = frozenset(code for _, codes in page[:limit] for code in codes)
    count, digest = _whole(submission, by)
    return Receipt(lines, len(page) > limit, count, digest, shown)


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


def _whole(submission: Submission, by: User) -> tuple[int, str]:
    """How many lines there are, and the digest over them.

    Worked out once for each revision and person, since it takes every line: what somebody typed
    changes with the revision alone.
    """
    made = submission.created_at.timestamp()
    key = f"receipt-{submission.pk}-{made}-{submission.revision}-{by.pk}"
    known: tuple[int, str] | None = cache.get(key)
    if known is None:
        whole, count = hashlib.sha256(), 0
        for line, _ in _lines(submission, by):
            whole.update(bytes.fromhex(line.digest))
            count += 1
        known = count, whole.hexdigest()
        cache.set(key, known, KEPT)
    return known


def _lines(
    submission: Submission, by: User, after: int = -1, chunk_size: int = CHUNK
) -> Iterator[tuple[ReceiptLine, set[str]]]:
    """Every line below a row, in their order, with the registers of the parts in it."""
    own = parts_visible_to(by, submission).filter(typed_by=by)
    items = Item.objects.filter(submission=submission).order_by("position")
    last = after
    while chunk := list(items.filter(position__gt=last)[:chunk_size]):
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
