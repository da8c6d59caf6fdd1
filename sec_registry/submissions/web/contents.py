"""What a submission's page shows: what may be done, its findings, and what it changes.

SECURITY: findings and differences come from ``look_at`` alone, which records the look before it
hands anything back, and are asked for the rows of the page only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from firmware.columns import CODE as FIR_CODE
from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.registers.admin import channel_of
from sec_registry.registers.catalogue import registers
from sec_registry.submissions.checking import is_stale
from sec_registry.submissions.difference import ItemDifference
from sec_registry.submissions.lifecycle import DECIDED, Step
from sec_registry.submissions.looks import Sight, look_at
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.overview import (
    ActionCount,
    RuleCount,
    actions_of,
    items_listed,
    items_with,
)
from sec_registry.submissions.permissions import may_now
from sec_registry.submissions.rights import rights_asked_once
from sec_registry.submissions.told import markings
from sec_registry.submissions.visibility import masked_for
from sec_registry.submissions.web.buttons import buttons_for
from sec_registry.submissions.web.deeds import STEPS
from sec_registry.submissions.web.evidence import evidence_listed
from sec_registry.submissions.web.findings_shown import findings_asked
from sec_registry.submissions.web.impact_shown import ShownImpact, shown_impact
from sec_registry.submissions.web.questions_shown import questions_shown
from sec_registry.submissions.web.since import review_so_far

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


def contents_of(
    request: HttpRequest,
    submission: Submission,
    root: str,
    offered: Collection[Step] = frozenset(STEPS),
) -> dict[str, Any]:
    """What the page shows to this person; the look at restricted parts is recorded by now.

    ``root`` is how the addresses of what is done with it begin; ``offered`` are the steps that
    have a button there, if they may be taken.
    """
    with rights_asked_once():
        return _contents(request, submission, root, offered)


def _contents(
    request: HttpRequest, submission: Submission, root: str, offered: Collection[Step]
) -> dict[str, Any]:
    by: Any = request.user
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
    return {
        "submission": submission,
        "root": root,
        "longest_reason": LONGEST_REASON,
        "buttons": buttons_for(submission, by, root, offered),
        **questions_shown(request, submission, by),
        **evidence_listed(submission, by),
        **review_so_far(request, submission, listed),
        "stale": undecided and is_stale(submission),
        "undecided": undecided,
        "asked": asked,
        "wanted": wanted,
        "groups": asked.groups(
            sight.findings,
            {item.pk for item in troubled.object_list},
            submission,
            by,
            first=troubled.number == 1,
        ),
        "troubled": troubled,
        "listed": listed,
        "differences": _differences(sight, listed),
        "impact": impact,
        "registers": registers(),
        "may_edit": may_now(by, Step.EDIT, submission),
        "masked": masked_for(by, submission),
        "markings": _markings(sight, impact),
    }


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


def _markings(sight: Sight, impact: ShownImpact | None) -> list[str]:
    """What must stand over the page, from what is on it."""
    shown = {change.register for each in sight.differences for change in each.fields}
    if impact is not None and impact.told is not None:
        shown.add(FIR_CODE)
    return markings(shown)
