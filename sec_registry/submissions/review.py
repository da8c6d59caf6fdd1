"""The steps of a submission's life, but for acceptance.

Submit, review, waive, return, reject, withdraw.

``at``, where a verb takes it, is the moment it is recorded under: for samples with a past.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.registers.findings import Level
from sec_registry.submissions.cells import storable, storable_reason
from sec_registry.submissions.checking import is_stale, submission_check
from sec_registry.submissions.errors import NotAcceptable, NotForYou, StateForbids, Unusable
from sec_registry.submissions.lifecycle import State, Step, state_after
from sec_registry.submissions.models import (
    Comment,
    Item,
    Round,
    StoredFinding,
    Submission,
    Waiver,
)
from sec_registry.submissions.permissions import contributed, may
from sec_registry.submissions.visibility import findings_known_to

#: How a step is said of a submission, where its label alone does not do.
_DEEDS = {
    Step.ATTACH: "add evidence to",
    Step.START_REVIEW: "start the review of",
    Step.RETURN: "return",
    Step.WAIVE: "waive an advisory of",
}


def locked_for(step: Step, submission: Submission, by: User) -> tuple[Submission, State]:
    """The submission, locked, and the state after the step; raises when it may not be taken.

    Must run in a transaction. Raises ``NotForYou`` or ``StateForbids``.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not may(by, step, locked):
        deed = _DEEDS.get(step, step.label.lower())
        raise NotForYou(f"You may not {deed} submission {locked.pk}.")
    after = state_after(locked.state, step)
    if after is None:
        raise StateForbids(
            f"Submission {locked.pk} is {locked.get_state_display().lower()}: "
            f"{step.label.lower()} is not possible now."
        )
    return locked, after


def submission_submit(
    *, submission: Submission, by: User, at: datetime | None = None
) -> Submission:
    """Send it to the Panel, anew where it was returned; with problems ``NotAcceptable``.

    SECURITY: only problems of which the sender may know are in the way; whether it can be sent
    would otherwise tell what a restricted register holds. The Panel meets the others in review.
    """
    with transaction.atomic():
        locked, after = locked_for(Step.SUBMIT, submission, by)
        submission_check(submission=locked, by=by, at=at)
        known = findings_known_to(by, locked)
        sendable = not known.filter(level=Level.PROBLEM).exists()
        if not Item.objects.filter(submission=locked).exists():
            raise Unusable("There is nothing in this submission.")
        if sendable:
            locked.submitted_at = at or timezone.now()
            _move(locked, after, by, "submitted", at)
    # Outside the transaction, so that the findings of a refused draft stay for its makers.
    if not sendable:
        raise NotAcceptable("Problems stand in the way; the findings say which.")
    return locked


def submission_start_review(
    *, submission: Submission, by: User, at: datetime | None = None
) -> Submission:
    """A Panel reviewer takes the submission up; stale findings are worked out anew."""
    with transaction.atomic():
        locked, after = locked_for(Step.START_REVIEW, submission, by)
        if is_stale(locked):
            submission_check(submission=locked, by=by, at=at)
        _move(locked, after, by, "review started", at)
    return locked


def submission_waive(
    *,
    submission: Submission,
    rule: str,
    reason: str,
    by: User,
    item: Item | None = None,
    at: datetime | None = None,
) -> Waiver:
    """Let one rule's advisories pass, for the submission or one item, in the reviewer's name.

    For the content as it is now: what a maker changes later needs a new one. Problems cannot be
    waived; a reason is needed. Raises ``Unusable`` for either.
    """
    reason = _reason("waiver", reason)
    with transaction.atomic():
        locked, _ = locked_for(Step.WAIVE, submission, by)
        advisories = StoredFinding.objects.filter(
            submission=locked, rule=rule, level=Level.ADVISORY
        )
        if item is not None:
            advisories = advisories.filter(item=item)
        if not advisories.exists():
            raise Unusable(f'There is no advisory of rule "{rule}" to waive here.')
        waiver, _ = Waiver.objects.get_or_create(
            submission=locked,
            row=None if item is None else item.position,
            rule=rule,
            revision=locked.revision,
            defaults={"reason": reason, "waived_by": by, "waived_at": at or timezone.now()},
        )
    return waiver


def submission_return(
    *,
    submission: Submission,
    by: User,
    reason: str,
    comments: Mapping[int, str] = MappingProxyType({}),
    at: datetime | None = None,
) -> Submission:
    """A Panel reviewer sends the submission back to its makers, who edit it and submit it again.

    ``comments`` says something of single items, by their keys; blank ones are left out.
    SECURITY: the reason is for whoever sees the submission; a comment may quote what its item
    proposes, and so is shown only to those who see all of that (``rounds``).
    """
    reason = _reason("return", reason)
    texts = {item: storable("comment", text) for item, text in comments.items()}
    said = {item: text for item, text in texts.items() if text}
    with transaction.atomic():
        locked, after = locked_for(Step.RETURN, submission, by)
        rows = dict(Item.objects.filter(submission=locked).values_list("pk", "position"))
        if not said.keys() <= rows.keys():
            raise Unusable("A comment speaks of an item that is not in this submission.")
        returned = Round.objects.create(
            submission=locked,
            number=Round.objects.filter(submission=locked).count() + 1,
            revision=locked.revision,
            reason=reason,
            returned_by=by,
            returned_at=at or timezone.now(),
        )
        Comment.objects.bulk_create(
            Comment(round=returned, row=rows[item], text=text) for item, text in said.items()
        )
        _move(locked, after, by, reason, at)
    return locked


def submission_reject(*, submission: Submission, reason: str, by: User) -> Submission:
    """A Panel reviewer turns the submission down, with a reason its makers see."""
    reason = _reason("rejection", reason)
    with transaction.atomic():
        locked, after = locked_for(Step.REJECT, submission, by)
        _decide(locked, after, by, reason)
    return locked


def submission_withdraw(*, submission: Submission, by: User, reason: str = "") -> Submission:
    """Its makers take the submission back; of one that they left behind the Panel says why."""
    with transaction.atomic():
        locked, after = locked_for(Step.WITHDRAW, submission, by)
        if contributed(by, locked):
            reason = storable_reason(reason) or "withdrawn"
        else:
            reason = _reason("withdrawal of what others made", reason)
        _decide(locked, after, by, reason)
    return locked


def _reason(what: str, typed: str) -> str:
    reason = storable_reason(typed)
    if not reason:
        raise Unusable(f"A {what} needs a reason.")
    return reason


def _decide(submission: Submission, after: State, by: User, reason: str) -> None:
    submission.decided_by = by
    submission.decided_at = timezone.now()
    submission.decision_reason = reason
    _move(submission, after, by, reason)


def _move(
    submission: Submission, after: State, by: User, reason: str, at: datetime | None = None
) -> None:
    submission.state = after
    with acting(by=by, reason=reason, at=at):
        # The reason is somebody's typing; what belongs to a state is this module's, and the
        # database holds it.
        submission.full_clean(validate_unique=False, validate_constraints=False)
        submission.save()
