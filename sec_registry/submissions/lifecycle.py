"""The life of a submission as one table: from which state an action leads to which.

Whether the state allows an action stands here; who may do it stands in ``permissions``.
"""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Step(models.TextChoices):
    """What somebody may do with a submission."""

    EDIT = "edit", "Edit"
    ATTACH = "attach", "Add evidence"
    SUBMIT = "submit", "Submit"
    WITHDRAW = "withdraw", "Withdraw"
    START_REVIEW = "start_review", "Start the review"
    RETURN = "return", "Return to its makers"
    WAIVE = "waive", "Waive an advisory"
    ACCEPT = "accept", "Accept"
    REJECT = "reject", "Reject"


#: (state, step) → the state after it. What is not listed is refused.
TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.EDIT): State.DRAFT,
    (State.DRAFT, Step.ATTACH): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Step.ATTACH): State.SUBMITTED,
    (State.SUBMITTED, Step.START_REVIEW): State.IN_REVIEW,
    (State.SUBMITTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Step.EDIT): State.RETURNED,
    (State.RETURNED, Step.ATTACH): State.RETURNED,
    (State.RETURNED, Step.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Step.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Step.ATTACH): State.IN_REVIEW,
    (State.IN_REVIEW, Step.RETURN): State.RETURNED,
    (State.IN_REVIEW, Step.WAIVE): State.IN_REVIEW,
    (State.IN_REVIEW, Step.ACCEPT): State.ACCEPTED,
    (State.IN_REVIEW, Step.REJECT): State.REJECTED,
    (State.IN_REVIEW, Step.WITHDRAW): State.WITHDRAWN,
}

#: States after which nothing happens any more.
DECIDED = frozenset({State.ACCEPTED, State.REJECTED, State.WITHDRAWN})


def state_after(state: str, step: Step) -> State | None:
    """The state to which the step leads from here; None where the state does not allow it."""
    return TRANSITIONS.get((State(state), step))
