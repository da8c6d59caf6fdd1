"""What may be said about the findings of submissions without showing one: how many, of which rule.

The content of findings has its own door (``visibility``); a count by level and rule says nothing
that a masked finding would not say. Findings beyond the reader's right are not counted either.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from sec_registry.registers.declaration import Reader
from sec_registry.registers.findings import Level
from sec_registry.submissions.checking import all_rules
from sec_registry.submissions.models import Item, StoredFinding, Submission
from sec_registry.submissions.visibility import findings_beyond

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


def with_counts(submissions: QuerySet[Submission], *, by: Reader) -> QuerySet[Any]:
    """The submissions with ``item_count`` and one count for each level, named ``problem_count``."""
    known = StoredFinding.objects.exclude(findings_beyond(by))
    of_level = {f"{level}_count": _count(known.filter(level=level)) for level in Level.values}
    return submissions.annotate(item_count=_count(Item.objects.all()), **of_level)


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


def items_with(submission: Submission, level: str, *, by: Reader) -> QuerySet[Item]:
    """The items that have findings of the level, by their rows."""
    of_level = StoredFinding.objects.filter(submission=submission, level=level).exclude(
        findings_beyond(by)
    )
    return Item.objects.filter(pk__in=of_level.values("item")).order_by("position")


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = (
        rows.filter(submission=OuterRef("pk"))
        .order_by()
        .values("submission")
        .annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("number")), 0)
