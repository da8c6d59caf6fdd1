"""What somebody asks of the list on the page, read by the API's own filters.

A form sends all its fields, so that a blank one is not asked for; what is no field is passed over
and said to be, since a filter that has no effect misleads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from cpl.api import DeviceModelSerializer
from cpl.filters import DeviceModelFilters
from cpl.search.fields import AFTER, DAY, FIELDS, NARROWING, PUBLICATION, SEARCH, TIME, WHEN
from sec_registry.registers.declaration import Register
from sec_registry.registers.moments import publication_on
from sec_registry.registers.paging import Standing
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import ListAsked, list_asked, standing_asked

A_PAGE = 25
#: So much is repeated of what is passed over.
MOST_NAMED, LONGEST_NAME = 5, 40

_KNOWN = {SEARCH, TIME, AFTER, *(each.name for each in FIELDS)}


@dataclass(frozen=True)
class SearchAsked:
    """The question; ``given`` are its filters as typed, ``listed`` is None where it is wrong."""

    typed: Mapping[str, str]
    given: Mapping[str, str]
    looks: bool
    stand: Standing = field(default_factory=Standing)
    listed: ListAsked | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()

    @property
    def pinned(self) -> bool:
        """Whether a publication or a time was asked for, and not today."""
        return any(name in self.typed for name in WHEN)

    @property
    def first(self) -> str:
        """The query of the first page, at the same publication."""
        return self.query()

    @property
    def today(self) -> str:
        """The query of the same question, asked of today's list."""
        return urlencode(self.given or {SEARCH: ""})

    def query(self, *, without: str = "", **others: str | int) -> str:
        """The address of the same question with some of it changed, at the same publication."""
        said: dict[str, str | int] = {k: v for k, v in self.given.items() if k != without}
        if self.pinned:
            said[PUBLICATION] = self.stand.publication
        said |= others
        # Somebody who takes the last filter away looks through the list.
        return urlencode(said or {SEARCH: ""})


def search_asked(parameters: QueryDict, register: Register) -> SearchAsked:
    """Read the question; nothing raises."""
    said = {name: str(parameters.get(name, "")).strip() for name in parameters if name in _KNOWN}
    typed = {name: text for name, text in said.items() if text}
    given = {name: typed[name] for name in NARROWING if name in typed}
    stand, listed, wrong = Standing(), None, _repeated(parameters)
    try:
        asked = list_asked(_query(typed, wrong), DeviceModelFilters, DeviceModelSerializer)
        stand = standing_asked(register, asked.page.publication)
        listed = None if wrong else asked
    except InvalidQuery as error:
        for each in error.errors:
            wrong.setdefault(str(each["parameter"]), str(each["detail"]))
    return SearchAsked(
        typed=typed,
        given=given,
        looks=bool(said),
        stand=stand,
        listed=listed,
        wrong=wrong,
        passed_over=tuple(name[:LONGEST_NAME] for name in parameters if name not in _KNOWN)[
            :MOST_NAMED
        ],
    )


def _repeated(parameters: QueryDict) -> dict[str, str]:
    return {
        name: "Give it once."
        for name, values in parameters.lists()
        if name in _KNOWN and len(values) > 1
    }


def _query(typed: Mapping[str, str], wrong: dict[str, str]) -> QueryDict:
    """The API's query for what was typed."""
    query = QueryDict(mutable=True)
    query.update({**typed, "limit": str(A_PAGE)})
    if DAY in typed:
        _read_day(query, wrong)
    return query


def _read_day(query: QueryDict, wrong: dict[str, str]) -> None:
    day = query.pop(DAY)[0]
    if PUBLICATION in query or TIME in query:
        wrong[DAY] = "Give a publication or a day, not both."
        return
    try:
        query[PUBLICATION] = str(publication_on(day))
    except ValueError as error:
        wrong[DAY] = str(error)
