"""The record of disclosures: written and committed before a byte of restricted content leaves.

If the record cannot be written, nothing is shown: the caller lets the error through, and the web
answers 503. Names are copied as text, so that the record outlives accounts and tokens.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.registers.declaration import Register
from sec_registry.registers.models import Disclosure


@dataclass(frozen=True)
class Channel:
    """How content leaves: the kind (api, admin, page, command), the route, and what identifies it.

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
) -> None:
    """Record that ``by`` is about to see these records; no record for an open register.

    ``subject`` names what has no CPL number yet, such as a part of a submission.
    """
    shown = sorted(set(numbers))
    if register.restricted and (shown or subject):
        _write(register, Disclosure.Outcome.DISCLOSED, by, shown, right, channel, subject)


def refuse(
    *, register: Register, by: User | AnonymousUser, numbers: Iterable[int], channel: Channel
) -> None:
    """Record that a signed-in person asked for restricted content and was refused."""
    if register.restricted and isinstance(by, User):
        _write(register, Disclosure.Outcome.REFUSED, by, sorted(set(numbers)), "", channel, "")


def _write(
    register: Register,
    outcome: Disclosure.Outcome,
    by: User,
    numbers: list[int],
    right: str,
    channel: Channel,
    subject: str,
) -> None:
    organisation = by.organisation
    # Durable: inside a longer transaction the record could be rolled back after the bytes left.
    with transaction.atomic(durable=True):
        Disclosure.objects.create(
            at=timezone.now(),
            register=register.code,
            outcome=outcome,
            person=by.email,
            organisation=organisation.name if organisation else "",
            right=right[:200],
            channel=channel.kind,
            route=channel.route[:200],
            numbers=numbers,
            subject=subject[:200],
            request_id=channel.request_id[:64],
            token_key=channel.token_key[:32],
        )
