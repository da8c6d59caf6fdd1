"""What a request's query asks of a comparison, read whole: every error in it at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django_filters import FilterSet

from sec_registry.registers.comparisons import Sides
from sec_registry.registers.declaration import Register
from sec_registry.registers.filters import Narrowing, names_refused, narrowing
from sec_registry.registers.paging import PageAsked, Standing, number_of, page_asked, standing
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT, Documented, fields_asked, members_of

START, END = "from", "to"
PARAMETERS = (START, END, "limit", "after", "count", "fields", FORMAT)


@dataclass(frozen=True)
class ComparisonAsked:
    """The two publications, the page, the filters in force, the members wanted (none: all)."""

    sides: Sides
    page: PageAsked
    filters: Narrowing
    fields: tuple[str, ...]


def comparison_asked(
    register: Register, parameters: QueryDict, filters: type[FilterSet], document: Documented
) -> ComparisonAsked:
    """Read the query; raises ``InvalidQuery``."""
    page, given = page_asked(parameters), narrowing(parameters, filters)
    fields, wrong = fields_asked(parameters, members_of(document))
    if page.count and fields:
        wrong["count"] = ["All that differ are counted; leave out the fields for that."]
    sides, not_there = sides_asked(register, parameters)
    refused = names_refused(parameters, {*filters.base_filters, *PARAMETERS})
    if wrong := {**given.wrong, **page.wrong, **wrong, **not_there, **refused}:
        raise InvalidQuery(wrong)
    return ComparisonAsked(sides, page, given, fields)


def sides_asked(
    register: Register, parameters: Mapping[str, str]
) -> tuple[Sides, dict[str, list[str]]]:
    """The two publications that the query names, or what is wrong with them; 0 is before all."""
    found: dict[str, Standing] = {}
    wrong: dict[str, list[str]] = {}
    for name in (START, END):
        text = parameters.get(name) or ""
        number = number_of(text)
        if not text:
            wrong[name] = ["The number of a publication is needed."]
        elif number is None:
            wrong[name] = [f'The number of a publication is needed, not "{text}".']
        elif (there := _standing(register, number)) is None:
            wrong[name] = [f"There is no publication {number} yet."]
        else:
            found[name] = there
    sides = Sides(found.get(START, Standing()), found.get(END, Standing()))
    if not wrong and sides.start == sides.end:
        wrong[END] = ["A publication does not differ from itself; name two."]
    return sides, wrong


def _standing(register: Register, number: int) -> Standing | None:
    # A number beyond what the column takes is no publication's.
    return standing(register, number) if number < 2**31 else None
