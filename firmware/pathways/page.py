"""The page of one Device Model's pathways, and its picture (U3, U6): for the FIR's audience alone.

SECURITY: role first, then look-up; refusals are recorded, and looks before the page is made: all
records that are told of, and apart from them those whose release notes and contacts are shown.
"""

import json
from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from firmware.audience_page import AudiencePage
from firmware.compiled import compiled_at
from firmware.pathways.asked import GOAL, PUBLICATION, PageAsked, page_asked_for
from firmware.pathways.reasons import circle_told
from firmware.pathways.shown import (
    Seen,
    contact_shown,
    missed_shown,
    misses_shown,
    rows_shown,
    seen,
    starts_shown,
    steps_shown,
)
from firmware.pathways.told import FIELDS, pathways_told
from firmware.register import FIR
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.door import whole_number
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import as_published
from sec_registry.registers.reach import Reach

FOR_WHOM = "Upgrade pathways are for SEC Parties and the Panel (F2.17B)."
#: What is told of a step, as the record of disclosures names it.
OF_A_STEP = ("contact", "release_notes", *FIELDS)


class ForPathwayReaders(AudiencePage):
    """A page about a Device Model's pathways; ``number`` is None where the address names none."""

    http_method_names = ["get", "head"]
    for_whom = FOR_WHOM
    number: int | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the number; whether there is such a Device Model is looked up behind the door."""
        super().setup(request, *args, **kwargs)
        self.number = whole_number(kwargs.get("number", "0"))

    def channel(self, request: HttpRequest) -> Channel:
        return channel_of(request)

    def numbers_asked(self) -> list[int]:
        return [] if self.number is None else [self.number]


class PathwaysIndex(ForPathwayReaders):
    """Where a CPL number is typed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, or the way to what was typed; whether there is such a number, its page says."""
        typed = request.GET.get("number", "").strip()
        number = whole_number(typed)
        if number is not None:
            return redirect("pathways-page", number)
        context = {
            "title": "Upgrade pathways",
            "typed": typed,
            "wrong": "A CPL number is needed, such as 101." if typed else "",
        }
        status = 400 if typed else 200
        return TemplateResponse(request, "pathways/index.html", context, status=status)


class PathwaysPage(ForPathwayReaders):
    """Where a Device Model can be upgraded to, in which steps, and from where one gets to it."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The page, or its form alone where the publication asked for does not hold the number."""
        asked = page_asked_for(request.GET)
        found = None if asked.wrong else self._seen(asked)
        context: dict[str, Any] = {
            "title": f"Upgrade pathways of CPL {self.number}",
            "number": self.number,
            "marking": FIR.marking,
            "asked": asked,
        }
        if found is None:
            status = self._not_in_it(asked)
            return TemplateResponse(request, "pathways/page.html", context, status=status)
        start = found.onward.start
        documents = _documents(
            self.reach, {start, *found.way, *found.whom_to_call}, asked.publication
        )
        self._record(request, found)
        context |= {
            "seen": found,
            "publication": Publication.objects.get(pk=asked.publication),
            "device": documents[start]["device"],
            "missed": missed_shown(found),
            "contact": contact_shown(found, documents),
            "steps": steps_shown(found, documents),
            "rows": list(rows_shown(found)),
            "starts": list(starts_shown(found)),
            "misses": misses_shown(found.backward.unreachable),
            "circles": [circle_told(each) for each in found.onward.circles],
        }
        return TemplateResponse(request, "pathways/page.html", context)

    def _seen(self, asked: PageAsked) -> Seen | None:
        compiled = compiled_at(asked.publication, reach=self.reach)
        if self.number is None or compiled is None:
            return None
        both = [
            pathways_told(self.number, compiled, backward=backward) for backward in (False, True)
        ]
        onward, backward = both
        if onward is None or backward is None:
            return None
        found = seen(onward, backward, asked.goal)
        if asked.typed[GOAL] and asked.goal not in found.onward.reachable:
            asked.wrong[GOAL] = f"No way leads from CPL {self.number} to it."
        return found

    def _not_in_it(self, asked: PageAsked) -> int:
        """The status of the form alone; raises for a number that is in no publication."""
        today = page_asked_for(type(self.request.GET)())
        if self.number is None or self._seen(today) is None:
            raise Http404
        if asked.wrong:
            return 400
        asked.wrong[PUBLICATION] = (
            f"Publication {asked.publication} does not hold CPL {self.number}."
            if asked.publication
            else "Nothing was published then."
        )
        return 404

    def _record(self, request: HttpRequest, found: Seen) -> None:
        of_steps, called = frozenset(found.way), frozenset(found.whom_to_call)
        for numbers, fields in (
            (found.numbers - of_steps - called, FIELDS),
            (of_steps, OF_A_STEP),
            (called, ("contact", *FIELDS)),
        ):
            self._disclose(request, numbers, fields)

    def _disclose(
        self, request: HttpRequest, numbers: frozenset[int], fields: tuple[str, ...]
    ) -> None:
        disclose(
            register=FIR,
            by=self.reader,
            numbers=numbers,
            right=self.reach.right,
            channel=channel_of(request),
            fields=fields,
        )


class PathwaysPicture(PathwaysPage):
    """The picture alone, as a file to keep or print."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The picture as SVG, or 404 where there is nothing to be drawn."""
        asked = page_asked_for(request.GET)
        found = None if asked.wrong else self._seen(asked)
        if found is None:
            raise Http404
        self._disclose(request, found.numbers, FIELDS)
        context = {"seen": found, "asked": asked, "marking": FIR.marking, "alone": True}
        return TemplateResponse(
            request, "pathways/picture.svg", context, content_type="image/svg+xml"
        )


def _documents(reach: Reach, numbers: Collection[int], publication: int) -> dict[int, Any]:
    """The firmware records of these Device Models, as the publication holds them."""
    records = FIR.within(reach).filter(cpl_number__in=numbers).order_by()
    held = as_published(records, publication).values_list("cpl_number", "document")
    return {number: json.loads(document) for number, document in held}
