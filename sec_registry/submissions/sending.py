"""Drafts from a program: checked at once, and made once however often they are sent.

A client that lost the answer cannot know whether its draft was made. With a key of its own, which
it sends again with the same words, it is answered with the draft that there is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.registers.digests import document_digest, new_salt
from sec_registry.submissions.cells import Row
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.editing import locked_for_editing
from sec_registry.submissions.errors import KeyUsed, Outdated
from sec_registry.submissions.intake import (
    submission_remove_rows,
    submission_replace_rows,
    submission_retitle,
)
from sec_registry.submissions.models import SentOnce, Submission


@dataclass(frozen=True)
class Sent:
    """The submission, and whether it was there already."""

    submission: Submission
    repeated: bool = False


def submission_send(
    *, by: User, create: Callable[[], Submission], key: str = "", words: str = ""
) -> Sent:
    """Make a draft by ``create`` and run its findings, or find the one made under this key.

    ``words`` is what was sent, in canonical form. Raises ``KeyUsed`` when other words were sent
    under the key, and what ``create`` raises; nothing is kept then.
    """
    try:
        with transaction.atomic():
            earlier = _earlier(by, key, words)
            return earlier or Sent(_made(by, create, key, words))
    except IntegrityError:
        # The same words at the same moment: the other one was first.
        earlier = _earlier(by, key, words)
        if earlier is None:
            raise
        return earlier


def submission_edit(
    *,
    submission: Submission,
    by: User,
    revision: int,
    rows: Sequence[Row] = (),
    remove: Collection[int] = (),
    title: str = "",
    intake_notes: Iterable[Mapping[str, Any]] = (),
) -> Submission:
    """Change a draft that was read at this revision, and run its findings; all of it or nothing.

    A row that is removed and put anew is another one. Raises ``Outdated`` when somebody changed
    it since, and what the verbs of editing raise.
    """
    with transaction.atomic():
        locked = locked_for_editing(submission, by)
        if locked.revision != revision:
            raise Outdated(
                f"Submission {locked.pk} is at revision {locked.revision} by now; "
                f"you read revision {revision}."
            )
        if remove:
            submission_remove_rows(submission=locked, by=by, positions=remove)
        if title:
            submission_retitle(submission=locked, by=by, title=title)
        if rows:
            submission_replace_rows(submission=locked, by=by, rows=rows)
        _note(locked, by, intake_notes)
        submission_check(submission=locked, by=by)
    return locked


def _note(submission: Submission, by: User, notes: Iterable[Mapping[str, Any]]) -> None:
    """Keep what is to be said of the body as a whole, once."""
    submission.refresh_from_db()
    new = [note for note in notes if note not in submission.intake_notes]
    if new:
        submission.intake_notes += new
        with acting(by=by, reason="edited"):
            submission.save()


def _made(by: User, create: Callable[[], Submission], key: str, words: str) -> Submission:
    submission = create()
    submission_check(submission=submission, by=by)
    if key:
        salt = new_salt()
        SentOnce.objects.create(
            submission=submission,
            person=by,
            key=key,
            salt=salt,
            digest=document_digest(words, salt),
        )
    return submission


def _earlier(by: User, key: str, words: str) -> Sent | None:
    found = SentOnce.objects.filter(person=by, key=key).select_related("submission").first()
    if not key or found is None:
        return None
    if document_digest(words, found.salt) != found.digest:
        raise KeyUsed("This Idempotency-Key was sent with other words; use a new one.")
    return Sent(found.submission, repeated=True)
