"""Drafts and returned submissions that nobody is left to go on with.

Who made them has closed their account, or moved to another organisation and changes nothing in the
name of the one they left; they would wait for ever. The Panel sees which ones these are and closes
them. They are handed over to nobody: who may speak for an organisation is not read off a draft.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.people import panel_staff
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Contributor, Submission

#: Where its makers have the next word.
WITH_MAKERS = (State.DRAFT, State.RETURNED)


def left_behind() -> QuerySet[Submission]:
    """The submissions that wait for makers of whom none may go on with them."""
    going_on = Contributor.objects.filter(
        Q(person__organisation=OuterRef("organisation")) | Q(person__in=panel_staff()),
        submission=OuterRef("pk"),
        person__is_active=True,
    )
    return Submission.objects.filter(~Exists(going_on), state__in=WITH_MAKERS)


def is_left_behind(submission: Submission) -> bool:
    """Whether it waits for makers of whom none may go on with it."""
    return left_behind().filter(pk=submission.pk).exists()
