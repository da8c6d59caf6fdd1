"""Filters of the admin's lists: each compares one named column with values said beforehand.

SECURITY: the stock filters take part of a request's words into the ORM, where a name with ``__``
climbs relations. These take the value of one parameter, and use it only if it is one of the
choices offered; for any other the list is empty and says so.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from sec_registry.registers.narrowing_words import shown_again

Choices = Iterable[tuple[str, str]]


class EnumeratedFilter(SimpleListFilter):
    """A filter whose values are all known before a request says one."""

    def chosen(self) -> str | None:
        """The value asked for, if it is one of those offered."""
        offered = {str(value) for value, _ in self.lookup_choices}
        value = self.value()
        return value if value in offered else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What has the value; nothing, and a word of why, for one that is not offered."""
        asked, value = self.value(), self.chosen()
        if not asked:
            return queryset
        if value is None:
            said = f'Nothing is shown: "{shown_again(str(asked))}" is no choice of "{self.title}".'
            messages.error(request, said)
            return queryset.none()
        return self.narrow(queryset, value)

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
