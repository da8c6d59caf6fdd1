"""The life of a request as one table: from which state a step leads to which.

Who may take a step stands in the verbs (``zigbee.requests``, ``zigbee.decisions``).
"""

from django.db import models

from zigbee.choices import RequestState as S


class Step(models.TextChoices):
    """What somebody may do with a request."""

    WITHDRAW = "withdraw", "Withdraw"
    REFUSE = "refuse", "Refuse"
    GRANT = "grant", "Grant"
    PROPOSE = "propose", "Propose to grant"
    COUNTERSIGN = "countersign", "Countersign"
    DECLINE = "decline", "Decline to countersign"


#: (state, step) → the state after it. What is not listed is refused.
TRANSITIONS: dict[tuple[S, Step], S] = {
    (S.WAITING, Step.WITHDRAW): S.WITHDRAWN,
    (S.WAITING, Step.REFUSE): S.REFUSED,
    (S.WAITING, Step.GRANT): S.GRANTED,
    # Where the policy asks for two members: nothing opens before the second has signed.
    (S.WAITING, Step.PROPOSE): S.PROPOSED,
    (S.PROPOSED, Step.WITHDRAW): S.WITHDRAWN,
    (S.PROPOSED, Step.COUNTERSIGN): S.GRANTED,
    (S.PROPOSED, Step.DECLINE): S.WAITING,
}


def state_after(state: str, step: Step) -> S | None:
    """The state to which the step leads from here; None where the state does not allow it."""
    return TRANSITIONS.get((S(state), step))
