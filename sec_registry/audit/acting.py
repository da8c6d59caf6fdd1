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

from django.utils import timezone


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


def actor_text(by: Person | str) -> str:
    """The text under which an actor is recorded: a person's email address, or the text given."""
    return by if isinstance(by, str) else by.email


@contextmanager
def acting(*, by: Person | str, reason: str = "", at: datetime | None = None) -> Iterator[Act]:
    """Record every write inside the block as done by ``by`` for ``reason`` (at most 500 letters).

    ``at`` sets the recorded moment; left out, each row carries the time it was written.
    """
    act = Act(actor_text(by), reason[:500], at)
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
