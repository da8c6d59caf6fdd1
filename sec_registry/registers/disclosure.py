"""The record of disclosures: written and committed before a byte of restricted content leaves.

If the record cannot be written, nothing is shown: callers let ``NotRecorded`` through, and the web
answers 503. Names are copied as text, so that the record outlives accounts and tokens.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F, FilteredRelation, Q, QuerySet

from accounts.models import User
from accounts.people import is_auditor
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure_row import row_write
from sec_registry.registers.models import DisclosedNumbers, Disclosure

#: The kinds of channel, of which each disclosure names one: a fleet plan by its own.
CHANNELS = ("api", "admin", "page", "command", "plan")


class NotRecorded(OperationalError):
    """It could not be recorded who is about to see what, so nothing is shown."""


@dataclass(frozen=True)
class Channel:
    """How content leaves: the kind (one of ``CHANNELS``), the route, and what identifies it.

    SECURITY: ``route`` is a path without its query, whose values may be guesses at content.
    """

    kind: str
    route: str
    request_id: str = ""
    token_key: str = ""


def disclose(
    *,
    register: Register,
    by: User,
    numbers: Iterable[int],
    right: str,
    channel: Channel,
    subject: str = "",
    fields: Iterable[str] = (),
) -> None:
    """Record that ``by`` is about to see these records; no record for an open register.

    ``subject`` names what has no CPL number yet, such as a part of a submission; ``fields`` the
    members that are shown of each document, where not all are.
    """
    shown = sorted(set(numbers))
    if register.restricted and (shown or subject):
        content = {"numbers": shown, "subject": subject[:200], "fields": ",".join(fields)[:200]}
        _write(register, Disclosure.Outcome.DISCLOSED, by, right, channel, content)


def refuse(
    *, register: Register, by: User | AnonymousUser, numbers: Iterable[int], channel: Channel
) -> None:
    """Record that a signed-in person asked for restricted content and was refused."""
    if register.restricted and isinstance(by, User):
        content = {"numbers": sorted(set(numbers))}
        _write(register, Disclosure.Outcome.REFUSED, by, "", channel, content)


def overseen_by(user: User | AnonymousUser) -> list[str]:
    """The codes of the registers whose disclosures the person may read (Z3).

    Auditors see every register's; beside them each restricted register names who oversees it.
    """
    restricted = [register for register in registers() if register.restricted]
    if is_auditor(user):
        return [register.code for register in restricted]
    return [register.code for register in restricted if register.overseers(user)]


def of_record(disclosures: QuerySet[Disclosure], number: int) -> QuerySet[Disclosure]:
    """Those of the disclosures and refusals that name the CPL number, the newest first.

    They are read in the order of the block's index, however many others there are, which is the
    order of ``named_in``: the disclosure's key as the index has it.
    """
    block, place = divmod(number, DisclosedNumbers.NUMBERS_IN_BLOCK)
    holding = FilteredRelation("blocks", condition=Q(blocks__block=block))
    # By annotations: a condition on the relation itself would join it once more.
    naming = disclosures.annotate(holding=holding).annotate(
        held=F("holding__bits").bitand(1 << place), named_in=F("holding__disclosure_id")
    )
    return naming.filter(held__gt=0).order_by("-named_in")


def blocks_of(numbers: Iterable[int]) -> dict[int, int]:
    """The numbers as bits by block."""
    blocks: dict[int, int] = defaultdict(int)
    for number in numbers:
        block, place = divmod(number, DisclosedNumbers.NUMBERS_IN_BLOCK)
        blocks[block] |= 1 << place
    return blocks


@contextmanager
def recorded_first() -> Iterator[None]:
    """Commit what is written inside before anything is shown; raises ``NotRecorded``."""
    try:
        # Durable: inside a longer transaction the record could be rolled back after the bytes left.
        with transaction.atomic(durable=True):
            yield
    except DatabaseError as error:
        raise NotRecorded("Who sees this could not be recorded.") from error


def _write(
    register: Register,
    outcome: Disclosure.Outcome,
    by: User,
    right: str,
    channel: Channel,
    content: Mapping[str, Any],
) -> None:
    with recorded_first():
        row_write(
            organisation=by.organisation_id,
            blocks=blocks_of(content["numbers"]),
            values={
                "register": register.code,
                "outcome": outcome,
                "person": by.email,
                "right": right[:200],
                "channel": channel.kind,
                "route": channel.route[:200],
                "request_id": channel.request_id[:64],
                "token_key": channel.token_key[:32],
                "subject": "",
                "fields": "",
                **content,
            },
        )
