"""The findings on a submission's page: narrowed by level, rule and column, in pages of rows.

SECURITY: what narrows a list must not tell more than the list: columns are offered, and looked
for, among the findings only that this person sees in full.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpRequest

from accounts.models import User
from sec_registry.registers.findings import Level
from sec_registry.submissions.checking import blocking
from sec_registry.submissions.models import Submission, Waiver
from sec_registry.submissions.overview import (
    ColumnCount,
    FindingFilter,
    RuleCount,
    columns_named,
    rules_breached,
)
from sec_registry.submissions.visibility import SeenFinding, findings_beyond

_PLURAL = {Level.PROBLEM: "Problems", Level.ADVISORY: "Advisories", Level.NOTE: "Notes"}


@dataclass(frozen=True)
class LevelTab:
    """A level, how many findings it has, and whether it is the one that is shown."""

    level: str
    label: str
    count: int
    shown: bool


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
class FindingsAsked:
    """What of the findings is asked for, and what else could be.

    ``rules`` are all rules with findings, of every level; ``choices`` those of the level shown,
    and ``columns`` the columns in which those of the rule asked for have findings.
    """

    narrowed: FindingFilter
    rules: Sequence[RuleCount]
    columns: Sequence[ColumnCount]

    @property
    def choices(self) -> list[RuleCount]:
        return [rule for rule in self.rules if rule.level == self.narrowed.level]

    @property
    def tabs(self) -> list[LevelTab]:
        return [
            LevelTab(
                level=level.value,
                label=_PLURAL[level],
                count=sum(rule.count for rule in self.rules if rule.level == level),
                shown=level == self.narrowed.level,
            )
            for level in Level
        ]

    def groups(
        self,
        findings: Iterable[SeenFinding],
        items: set[int],
        submission: Submission,
        by: User,
        *,
        first: bool,
    ) -> list[RuleGroup]:
        """The rules asked for with those findings that are on this page.

        Findings about the file as a whole stand on the ``first`` page.
        """
        narrowed = self.narrowed
        groups = {
            (rule.rule, rule.ground): RuleGroup(rule)
            for rule in self.choices
            if narrowed.rule in ("", rule.rule)
        }
        for finding in findings:
            group = groups.get((finding.rule, finding.ground))
            here = first if finding.item_id is None else finding.item_id in items
            wanted = finding.level == narrowed.level and narrowed.column in ("", finding.column)
            if group is not None and here and wanted:
                group.findings.append(finding)
        _say_what_is_open(groups, submission, by, narrowed.level)
        return [group for group in groups.values() if group.findings or not narrowed.column]


def _say_what_is_open(
    groups: Mapping[tuple[str, str], RuleGroup], submission: Submission, by: User, level: str
) -> None:
    open_findings = blocking(submission).exclude(findings_beyond(by)).filter(level=level)
    counted = open_findings.order_by().values_list("rule", "ground").annotate(Count("pk"))
    for rule, ground, count in counted:
        if (rule, ground) in groups:
            groups[rule, ground].open = count
    if level != Level.ADVISORY:
        return
    for waiver in Waiver.objects.filter(submission=submission).select_related("waived_by"):
        for group in groups.values():
            if group.rule.rule == waiver.rule:
                group.waivers.append(waiver)


def findings_asked(request: HttpRequest, submission: Submission, by: User) -> FindingsAsked:
    """Read the address; what it names and is not there asks for nothing in particular."""
    rules = rules_breached(submission, by=by)
    level = request.GET.get("level", "")
    if level not in Level.values:
        level = rules[0].level if rules else Level.PROBLEM.value
    rule = _one_of({each.rule for each in rules if each.level == level}, request, "rule")
    columns = columns_named(submission, FindingFilter(level, rule), by=by)
    column = _one_of({each.column for each in columns}, request, "column")
    return FindingsAsked(FindingFilter(level, rule, column), rules, columns)


def _one_of(known: set[str], request: HttpRequest, name: str) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in known else ""
