"""The page of records that a list's query asks for, as a publication held them."""

from typing import TypeVar

from django.db.models import QuerySet

from sec_registry.registers.models import PublishedRecord
from sec_registry.registers.paging import Standing, as_published
from sec_registry.registers.queries import ListAsked

P = TypeVar("P", bound=PublishedRecord)


def records_listed(records: QuerySet[P], asked: ListAsked, stand: Standing) -> QuerySet[P]:
    """What the whole list is made of, before its filters: the publication's records.

    ``records`` are those that the reader may see.
    """
    listed = as_published(records, stand.publication)
    if asked.page.changed_since is not None:
        listed = listed.filter(published_in__gt=asked.page.changed_since)
    return listed


def page_found(
    listed: QuerySet[P], asked: ListAsked, stand: Standing
) -> tuple[list[tuple[int, str]], bool]:
    """The CPL numbers and documents on the page, and whether more follow."""
    limit = asked.page.limit
    # Past the end nothing is asked of the database, which would look through all that was.
    if asked.page.after >= stand.highest_number:
        return [], False
    onward = asked.filters.narrow(listed, asked.page.after).values_list("cpl_number", "document")
    found = list(onward[: limit + 1])
    return found[:limit], len(found) > limit
