"""Who acts, and why: the one place where history learns its actor.

Every write of a model that keeps history happens inside ``acting``. The actor is kept as text, so
that the history outlives the person's account; a write outside ``acting`` is refused rather than
recorded without a name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils import timezone

#: So many letters of a reason are kept, everywhere; a longer one is refused, never cut off.
LONGEST_REASON = 500


class Person(Protocol):
    """Anything with an email address: in practice ``accounts.User``."""

    email: str


class ActorMissing(RuntimeError):
    """A model with history was written outside ``acting``."""


@dataclass(frozen=True)
class Act:
    """One recorded action: the actor's text, the reason and the moment (None: now)."""

    actor: str
    reason: str
    at: datetime | None


_current: ContextVar[Act | None] = ContextVar("current_act", default=None)


def too_long_a_reason(reason: str) -> str:
    """What is wrong with a reason that no history keeps in full; "" where it does."""
    if len(reason) <= LONGEST_REASON:
        return ""
    return f"A reason has at most {LONGEST_REASON} letters; this one has {len(reason):,}."


def reason_kept(reason: str) -> str:
    """The reason; raises ``ValidationError`` when it is longer than a history keeps."""
    if wrong := too_long_a_reason(reason):
        raise ValidationError({"reason": wrong})
    return reason


def actor_text(by: Person | str) -> str:
    """The text under which an actor is recorded: a person's email address, or the text given."""
    return by if isinstance(by, str) else by.email


@contextmanager
def acting(*, by: Person | str, reason: str = "", at: datetime | None = None) -> Iterator[Act]:
    """Record every write inside the block as done by ``by`` for ``reason``.

    What a person typed is no longer than ``LONGEST_REASON`` by now (``reason_kept``); only a
    sentence that was put together around it is cut off. ``at`` sets the recorded moment; left out,
    each row carries the time it was written.
    """
    act = Act(actor_text(by), reason[:LONGEST_REASON], at)
    token = _current.set(act)
    try:
        yield act
    finally:
        _current.reset(token)


@contextmanager
def because(reason: str) -> Iterator[Act]:
    """The act under way, with a reason of its own beside the reason of the whole."""
    act = current_act()
    with acting(by=act.actor, reason=f"{act.reason}: {reason}", at=act.at) as narrower:
        yield narrower


def current_act() -> Act:
    """The act under way; raises ``ActorMissing`` when there is none."""
    act = _current.get()
    if act is None:
        raise ActorMissing("Write models with history inside sec_registry.audit.acting.acting().")
    return act


def act_time(act: Act) -> datetime:
    """The moment at which a row of this act is recorded."""
    return act.at or timezone.now()
