"""What may be said about the findings of submissions without showing one: how many, of which rule.

The content of findings has its own door (``visibility``); a count by level and rule says nothing
that a masked finding would not say. Findings beyond the reader's right are not counted either.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from sec_registry.registers.declaration import Reader
from sec_registry.registers.findings import Level
from sec_registry.submissions.checking import all_rules
from sec_registry.submissions.models import Item, StoredFinding, Submission
from sec_registry.submissions.visibility import findings_beyond, findings_known_to

_SEVERITY = Case(
    *(When(level=level, then=Value(place)) for place, level in enumerate(Level.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class RuleCount:
    """How often a rule of a level was breached; ``sentence`` is "" for a rule of the reader's."""

    level: str
    rule: str
    ground: str
    sentence: str
    count: int


@dataclass(frozen=True)
class FindingFilter:
    """Findings of a level; ``rule`` and ``column`` are "" for any."""

    level: str
    rule: str = ""
    column: str = ""


@dataclass(frozen=True)
class ColumnCount:
    """How many findings are in a column."""

    column: str
    count: int


@dataclass(frozen=True)
class ActionCount:
    """How many items are of a kind of change."""

    action: str
    count: int


def with_counts(submissions: QuerySet[Submission], *, by: Reader) -> QuerySet[Any]:
    """The submissions with ``item_count`` and one count for each level, named ``problem_count``."""
    known = StoredFinding.objects.exclude(findings_beyond(by))
    of_level = {f"{level}_count": _count(known.filter(level=level)) for level in Level.values}
    return submissions.annotate(item_count=_count(Item.objects.all()), **of_level)


def has_findings(*levels: str, by: Reader) -> Exists:
    """Whether a submission has findings of these levels, beside its ``pk``, as far as is known."""
    found = StoredFinding.objects.filter(submission=OuterRef("pk"), level__in=levels)
    return Exists(found.exclude(findings_beyond(by)))


def rules_breached(submission: Submission, *, by: Reader) -> list[RuleCount]:
    """The rules with findings, problems first, each with how many there are."""
    sentences = {rule.code: rule.sentence for rule in all_rules()}
    found = (
        StoredFinding.objects.filter(submission=submission)
        .exclude(findings_beyond(by))
        .values_list("level", "rule", "ground")
        .annotate(count=Count("pk"), severity=_SEVERITY)
        .order_by("severity", "rule", "ground")
    )
    return [
        RuleCount(level, rule, ground, sentences.get(rule, ""), count)
        for level, rule, ground, count, _ in found
    ]


def columns_named(
    submission: Submission, narrowed: FindingFilter, *, by: User
) -> list[ColumnCount]:
    """The columns in which these findings are, but for those that are masked for the reader."""
    found = (
        _of(submission, narrowed, by)
        .filter(openly=True)
        .exclude(column="")
        .order_by("column")
        .values_list("column")
        .annotate(count=Count("pk"))
    )
    return [ColumnCount(column, count) for column, count in found]


def items_with(submission: Submission, narrowed: FindingFilter, *, by: User) -> QuerySet[Item]:
    """The items that have such findings, by their rows."""
    found = _of(submission, narrowed, by)
    if narrowed.column:
        # SECURITY: the column of a masked finding is masked too.
        found = found.filter(openly=True, column=narrowed.column)
    return Item.objects.filter(pk__in=found.values("item")).order_by("position")


def items_listed(
    submission: Submission, *, by: User, action: str = "", rule: str = ""
) -> QuerySet[Item]:
    """The items of this kind of change that break this rule; "" for any."""
    items = Item.objects.filter(submission=submission).order_by("position")
    if action:
        items = items.filter(action=action)
    if rule:
        broken = findings_known_to(by, submission).filter(rule=rule)
        items = items.filter(pk__in=broken.values("item"))
    return items


def actions_of(submission: Submission) -> list[ActionCount]:
    """The kinds of change in the submission, each with how many items there are."""
    found = (
        Item.objects.filter(submission=submission)
        .order_by("action")
        .values_list("action")
        .annotate(count=Count("pk"))
    )
    return [ActionCount(action, count) for action, count in found]


def _of(submission: Submission, narrowed: FindingFilter, by: User) -> QuerySet[Any]:
    found = findings_known_to(by, submission).filter(level=narrowed.level)
    return found.filter(rule=narrowed.rule) if narrowed.rule else found


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = (
        rows.filter(submission=OuterRef("pk"))
        .order_by()
        .values("submission")
        .annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("number")), 0)
