"""Lists that begin with the newest: publications, disclosures. Pages go on below a number."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from sec_registry.registers.filters import names_refused
from sec_registry.registers.paging import PageAsked, next_address, page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import COUNT, LIMIT

BEFORE = OpenApiParameter("before", OpenApiTypes.INT, description="Only numbers below this one.")
AFTER = OpenApiParameter("after", OpenApiTypes.INT, description="Only numbers above this one.")
NEWEST = (LIMIT, BEFORE, AFTER, COUNT)

M = TypeVar("M", bound=Model)


def newest_asked(
    parameters: QueryDict, others: Collection[str] = (), wrong: dict[str, list[str]] | None = None
) -> PageAsked:
    """Read the page; raises ``InvalidQuery`` with what is wrong in the other parameters too."""
    asked = page_asked(parameters)
    known = {"limit", "before", "after", "count", FORMAT, *others}
    if found := {**asked.wrong, **(wrong or {}), **names_refused(parameters, known)}:
        raise InvalidQuery(found)
    return asked


def newest_page(
    request: Request, rows: QuerySet[M], asked: PageAsked, key: str = "pk"
) -> tuple[list[M], dict[str, Any]]:
    """The rows of the page by their primary keys, and what goes with them in the answer.

    That is ``next``, the address of the next page, and the ``count`` of all rows where it is asked
    for. ``key`` is where the query finds the primary key in the order of an index.
    """
    beside: dict[str, Any] = {"next": None}
    if asked.count:
        beside["count"] = rows.count()
    if asked.before is not None:
        rows = rows.filter(**{f"{key}__lt": asked.before})
    if asked.after:
        rows = rows.filter(**{f"{key}__gt": asked.after})
    found = list(rows.order_by(f"-{key}")[: asked.limit + 1])
    shown = found[: asked.limit]
    if len(found) > asked.limit:
        beside["next"] = next_address(request, before=shown[-1].pk)
    return shown, beside
