"""What a request's query asks of a register, read whole: every error in it at once."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import QueryDict
from django_filters import FilterSet
from rest_framework.serializers import Serializer
from rest_framework.settings import api_settings

from sec_registry.registers.declaration import Register
from sec_registry.registers.filters import Narrowing, names_refused, narrowing
from sec_registry.registers.paging import (
    PAGE_PARAMETERS,
    PageAsked,
    Standing,
    page_asked,
    standing,
)
from sec_registry.registers.problems import InvalidQuery

FORMAT = str(api_settings.URL_FORMAT_OVERRIDE)
MOMENT_PARAMETERS = ("publication", "at", FORMAT)
RECORD_PARAMETERS = (*MOMENT_PARAMETERS, "fields")

Documented = type[Serializer[Any]]


@dataclass(frozen=True)
class ListAsked:
    """A page, the filters in force, and the members wanted of each document (none: all)."""

    page: PageAsked
    filters: Narrowing
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RecordAsked:
    """One record: as it stands or in a publication, and the members wanted of its document."""

    publication: int | None
    fields: tuple[str, ...]


def list_asked(parameters: QueryDict, filters: type[FilterSet], document: Documented) -> ListAsked:
    """Read a list's query; raises ``InvalidQuery``."""
    page, given = page_asked(parameters), narrowing(parameters, filters)
    fields, wrong = fields_asked(parameters, members_of(document))
    known = {*filters.base_filters, *PAGE_PARAMETERS, "fields", FORMAT}
    refused = names_refused(parameters, known)
    if wrong := {**given.wrong, **page.wrong, **wrong, **refused}:
        raise InvalidQuery(wrong)
    return ListAsked(page, given, fields)


def record_asked(parameters: QueryDict, document: Documented) -> RecordAsked:
    """Read a single record's query; raises ``InvalidQuery``."""
    page = page_asked(parameters)
    fields, wrong = fields_asked(parameters, members_of(document))
    if wrong := {**page.wrong, **wrong, **names_refused(parameters, RECORD_PARAMETERS)}:
        raise InvalidQuery(wrong)
    return RecordAsked(page.publication, fields)


def standing_asked(register: Register, publication: int | None) -> Standing:
    """What the register holds today or in that publication; raises ``InvalidQuery`` for none."""
    found = standing(register, publication)
    if found is None:
        raise not_published(publication)
    return found


def not_published(publication: int | None) -> InvalidQuery:
    """What is said where a publication is asked for that there is not."""
    return InvalidQuery({"publication": [f"There is no publication {publication} yet."]})


def moment_asked(parameters: QueryDict, register: Register) -> Standing:
    """Read a query that asks for nothing but a publication or a time; raises ``InvalidQuery``."""
    page = page_asked(parameters)
    if wrong := {**page.wrong, **names_refused(parameters, MOMENT_PARAMETERS)}:
        raise InvalidQuery(wrong)
    return standing_asked(register, page.publication)


def only_format(parameters: QueryDict) -> None:
    """Refuse any parameter but the format; raises ``InvalidQuery``."""
    if wrong := names_refused(parameters, {FORMAT}):
        raise InvalidQuery(wrong)


@cache
def members_of(document: Documented) -> tuple[str, ...]:
    """The members at the top of these documents."""
    return tuple(document().get_fields())


def fields_asked(
    parameters: QueryDict, known: Collection[str]
) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """The members that the query names, each once, or what is wrong with them."""
    names = [name.strip() for name in parameters.get("fields", "").split(",")]
    unknown = [name for name in names if name not in known]
    if not parameters.get("fields"):
        return (), {}
    if unknown:
        listed = ", ".join(f'"{name}"' for name in dict.fromkeys(unknown))
        return (), {"fields": [f"There is no {listed}; there is {', '.join(known)}."]}
    return tuple(dict.fromkeys(names)), {}
