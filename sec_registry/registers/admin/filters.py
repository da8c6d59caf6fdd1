"""Filters of the admin's lists: each compares one named column with values said beforehand.

SECURITY: the stock filters take part of a request's words into the ORM, where a name with ``__``
climbs relations. These take the value of one parameter, and use it only if it is one of the
choices offered.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

Choices = Iterable[tuple[str, str]]


class EnumeratedFilter(SimpleListFilter):
    """A filter whose values are all known before a request says one."""

    def chosen(self) -> str | None:
        """The value asked for, if it is one of those offered."""
        offered = {str(value) for value, _ in self.lookup_choices}
        value = self.value()
        return value if value in offered else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.chosen()
        return queryset if value is None else self.narrow(queryset, value)

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that have the value."""
        raise NotImplementedError


class _ColumnFilter(EnumeratedFilter):
    column: ClassVar[str]
    offers: ClassVar[Callable[[], Choices]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(type(self).offers())

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(**{self.column: value})


def choice_filter(
    title: str, column: str, offers: Choices | Callable[[], Choices], *, parameter: str = ""
) -> type[EnumeratedFilter]:
    """A filter by one column; ``offers`` may be a function, for choices kept in a table."""
    supply = offers if callable(offers) else (lambda: offers)
    return type(
        f"{title.title().replace(' ', '')}Filter",
        (_ColumnFilter,),
        {
            "title": title,
            "column": column,
            "parameter_name": parameter or column,
            "offers": staticmethod(supply),
        },
    )
