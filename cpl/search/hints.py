"""When nothing is found: which part of the question stands in the way, and what reads like it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.http import QueryDict

from cpl.filters import DeviceModelFilters
from cpl.models import PublishedTerm, TermKind
from cpl.search.asked import SearchAsked
from cpl.search.fields import LABELS, SEARCH
from cpl.search.found import Counted, Records, counted
from cpl.term_filters import MOST_WORDS
from cpl.terms import words
from sec_registry.registers.filters import narrowing

#: So many parts of a question are left out in turn: each costs as much as a search.
MOST_PARTS = 6
#: So many words of the list are offered for one that it does not have.
MOST_OTHERS = 5
#: Fewer letters begin too many words.
SHORTEST = 2


@dataclass(frozen=True)
class Without:
    """What would be found without one part of the question, and the query that asks so."""

    label: str
    value: str
    count: Counted
    query: str


@dataclass(frozen=True)
class Begun:
    """A word of the question, and words of the list that begin with it, each with its query."""

    word: str
    others: list[tuple[str, str]]


def without_each(records: Records, asked: SearchAsked) -> list[Without]:
    """For each part of the question whose absence lets something be found, how much that is."""
    return [each for each in islice(_without_each(records, asked), MOST_PARTS) if each.count.number]


def _without_each(records: Records, asked: SearchAsked) -> Iterator[Without]:
    if len(asked.given) > 1:
        for name, value in asked.given.items():
            left = {key: said for key, said in asked.given.items() if key != name}
            label = "words" if name == SEARCH else LABELS[name]
            yield Without(label, value, _count(records, left), asked.query(without=name))
    typed = asked.given.get(SEARCH, "").split()[:MOST_WORDS]
    if len(typed) > 1:
        for word in typed:
            rest = " ".join(each for each in typed if each != word)
            count = _count(records, {**asked.given, SEARCH: rest})
            yield Without("word", word, count, asked.query(search=rest))


def _count(records: Records, given: Mapping[str, str]) -> Counted:
    parameters = QueryDict(mutable=True)
    parameters.update(given)
    filters = narrowing(parameters, DeviceModelFilters)
    return Counted(0) if filters.wrong else counted(filters, records)


def words_begun(records: Records, asked: SearchAsked) -> list[Begun]:
    """For each word that nothing on the list has, what the list has that begins with it."""
    typed = asked.given.get(SEARCH, "")
    found = [Begun(word, _others(records, asked, word)) for word in words(typed)[:MOST_WORDS]]
    return [each for each in found if each.others]


def _others(records: Records, asked: SearchAsked, word: str) -> list[tuple[str, str]]:
    """Nothing where the word itself stands on the list."""
    if len(word) < SHORTEST:
        return []
    # A range and not a pattern: the index serves it on both databases.
    terms = PublishedTerm.objects.filter(
        kind=TermKind.WORD, value__gte=word, value__lt=word + chr(0x10FFFF), record__in=records
    )
    values = terms.order_by("value").values_list("value", flat=True).distinct()
    near = [each for each in values[: MOST_OTHERS + 1] if each.startswith(word)]
    if word in near:
        return []
    typed = asked.given[SEARCH].casefold()
    return [(each, asked.query(search=typed.replace(word, each))) for each in near[:MOST_OTHERS]]
