"""The search as part of a page: its form, and what it found."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from cpl.columns import REGISTER
from cpl.look_up.typed import typed_told
from cpl.search.asked import SearchAsked, search_asked
from cpl.search.fields import AFTER, LABELS, PUBLICATION, SEARCH, TIME, shown_fields
from cpl.search.found import Records, found_by, records_of
from cpl.search.hints import without_each, words_begun
from sec_registry.registers.catalogue import register
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import Standing, standing


def search_shown(request: HttpRequest, wait: int = 0) -> dict[str, Any]:
    """What the template ``cpl/search.html`` shows of the request's question.

    Whoever has to ``wait`` for so many seconds is told so, and nothing is looked for.

    Nothing in it depends on who asks: the Central Products List is public.
    """
    door = register(REGISTER)
    asked = search_asked(request.GET, door)
    if wait:
        told = f"Too many searches: please wait {wait} seconds."
        asked = replace(asked, listed=None, wrong={SEARCH: told})
    today = standing(door) or Standing()
    # What was asked wrongly is asked of nothing: the page says how today stands.
    shown_of = asked.stand if asked.listed else today
    shown: dict[str, Any] = {
        "asked": asked,
        "search": asked.typed.get(SEARCH, ""),
        "search_wrong": asked.wrong.get(SEARCH, ""),
        "fields": shown_fields(asked.typed, asked.wrong),
        "wrong": [
            (name, LABELS.get(name, ""), asked.wrong[name])
            for name in sorted(asked.wrong, key=[*LABELS, TIME, AFTER].index)
        ],
        # A page that follows is of one publication, which nobody typed.
        "opened": bool(set(asked.typed) - {SEARCH, AFTER, PUBLICATION} or set(asked.wrong)),
        "publication": Publication.objects.filter(pk=shown_of.publication).first(),
        "today": today,
        "found": None,
    }
    if asked.looks and asked.listed:
        records = records_of(door, request.user, asked)
        shown |= _found(records, asked)
    return shown


def _found(records: Records, asked: SearchAsked) -> dict[str, Any]:
    found = found_by(records, asked)
    shown: dict[str, Any] = {
        "found": found,
        "rows": found.documents,
        "question": [(LABELS[name], said) for name, said in asked.given.items()],
        "place": f"?publication={asked.stand.publication}" if asked.pinned else "",
    }
    answer = typed_told(asked.given, records)
    # Words in another order may find what the identity does not name.
    if answer and (answer.matches or not found.count.number):
        shown["told"] = answer
    elif not found.count.number:
        shown |= {"without": without_each(records, asked), "begun": words_begun(records, asked)}
    return shown
