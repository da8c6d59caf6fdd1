"""The impact on a submission's page: at once for a usual one, for a very large one when asked.

SECURITY: it comes from ``impact_of`` alone, which records the look before it hands anything back.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import User
from firmware.register import FIR
from sec_registry.registers.admin import channel_of
from sec_registry.submissions.impact import impact_of, may_know
from sec_registry.submissions.impact_shapes import Impact
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Submission

#: A submission of more items is worked out only when somebody asks: it takes some seconds.
AT_ONCE = 500
_CHANGED_NOTHING = (State.REJECTED, State.WITHDRAWN)


@dataclass(frozen=True)
class ShownImpact:
    """What the page says: ``told`` is None while it was not asked for, or is ``closed``."""

    items: int
    told: Impact | None = None
    closed: bool = False
    marking: str = FIR.marking


def shown_impact(request: HttpRequest, submission: Submission, by: User) -> ShownImpact | None:
    """The impact as this page shows it; None for a submission that changed nothing."""
    if submission.state in _CHANGED_NOTHING:
        return None
    items = submission.items.count()
    if not may_know(by, submission):
        return ShownImpact(items, closed=True)
    if items > AT_ONCE and request.GET.get("impact") != "yes":
        return ShownImpact(items)
    told = impact_of(submission=submission, by=by, channel=channel_of(request))
    return ShownImpact(items, told)
