"""Filters of the registers' lists: each one declared by hand, each an exact comparison.

SECURITY: a request's own names never reach the database layer, where ``__`` climbs relations. What
is not declared is refused by name and has no effect.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import CharFilter, Filter, FilterSet
from drf_spectacular.types import OpenApiTypes

from sec_registry.registers.models import PublishedRecord
from sec_registry.registers.moments import read_moment


class HexField(forms.CharField):
    """Hexadecimal digits, which the registers keep in upper case, in either case."""

    def __init__(self, *, digits: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.digits = digits

    def to_python(self, value: Any) -> str:
        """The digits in upper case."""
        return str(super().to_python(value)).upper()

    def validate(self, value: Any) -> None:
        """Refuse what no record could hold."""
        super().validate(value)
        if value and (len(value) != self.digits or set(value) - set("0123456789ABCDEF")):
            raise forms.ValidationError(f"{self.digits} hexadecimal digits are needed.")


class WordField(forms.CharField):
    """One of a few words."""

    def __init__(self, *, words: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs, strip=False)
        self.words = tuple(words)

    def to_python(self, value: Any) -> str:
        """The word, with the plus sign that an address turns into a blank ("SMETS2+")."""
        text = str(super().to_python(value))
        return f"{text[:-1]}+" if text.endswith(" ") else text

    def validate(self, value: Any) -> None:
        """Refuse other words, and say which would do."""
        super().validate(value)
        if value and value not in self.words:
            raise forms.ValidationError(f"Use one of {', '.join(self.words)}.")


class HexFilter(CharFilter):
    """Compares hexadecimal digits."""

    field_class = HexField


class WordFilter(CharFilter):
    """Compares one of a few words."""

    field_class = WordField


def names_refused(parameters: QueryDict, known: Collection[str]) -> dict[str, list[str]]:
    """What is wrong with the names in a query: unknown, repeated or without a value."""
    wrong = {}
    for name, values in parameters.lists():
        if name not in known:
            wrong[name] = [f"There is no such parameter here; there is {', '.join(sorted(known))}."]
        elif len(values) > 1:
            wrong[name] = ["Give it once."]
        elif not values[0]:
            wrong[name] = ["It has no value."]
    return wrong


class DateField(forms.CharField):
    """A calendar date, in the one form that is the same everywhere."""

    def clean(self, value: Any) -> date:
        """The date; refuses every other form."""
        text = super().clean(value)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        # Weeks and dates without hyphens are read too.
        if day is None or day.isoformat() != text:
            raise forms.ValidationError("A date such as 2027-01-31 is needed.")
        return day


class DateFilter(Filter):
    """Compares dates."""

    field_class = DateField
    schema_type = OpenApiTypes.DATE


class MomentField(forms.CharField):
    """A moment with its zone."""

    def clean(self, value: Any) -> datetime:
        """The moment in UTC."""
        try:
            return read_moment(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class MomentFilter(Filter):
    """Compares moments."""

    field_class = MomentField
    schema_type = OpenApiTypes.DATETIME


class KeysetFilter(CharFilter):
    """A filter by rows that have the CPL number beside them, in whose order a page can be read.

    ``rarity`` is lower for what fewer records have: the rarest in force leads.
    """

    rarity = 0

    def number(self, value: Any) -> str:
        """The path of the CPL number in the rows that the filter joins."""
        raise NotImplementedError

    def onward(self, records: QuerySet[Any], value: Any, after: int) -> QuerySet[Any]:
        """The records above the CPL number that the filter lets through.

        Asked for here and not later, since a later condition on such rows joins them again.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Narrowing:
    """The filters of one query with their values, and what is wrong with the values.

    A FilterSet would copy all its filters and build a form for each request, which takes longer
    than reading the page; the declared filters hold no state and serve every request.
    """

    given: tuple[tuple[Filter, Any], ...]
    wrong: dict[str, list[str]]

    def __bool__(self) -> bool:
        return bool(self.given)

    def narrow(
        self, records: QuerySet[PublishedRecord], after: int = 0
    ) -> QuerySet[PublishedRecord]:
        """The records above the CPL number that every filter lets through, in order."""
        leading: list[tuple[int, str]] = []
        for each, value in self.given:
            if isinstance(each, KeysetFilter):
                records = each.onward(records, value, after)
                leading.append((each.rarity, each.number(value)))
            else:
                records = each.filter(records, value)
        if not leading and after:
            records = records.filter(cpl_number__gt=after)
        return records.order_by(min(leading)[1] if leading else "cpl_number")


def narrowing(parameters: QueryDict, filters: type[FilterSet]) -> Narrowing:
    """Read the declared filters that the query names; nothing raises."""
    given: list[tuple[Filter, Any]] = []
    wrong: dict[str, list[str]] = {}
    for name, each in filters.base_filters.items():
        if name in parameters:
            try:
                given.append((each, each.field.clean(parameters[name])))
            except forms.ValidationError as error:
                wrong[name] = error.messages
    return Narrowing(tuple(given), wrong)
