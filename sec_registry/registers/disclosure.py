"""The record of disclosures: written and committed before a byte of restricted content leaves.

If the record cannot be written, nothing is shown: the caller lets the error through, and the web
answers 503. Names are copied as text, so that the record outlives accounts and tokens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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


def _write(
    register: Register,
    outcome: Disclosure.Outcome,
    by: User,
    right: str,
    channel: Channel,
    content: Mapping[str, Any],
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
            request_id=channel.request_id[:64],
            token_key=channel.token_key[:32],
            **content,
        )
