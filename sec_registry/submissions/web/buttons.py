"""The buttons of a submission's page: the steps that this person may take now."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import contributed, may_now
from sec_registry.submissions.web.deeds import STEPS

_HINTS = {
    Step.RETURN: (
        "Comments on single rows stand with the rows, below. The reason is read by everybody who "
        "sees the submission; quote restricted data in neither but in the comment on its row."
    ),
}


@dataclass(frozen=True)
class Button:
    """A step that this person may take now."""

    step: str
    label: str
    asks: str
    needs_reason: bool
    address: str
    hint: str = ""


def buttons_for(
    submission: Submission, by: User, root: str, offered: Collection[Step] = frozenset(STEPS)
) -> list[Button]:
    """The buttons of the submission's page, in the order of the steps.

    ``root`` is how the addresses of what is done with it begin.
    """
    others = not contributed(by, submission)
    asks = {
        Step.RETURN: "What has to be mended, which its makers see",
        Step.ACCEPT: "Remark (optional)",
        Step.REJECT: "Reason, which its makers see",
        Step.WITHDRAW: "Reason, which its makers see" if others else "Reason (optional)",
    }
    return [
        Button(
            step=step.value,
            label=step.label,
            asks=asks.get(step, ""),
            needs_reason=step in (Step.RETURN, Step.REJECT) or (step == Step.WITHDRAW and others),
            address=f"{root}{step.value}/now/",
            hint=_HINTS.get(step, ""),
        )
        for step in STEPS
        if step in offered and may_now(by, step, submission)
    ]
