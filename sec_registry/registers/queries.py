"""What a request's query asks of a register, read whole: every error in it at once."""

from dataclasses import dataclass

from django.http import QueryDict
from django_filters import FilterSet
from rest_framework.settings import api_settings

from sec_registry.registers.filters import Narrowing, names_refused, narrowing
from sec_registry.registers.paging import PAGE_PARAMETERS, PageAsked, page_asked
from sec_registry.registers.problems import InvalidQuery


@dataclass(frozen=True)
class ListAsked:
    """A page, and the filters in force."""

    page: PageAsked
    filters: Narrowing


def list_asked(parameters: QueryDict, filters: type[FilterSet]) -> ListAsked:
    """Read a list's query; raises ``InvalidQuery``."""
    page, given = page_asked(parameters), narrowing(parameters, filters)
    known = {*filters.base_filters, *PAGE_PARAMETERS, api_settings.URL_FORMAT_OVERRIDE}
    refused = names_refused(parameters, known)
    if wrong := {**given.wrong, **page.wrong, **refused}:
        raise InvalidQuery(wrong)
    return ListAsked(page, given)


def publication_asked(parameters: QueryDict) -> int | None:
    """Read a single record's query: at most a publication; raises ``InvalidQuery``."""
    page = page_asked(parameters)
    known = {"publication", api_settings.URL_FORMAT_OVERRIDE}
    if wrong := {**page.wrong, **names_refused(parameters, known)}:
        raise InvalidQuery(wrong)
    return page.publication
