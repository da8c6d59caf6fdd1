"""One submission's page: where it stands, what may be done, its findings, and what it changes.

SECURITY: findings and differences come from ``look_at`` alone, which records the look before it
hands anything back, and are asked for the rows of the page only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.models import User
from accounts.people import is_panel_reviewer
from firmware.columns import CODE as FIR_CODE
from sec_registry.registers.admin import channel_of
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.findings import Level
from sec_registry.submissions.admin.addresses import root_of
from sec_registry.submissions.admin.findings_shown import findings_asked
from sec_registry.submissions.admin.impact_shown import ShownImpact, shown_impact
from sec_registry.submissions.admin.since import renew_findings, review_so_far
from sec_registry.submissions.checking import blocking, is_stale
from sec_registry.submissions.difference import ItemDifference
from sec_registry.submissions.lifecycle import DECIDED, State, Step
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.overview import (
    ActionCount,
    RuleCount,
    actions_of,
    items_listed,
    items_with,
)
from sec_registry.submissions.permissions import contributed, may_now
from sec_registry.submissions.visibility import UNDER_REVIEW, Sight, look_at
from sec_registry.submissions.web.buttons import buttons_for
from sec_registry.submissions.web.evidence import evidence_listed

A_PAGE = 50
#: The columns that say in a line which Device Model an item is about.
_SUBJECT = (
    "Device type",
    "Manufacturer",
    "Model identifier",
    "Model name",
    "Hardware version",
    "Firmware version",
)
TEMPLATE = "admin/submissions/submission/page.html"


@dataclass(frozen=True)
class ListedItem:
    """An item with what it changes, and the Device Model in a line where the item names it."""

    subject: str
    difference: ItemDifference


@dataclass(frozen=True)
class ItemsAsked:
    """Which items are asked for, by kind of change and rule broken, and what else could be."""

    action: str
    breaks: str
    actions: list[ActionCount]


def submission_page(request: HttpRequest, pages: Any, submission: Submission) -> TemplateResponse:
    """The page for this person; the look at restricted parts is recorded by now."""
    by: Any = request.user
    renew_findings(request, submission, by)
    asked = findings_asked(request, submission, by)
    troubled = _page_of(items_with(submission, asked.narrowed, by=by), request.GET.get("findings"))
    wanted = _items_asked(request, submission, asked.rules)
    listed = _page_of(
        items_listed(submission, by=by, action=wanted.action, rule=wanted.breaks),
        request.GET.get("page"),
    )
    together = {item.pk: item for item in [*troubled.object_list, *listed.object_list]}
    sight = look_at(
        submission=submission,
        items=list(together.values()),
        by=by,
        channel=channel_of(request),
    )
    impact = shown_impact(request, submission, by)
    undecided = submission.state not in DECIDED
    request.current_app = pages.admin_site.name
    context = {
        **pages.admin_site.each_context(request),
        "title": f"Submission {submission.pk}",
        "opts": pages.opts,
        "original": submission,
        "submission": submission,
        "contributors": submission.contributors.select_related("person"),
        "root": root_of(submission),
        "buttons": buttons_for(submission, by, root_of(submission)),
        "may_return": may_now(by, Step.RETURN, submission),
        **evidence_listed(submission, by),
        **review_so_far(request, submission, listed),
        "own_work": _own_work(submission, by),
        "stale": undecided and is_stale(submission),
        "undecided": undecided,
        "in_the_way": blocking(submission).count() if may_now(by, Step.WAIVE, submission) else 0,
        "asked": asked,
        "wanted": wanted,
        "groups": asked.groups(
            sight.findings,
            {item.pk for item in troubled.object_list},
            submission,
            by,
            first=troubled.number == 1,
        ),
        "may_waive": asked.narrowed.level == Level.ADVISORY and may_now(by, Step.WAIVE, submission),
        "troubled": troubled,
        "listed": listed,
        "differences": _differences(sight, listed),
        "impact": impact,
        "registers": registers(),
        "may_edit": may_now(by, Step.EDIT, submission),
        "masked": _masked(submission, by),
        "markings": _markings(sight, impact),
    }
    return TemplateResponse(request, TEMPLATE, context)


def _own_work(submission: Submission, by: User) -> bool:
    """Whether a reviewer looks at what they made, and so waits for another (S4)."""
    return (
        submission.state == State.IN_REVIEW
        and is_panel_reviewer(by)
        and contributed(by, submission)
    )


def _page_of(rows: Any, asked: str | None) -> "Page[Item]":
    return Paginator(rows, A_PAGE).get_page(asked)


def _items_asked(
    request: HttpRequest, submission: Submission, rules: Sequence[RuleCount]
) -> ItemsAsked:
    actions = actions_of(submission)
    action, rule = request.GET.get("action", ""), request.GET.get("breaks", "")
    return ItemsAsked(
        action=action if action in {each.action for each in actions} else "",
        breaks=rule if rule in {each.rule for each in rules} else "",
        actions=actions,
    )


def _differences(sight: Sight, listed: "Page[Item]") -> list[ListedItem]:
    by_item = {each.item_id: each for each in sight.differences}
    return [_listed(by_item[item.pk]) for item in listed.object_list]


def _listed(difference: ItemDifference) -> ListedItem:
    if difference.covered is not None:
        return ListedItem(difference.covered.subject, difference)
    named = {change.column: change.after for change in difference.fields}
    subject = " ".join(named[column] for column in _SUBJECT if named.get(column))
    return ListedItem(subject, difference)


def _masked(submission: Submission, by: User) -> list[Register]:
    """The registers of which this person sees only what they typed themselves."""
    reviewing = submission.state in UNDER_REVIEW and is_panel_reviewer(by)
    return [
        each
        for each in registers()
        if each.restricted and not reviewing and not each.reach(by).everything
    ]


def _markings(sight: Sight, impact: ShownImpact | None) -> list[str]:
    """What must stand over the page, from what is on it."""
    shown = {change.register for each in sight.differences for change in each.fields}
    if impact is not None and impact.told is not None:
        shown.add(FIR_CODE)
    return [each.marking for each in registers() if each.restricted and each.code in shown]
