"""Whether what a register holds is a person's to know, asked once for what one look shows.

A page of a submission asks this of each register again and again: for its parts, its findings, its
differences. Inside ``rights_asked_once`` the first answer stands for all of them, so that a page is
made of one right and not of two. Outside of it every question is asked afresh.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sec_registry.registers.declaration import Reader, Register

_answers: ContextVar[dict[tuple[str, int | None], bool] | None] = ContextVar(
    "rights_asked_once", default=None
)


@contextmanager
def rights_asked_once() -> Iterator[None]:
    """Let the first answer of each register stand for the rest of the block, which is one look."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def beyond_reach(register: Register, user: Reader) -> bool:
    """Whether findings that disclose what the register holds are not this person's to know."""
    if not register.restricted:
        return False
    answers = _answers.get()
    if answers is None:
        return not register.reach(user).everything
    key = register.code, user.pk
    if key not in answers:
        answers[key] = not register.reach(user).everything
    return answers[key]
