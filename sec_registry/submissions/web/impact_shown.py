"""The impact on a submission's page: at once for a usual one, for a very large one when asked.

SECURITY: it comes from ``impact_of`` alone, which records the look before it hands anything back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import User
from firmware.register import FIR
from sec_registry.registers.admin import channel_of
from sec_registry.submissions.impact import impact_of, impact_together, may_know
from sec_registry.submissions.impact_shapes import Impact
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, Submission

#: A submission of more items is worked out only when somebody asks: it takes some seconds.
AT_ONCE = 500
_CHANGED_NOTHING = (State.REJECTED, State.WITHDRAWN)


@dataclass(frozen=True)
class ShownImpact:
    """What the page says: ``told`` is None while it was not asked for, or is ``closed``."""

    items: int
    told: Impact | None = None
    closed: bool = False
    #: Of several submissions, on the page on which they are accepted together.
    several: bool = False
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


def shown_together(request: HttpRequest, chosen: Sequence[Submission], by: User) -> ShownImpact:
    """The impact of accepting them together, on the page that asks; the form may ask for it."""
    items = Item.objects.filter(submission__in=chosen).count()
    if not may_know(by, *chosen):
        return ShownImpact(items, closed=True, several=True)
    if items > AT_ONCE and request.POST.get("impact") != "yes":
        return ShownImpact(items, several=True)
    told = impact_together(submissions=chosen, by=by, channel=channel_of(request))
    return ShownImpact(items, told, several=True)
