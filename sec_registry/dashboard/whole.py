"""The desk's first page as one person is to see it.

Each line leads to a list that is filtered alike, and stands only for those whose business it is.
What is counted comes through the same doors as the lists: a line about a restricted register is
for those who may read all of it, and says nothing to anybody else, not even that it is there.
"""

from dataclasses import dataclass, field

from accounts.models import Role, RoleHolding, User
from firmware.register import FIR
from sec_registry.dashboard.committee import committee_lines
from sec_registry.dashboard.lines import Line
from sec_registry.dashboard.panel import (
    calendar_lines,
    cpa_date_lines,
    delivery_lines,
    not_provided_lines,
    notice_lines,
    removal_lines,
)
from sec_registry.dashboard.submitted import oldest_waiting, submission_lines
from sec_registry.deliveries.clocks import Running
from sec_registry.registers.models import Publication
from sec_registry.submissions.models import Submission
from zigbee.questions import questions_counted


@dataclass(frozen=True)
class Dashboard:
    """The lines of the three boxes, and the submissions that have been waiting longest."""

    mine: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)
    ahead: list[Line] = field(default_factory=list)
    oldest: list[Submission] = field(default_factory=list)
    latest: Publication | None = None
    #: Whether pathways, their gaps and fleet plans are open to the person.
    pathways: bool = False


def dashboard_of(person: User) -> Dashboard:
    """The dashboard of this person."""
    roles = frozenset(
        RoleHolding.objects.in_force().filter(user=person).values_list("role", flat=True)
    )
    manages = person.is_superuser or Role.PANEL_ADMINISTRATOR in roles
    office = bool(roles) or manages
    asked = questions_counted()
    lines = list(submission_lines(person, roles, asked))
    committee = list(committee_lines(asked)) if Role.SECURITY_SUB_COMMITTEE in roles else []
    return Dashboard(
        mine=[
            *(line for own, line in lines if own),
            *committee,
            *delivery_lines(roles, Running.OVERDUE, Running.UNKNOWN),
            *(notice_lines() if manages else ()),
            *calendar_lines(roles),
        ],
        others=[line for own, line in lines if not own],
        ahead=[
            *delivery_lines(roles, Running.DUE),
            *(removal_lines() if office else ()),
            *(cpa_date_lines() if office else ()),
            *not_provided_lines(person),
        ],
        oldest=oldest_waiting(person),
        latest=Publication.objects.order_by("-number").first() if office else None,
        pathways=FIR.reach(person).everything,
    )
