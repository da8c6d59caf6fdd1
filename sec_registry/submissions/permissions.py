"""Who may do what with a submission, apart from whether its state allows it.

Superusers are not special: what counts are roles and one's own hand in the submission.
"""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.people import is_panel, is_panel_administrator, is_panel_reviewer, may_submit
from sec_registry.registers.declaration import Reader
from sec_registry.submissions.left_behind import is_left_behind
from sec_registry.submissions.lifecycle import Step, state_after
from sec_registry.submissions.models import Contributor, Submission

_BY_CONTRIBUTORS = frozenset({Step.EDIT, Step.SUBMIT, Step.WITHDRAW})
#: What only somebody else may do (S4): to waive an advisory is half of accepting what it is about.
_BY_ANOTHER = frozenset({Step.WAIVE, Step.ACCEPT})


def may_create(user: Reader, *, initial_load: bool = False) -> bool:
    """Any organisation's people and the Panel's may submit; only the Panel takes records over."""
    return may_submit(user) and (not initial_load or is_panel_administrator(user))


def contributed(user: Reader, submission: Submission) -> bool:
    """Whether the person created or edited anything in the submission."""
    return (
        user.is_active
        and Contributor.objects.filter(submission=submission, person_id=user.pk).exists()
    )


def may(user: Reader, step: Step, submission: Submission) -> bool:
    """Whether the person may take the step on this submission."""
    if not isinstance(user, User):
        return False
    if step == Step.WITHDRAW and is_panel(user) and is_left_behind(submission):
        return True
    if step in _BY_CONTRIBUTORS:
        return _makes(user, submission)
    if step == Step.ATTACH:
        return is_panel_reviewer(user) or _makes(user, submission)
    if step in _BY_ANOTHER:
        return is_panel_reviewer(user) and not contributed(user, submission)
    return is_panel_reviewer(user)


def _makes(user: User, submission: Submission) -> bool:
    """Whether the person goes on making it.

    SECURITY: it counts as their organisation's (S5). Whoever moved to another still sees what they
    made, and sends, changes or takes back nothing in the name of the one they left.
    """
    of_its_maker = user.organisation_id == submission.organisation_id
    return may_submit(user) and (of_its_maker or is_panel(user)) and contributed(user, submission)


def may_now(user: Reader, step: Step, submission: Submission) -> bool:
    """Whether the person may take the step, and the state allows it."""
    return state_after(submission.state, step) is not None and may(user, step, submission)


def submissions_visible_to(user: Reader) -> QuerySet[Submission]:
    """One's own submissions; for the Panel all. What is in them has its own door."""
    if not isinstance(user, User) or not user.is_active:
        return Submission.objects.none()
    if is_panel(user):
        return Submission.objects.all()
    return Submission.objects.filter(
        Q(pk__in=Contributor.objects.filter(person=user).values("submission"))
    )
