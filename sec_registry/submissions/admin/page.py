"""One submission's page: where it stands, what may be done, its findings, and what it changes.

SECURITY: findings and differences come from ``look_at`` alone, which records the look before it
hands anything back, and are asked for the rows of the page only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.models import User
from accounts.people import is_panel_reviewer
from sec_registry.registers.admin import channel_of
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.findings import Level
from sec_registry.submissions.admin.buttons import buttons_for
from sec_registry.submissions.admin.evidence import evidence_listed
from sec_registry.submissions.admin.since import renew_findings, review_so_far
from sec_registry.submissions.checking import blocking, is_stale
from sec_registry.submissions.difference import ItemDifference
from sec_registry.submissions.lifecycle import DECIDED, State, Step
from sec_registry.submissions.models import Item, Submission, Waiver
from sec_registry.submissions.overview import RuleCount, items_with, rules_breached
from sec_registry.submissions.permissions import contributed, may_now
from sec_registry.submissions.visibility import (
    UNDER_REVIEW,
    SeenFinding,
    Sight,
    findings_beyond,
    look_at,
)

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


@dataclass
class RuleGroup:
    """A rule with its findings on this page, and who let its advisories pass."""

    rule: RuleCount
    findings: list[SeenFinding] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    #: How many of its findings stand in the way.
    open: int = 0

    @property
    def waived(self) -> bool:
        """Whether all of the rule's advisories were let pass."""
        return bool(self.waivers) and not self.open


@dataclass(frozen=True)
class ListedItem:
    """An item with what it changes, and the Device Model in a line where the item names it."""

    subject: str
    difference: ItemDifference


@dataclass(frozen=True)
class LevelTab:
    """A level, how many findings it has, and whether it is the one that is shown."""

    level: str
    label: str
    count: int
    shown: bool


def submission_page(request: HttpRequest, pages: Any, submission: Submission) -> TemplateResponse:
    """The page for this person; the look at restricted parts is recorded by now."""
    by: Any = request.user
    rules = rules_breached(submission, by=by)
    level = _level_asked(request, rules)
    troubled = _page_of(items_with(submission, level, by=by), request.GET.get("findings"))
    listed = _page_of(Item.objects.filter(submission=submission), request.GET.get("page"))
    together = {item.pk: item for item in [*troubled.object_list, *listed.object_list]}
    renew_findings(request, submission, by)
    sight = look_at(
        submission=submission,
        items=list(together.values()),
        by=by,
        channel=channel_of(request),
    )
    undecided = submission.state not in DECIDED
    request.current_app = pages.admin_site.name
    context = {
        **pages.admin_site.each_context(request),
        "title": f"Submission {submission.pk}",
        "opts": pages.opts,
        "original": submission,
        "submission": submission,
        "contributors": submission.contributors.select_related("person"),
        "buttons": buttons_for(submission, by),
        "may_return": may_now(by, Step.RETURN, submission),
        **evidence_listed(submission, by),
        **review_so_far(request, submission, listed),
        "own_work": _own_work(submission, by),
        "stale": undecided and is_stale(submission),
        "undecided": undecided,
        "in_the_way": blocking(submission).count() if may_now(by, Step.WAIVE, submission) else 0,
        "tabs": _tabs(rules, level),
        "level": level,
        "groups": _groups(rules, level, sight, troubled, submission, by),
        "may_waive": level == Level.ADVISORY and may_now(by, Step.WAIVE, submission),
        "troubled": troubled,
        "listed": listed,
        "differences": _differences(sight, listed),
        "registers": registers(),
        "may_edit": may_now(by, Step.EDIT, submission),
        "masked": _masked(submission, by),
        "markings": _markings(sight),
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


def _level_asked(request: HttpRequest, rules: Sequence[RuleCount]) -> str:
    present = [rule.level for rule in rules]
    asked = request.GET.get("level", "")
    if asked in Level.values:
        return asked
    return present[0] if present else Level.PROBLEM.value


def _tabs(rules: Sequence[RuleCount], shown: str) -> list[LevelTab]:
    plural = {Level.PROBLEM: "Problems", Level.ADVISORY: "Advisories", Level.NOTE: "Notes"}
    return [
        LevelTab(
            level=level.value,
            label=plural[level],
            count=sum(rule.count for rule in rules if rule.level == level),
            shown=level == shown,
        )
        for level in Level
    ]


def _groups(
    rules: Sequence[RuleCount],
    level: str,
    sight: Sight,
    troubled: "Page[Item]",
    submission: Submission,
    by: User,
) -> list[RuleGroup]:
    here = {item.pk for item in troubled.object_list}
    groups = {(r.rule, r.ground): RuleGroup(r) for r in rules if r.level == level}
    for finding in sight.findings:
        of_the_file = finding.item_id is None and troubled.number == 1
        if finding.level == level and (of_the_file or finding.item_id in here):
            groups[finding.rule, finding.ground].findings.append(finding)
    open_findings = blocking(submission).exclude(findings_beyond(by)).filter(level=level)
    for rule, ground, count in (
        open_findings.order_by().values_list("rule", "ground").annotate(Count("pk"))
    ):
        if (rule, ground) in groups:
            groups[rule, ground].open = count
    waivers = Waiver.objects.filter(submission=submission).select_related("waived_by")
    for waiver in waivers:
        for group in groups.values():
            if group.rule.rule == waiver.rule and level == Level.ADVISORY:
                group.waivers.append(waiver)
    return list(groups.values())


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


def _markings(sight: Sight) -> list[str]:
    """What must stand over the page, from what is on it."""
    shown = {change.register for each in sight.differences for change in each.fields}
    return [each.marking for each in registers() if each.restricted and each.code in shown]
