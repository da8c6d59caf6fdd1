"""What the queries of submissions ask: which submissions, which page, which findings."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from accounts.models import User
from sec_registry.registers.filters import names_refused
from sec_registry.registers.findings import Level
from sec_registry.registers.newest import NEWEST, newest_asked
from sec_registry.registers.paging import PageAsked, page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import COUNT, LIMIT
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Contributor, Submission

NUMBER = OpenApiParameter(
    "number", OpenApiTypes.INT, OpenApiParameter.PATH, description="The submission's number."
)
FILTERS = (
    OpenApiParameter("state", enum=State.values),
    OpenApiParameter(
        "own", OpenApiTypes.BOOL, description="Those that you made or edited, or those of others."
    ),
    OpenApiParameter("search", description="Letters that stand in the title, in either case."),
    OpenApiParameter(
        "older_than",
        {"type": "integer", "minimum": 0, "maximum": 36_500},
        description="Made more than so many days ago.",
    ),
)
LISTED = (*FILTERS, *NEWEST)
ROW = OpenApiParameter("row", OpenApiTypes.INT, description="Of this row alone.")
AFTER_ROW = OpenApiParameter("after", OpenApiTypes.INT, description="Only rows below this one.")
PAGED_ROWS = (LIMIT, AFTER_ROW)
BY_ROW = (*PAGED_ROWS, COUNT, ROW)
AFTER_FINDING = OpenApiParameter(
    "after", OpenApiTypes.INT, description="Only findings of a higher number."
)
LEVEL = OpenApiParameter("level", enum=Level.values)
RULE = OpenApiParameter("rule")
FINDINGS = (LIMIT, AFTER_FINDING, COUNT, LEVEL, RULE, ROW)

_LONGEST_WORDS = 200
_GREATEST_AGE = 36_500


@dataclass
class Narrowed:
    """The conditions of a query, and what is wrong with it by parameter."""

    condition: Q = field(default_factory=Q)
    wrong: dict[str, list[str]] = field(default_factory=dict)


def submissions_asked(
    parameters: QueryDict, listed: QuerySet[Submission], by: User
) -> tuple[QuerySet[Submission], PageAsked]:
    """The submissions asked for, and the page of them; raises ``InvalidQuery``."""
    narrowed = Narrowed()
    for name, read in (("state", _state), ("own", _own), ("search", _title), ("older_than", _age)):
        if text := parameters.get(name):
            try:
                narrowed.condition &= read(text, by)
            except ValueError as error:
                narrowed.wrong[name] = [str(error)]
    names = [each.name for each in FILTERS]
    asked = newest_asked(parameters, names, narrowed.wrong)
    return listed.filter(narrowed.condition), asked


def rows_asked(parameters: QueryDict) -> tuple[Q, PageAsked]:
    """Which items are asked for; raises ``InvalidQuery``."""
    narrowed = Narrowed()
    _read_row(parameters, narrowed, "position")
    return narrowed.condition, _page(parameters, narrowed, ("row",))


def page_only(parameters: QueryDict) -> PageAsked:
    """A page that is always counted and nothing else; raises ``InvalidQuery``."""
    return _page(parameters, Narrowed(), (), ("limit", "after"))


def findings_asked(parameters: QueryDict) -> tuple[Q, PageAsked]:
    """Which findings are asked for; raises ``InvalidQuery``."""
    narrowed = Narrowed()
    _read_row(parameters, narrowed, "row")
    if level := parameters.get("level"):
        if level in Level.values:
            narrowed.condition &= Q(level=level)
        else:
            narrowed.wrong["level"] = [f"Use one of {', '.join(Level.values)}."]
    if rule := parameters.get("rule"):
        if "\0" in rule:
            narrowed.wrong["rule"] = ["There is no such rule."]
        else:
            narrowed.condition &= Q(rule=rule)
    return narrowed.condition, _page(parameters, narrowed, ("level", "rule", "row"))


def _page(
    parameters: QueryDict,
    narrowed: Narrowed,
    others: Collection[str],
    paging: Collection[str] = ("limit", "after", "count"),
) -> PageAsked:
    asked = page_asked(parameters)
    known = {*paging, FORMAT, *others}
    if wrong := {**asked.wrong, **narrowed.wrong, **names_refused(parameters, known)}:
        raise InvalidQuery(wrong)
    return asked


def _read_row(parameters: QueryDict, narrowed: Narrowed, column: str) -> None:
    if text := parameters.get("row"):
        try:
            narrowed.condition &= Q(**{column: _whole(text, 10**9)})
        except ValueError as error:
            narrowed.wrong["row"] = [str(error)]


def _state(text: str, by: User) -> Q:
    if text not in State.values:
        raise ValueError(f"Use one of {', '.join(State.values)}.")
    return Q(state=text)


def _own(text: str, by: User) -> Q:
    if text not in ("true", "false"):
        raise ValueError('Say "true" or "false".')
    own = Q(pk__in=Contributor.objects.filter(person=by).values("submission"))
    return own if text == "true" else ~own


def _title(text: str, by: User) -> Q:
    if "\0" in text or len(text) > _LONGEST_WORDS:
        raise ValueError("No title holds these letters.")
    return Q(title__icontains=text)


def _age(text: str, by: User) -> Q:
    return Q(created_at__lt=timezone.now() - timedelta(days=_whole(text, _GREATEST_AGE)))


def _whole(text: str, greatest: int) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 10 or int(text) > greatest:
        raise ValueError(f"A whole number up to {greatest:,} is needed.")
    return int(text)
