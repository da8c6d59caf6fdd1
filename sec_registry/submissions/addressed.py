"""Whom the committee's questions about a submission are for, and who else learns that one waits.

SECURITY: the words of a question may quote what a Zigbee record holds. They are for those makers of
the submission who are of the organisation it came from, and never for the Panel's staff, who keyed
it in perhaps but may read no such record (F2.38).
"""

from collections.abc import Collection, Iterable

from django.db.models import F, QuerySet

from accounts.models import User
from accounts.people import is_panel, is_panel_administrator, panel_staff
from sec_registry.registers.declaration import Reader
from sec_registry.submissions.models import Contributor, Submission
from sec_registry.submissions.permissions import contributed, submissions_visible_to


def reads_questions(user: Reader, submission: Submission) -> bool:
    """Whether the questions about it are asked of this person."""
    return _readers([submission.pk]).filter(person_id=user.pk).exists()


def learns_of_questions(user: Reader, submission: Submission) -> bool:
    """Whether the person may know that one waits: its makers; where none reads it, the Panel."""
    if not submissions_visible_to(user).filter(pk=submission.pk).exists():
        return False
    return contributed(user, submission) or (
        is_panel(user) and not _readers([submission.pk]).exists()
    )


def may_answer(user: Reader, submission: Submission) -> bool:
    """Those who are asked; where nobody is, the Panel keys in an answer as it arrived."""
    if reads_questions(user, submission):
        return True
    return is_panel_administrator(user) and not _readers([submission.pk]).exists()


def people_told(submissions: Collection[int]) -> dict[int, list[User]]:
    """Who hears that a question waits, by submission: the readers, else makers of the Panel."""
    told: dict[int, list[User]] = {key: [] for key in submissions}
    _enter(told, _readers(submissions))
    unread = [key for key, people in told.items() if not people]
    _enter(told, _makers(unread).filter(person__in=panel_staff()))
    return told


def submissions_asked(user: Reader) -> QuerySet[Submission]:
    """The submissions of whose questions the person learns."""
    own = Contributor.objects.filter(person_id=user.pk).values("submission")
    visible = submissions_visible_to(user)
    if not is_panel(user):
        return visible.filter(pk__in=own)
    read = _of_their_organisation(Contributor.objects.all()).values("submission")
    return visible.filter(pk__in=own) | visible.exclude(pk__in=read)


def _readers(submissions: Collection[int]) -> QuerySet[Contributor]:
    return _of_their_organisation(_makers(submissions))


def _of_their_organisation(makers: QuerySet[Contributor]) -> QuerySet[Contributor]:
    return makers.filter(
        person__is_active=True, person__organisation=F("submission__organisation")
    ).exclude(person__in=panel_staff())


def _makers(submissions: Collection[int]) -> QuerySet[Contributor]:
    makers = Contributor.objects.filter(submission__in=submissions, person__is_active=True)
    return makers.select_related("person").order_by("pk")


def _enter(told: dict[int, list[User]], makers: Iterable[Contributor]) -> None:
    for maker in makers:
        told[maker.submission_id].append(maker.person)
