"""What a request's query asks of a register, read whole: every error in it at once."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import FilterSet
from rest_framework.settings import api_settings

from sec_registry.registers.filters import names_refused, values_refused
from sec_registry.registers.models import PublishedRecord
from sec_registry.registers.paging import PAGE_PARAMETERS, PageAsked, page_asked
from sec_registry.registers.problems import InvalidQuery


@dataclass(frozen=True)
class ListAsked:
    """A page, and the filters in force; None when there are none."""

    page: PageAsked
    filters: FilterSet | None

    def narrow(self, records: QuerySet[PublishedRecord]) -> QuerySet[PublishedRecord]:
        """The records that the filters let through."""
        if self.filters is None:
            return records
        narrowed: QuerySet[PublishedRecord] = self.filters.filter_queryset(records)
        return narrowed


def list_asked(
    parameters: QueryDict, filters: type[FilterSet], records: QuerySet[PublishedRecord]
) -> ListAsked:
    """Read a list's query; raises ``InvalidQuery``."""
    names = filters.base_filters
    known = {*names, *PAGE_PARAMETERS, api_settings.URL_FORMAT_OVERRIDE}
    page = page_asked(parameters)
    wrong = {**page.wrong, **names_refused(parameters, known)}
    given = None
    # Building the forms takes longer than reading a page: only for those who filter.
    if any(name in parameters for name in names):
        given = filters(parameters, records.none())
        wrong = {**values_refused(given), **wrong}
    if wrong:
        raise InvalidQuery(wrong)
    return ListAsked(page, given)


def publication_asked(parameters: QueryDict) -> int | None:
    """Read a single record's query: at most a publication; raises ``InvalidQuery``."""
    page = page_asked(parameters)
    known = {"publication", api_settings.URL_FORMAT_OVERRIDE}
    if wrong := {**page.wrong, **names_refused(parameters, known)}:
        raise InvalidQuery(wrong)
    return page.publication
