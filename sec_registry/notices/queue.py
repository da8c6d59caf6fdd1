"""Writing notices, in the transaction in which what they tell becomes true.

However many records a publication changes and however many people are told, it takes a handful of
queries: watches and changes are each read once, and notices are inserted in sets.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.letters import Letter
from accounts.models import User
from sec_registry.notices.choices import Kind
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.policy import MOST_NUMBERS
from sec_registry.notices.watching import (
    Watching,
    changes_in,
    identities_changed_in,
    identities_of,
)
from sec_registry.registers.models import Publication
from sec_registry.registers.moments import written

BATCH = 500


@dataclass(frozen=True)
class Message:
    """What one subscriber is told; ``data`` is what a webhook carries of it."""

    subject: str
    text: str
    data: Mapping[str, Any]


def notice_queue(
    *,
    key: str,
    kind: Kind,
    subject: str,
    text: str,
    data: Mapping[str, Any],
    cpl_numbers: Iterable[int],
    publication: Publication | None = None,
    watching: Watching | None = None,
) -> int:
    """Queue one notice for everybody who watches any of these Device Models; returns how many.

    Who subscribed to everything gets it too. A subscription never gets two under one ``key``, so
    the verb may be called again, for instance each day. ``data`` is what a webhook carries; the
    CPL numbers that concern the subscriber are added as ``watched``. Whoever queues many in a row
    hands in the ``watching`` that was looked at once for all of them.

    SECURITY: what is handed in must be public: subscribers need no right to any register.
    """
    watching = watching or Watching()
    if not watching.listeners:
        return 0
    heard = watching.heard_of(identities_of(cpl_numbers))
    messages = {
        listener.key: Message(
            subject,
            text,
            {**data, **({} if listener.everything else _watched(heard[listener.key]))},
        )
        for listener in watching.listeners
        if listener.everything or listener.key in heard
    }
    return notices_write(key=key, kind=kind, messages=messages, publication=publication)


def publication_notices_queue() -> int:
    """Queue the notices of the last publication, while its ledger is open; returns how many.

    One for each subscription to everything, which says no more than the public list of
    publications; one for each that watches a Device Model which the CPL changed.
    """
    watching = Watching()
    if not watching.listeners:
        return 0
    publication = Publication.objects.order_by("-number")[0]
    changes = changes_in(publication.number)
    heard = watching.heard_of(identities_changed_in(publication.number))
    kinds = dict(changes)
    messages = {}
    for listener in watching.listeners:
        if listener.everything:
            messages[listener.key] = _of_publication(publication, len(changes), {})
        elif listener.key in heard:
            own = {number: kinds[number] for number in sorted(heard[listener.key])}
            messages[listener.key] = _of_publication(publication, len(changes), own)
    return notices_write(
        key=f"publication:{publication.number}",
        kind=Kind.PUBLICATION,
        messages=messages,
        publication=publication,
    )


@transaction.atomic
def notices_write(
    *,
    key: str,
    kind: Kind,
    messages: Mapping[int, Message],
    publication: Publication | None = None,
) -> int:
    """Write one notice for each subscription named; what is there under the key stays as it is."""
    there = set(
        Notice.objects.filter(key=key).values_list("subscription_id", flat=True) if messages else ()
    )
    fresh = [
        notice_of(subscription, key, kind, message, publication)
        for subscription, message in messages.items()
        if subscription not in there
    ]
    # Two at once: the constraint lets the first one through, the other has nothing to add.
    Notice.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    return len(fresh)


def trial_notice(subscription: Subscription) -> Notice:
    """The notice by which an owner sees that theirs arrive, not stored yet."""
    text = f"This is a test of your subscription “{subscription.name}” to the SEC Registry.\n"
    message = Message("SEC Registry: test notice", text, {"subscription": subscription.pk})
    return notice_of(subscription.pk, f"test:{secrets.token_hex(8)}", Kind.TEST, message, None)


def letters_queue(letters: Iterable[Letter]) -> None:
    """Take letters to people who subscribed to nothing; those to closed accounts are left out.

    SECURITY: administrators see that a letter waits or failed. What it says must hold nothing of
    the FIR or DZIR.
    """
    wanted = list(letters)
    people = User.objects.filter(is_active=True, email__in={each.email for each in wanted})
    keys = dict(people.values_list("email", "pk"))
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=keys[each.email],
                kind=Kind.LETTER,
                key=each.key,
                message_id=_message_id(),
                subject=each.subject,
                text=each.text,
                queued_at=now,
                next_attempt_at=now,
            )
            for each in wanted
            if each.email in keys
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def notice_of(
    subscription: int, key: str, kind: Kind, message: Message, publication: Publication | None
) -> Notice:
    """A notice to a subscription that waits to be sent, not stored yet."""
    now = timezone.now()
    body = {"type": kind.value, "timestamp": written(now), "data": dict(message.data)}
    return Notice(
        subscription_id=subscription,
        kind=kind,
        key=key,
        publication=publication,
        message_id=_message_id(),
        subject=message.subject,
        text=message.text,
        body=json.dumps(body, ensure_ascii=False),
        queued_at=now,
        next_attempt_at=now,
    )


def _message_id() -> str:
    return f"msg_{secrets.token_hex(16)}"


def _of_publication(publication: Publication, changed: int, own: Mapping[int, str]) -> Message:
    number = publication.number
    page = page_address(number)
    data: dict[str, Any] = {
        "publication": number,
        "published_at": written(publication.published_at),
        "digest": publication.digest,
        "cpl": {"changed": changed},
        "page": page,
        "changes": f"{settings.PUBLIC_URL}{reverse('device-model-changes', args=[number])}",
    }
    lines = [
        f"Publication {number} of {publication.published_at:%d %B %Y, %H:%M} UTC.",
        f"Records of the Central Products List that it changed: {changed:,}.",
    ]
    if own:
        data["watched"] = [
            {"cpl_number": each, "change": change}
            for each, change in list(own.items())[:MOST_NUMBERS]
        ]
        data["watched_count"] = len(own)
        lines += ["", f"Of those you watch {len(own):,}:"]
        lines += [f"  CPL {each}: {change}" for each, change in list(own.items())[:MOST_NUMBERS]]
        if len(own) > MOST_NUMBERS:
            lines.append(f"  and {len(own) - MOST_NUMBERS:,} more.")
    lines += ["", page, ""]
    return Message(f"SEC Registry: publication {number}", "\n".join(lines), data)


def page_address(publication: int) -> str:
    """The address of the page of a publication."""
    return f"{settings.PUBLIC_URL}{reverse('publications:one', args=[publication])}"


def _watched(numbers: Sequence[int] | set[int]) -> dict[str, Any]:
    named = sorted(numbers)[:MOST_NUMBERS]
    return {"watched": [{"cpl_number": each} for each in named], "watched_count": len(numbers)}
