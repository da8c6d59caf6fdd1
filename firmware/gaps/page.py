"""The page of gaps among pathways."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from cpl.models import Manufacturer
from firmware.audience_page import AudiencePage
from firmware.gaps.find import GapKind
from firmware.gaps.remedy import MEANINGS, remedy_for
from firmware.gaps.told import Gaps, GapsAsked, gaps_told
from firmware.register import FIR
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.narrowing_words import words_refused

A_PAGE = 100
MOST_NAMED = 8
#: No Manufacturer's code is longer; nor is what is typed instead of one shown again at any length.
LONGEST = 4
TABS = {
    GapKind.NOT_PROVIDED: "Not provided",
    GapKind.DEAD_END: "Dead ends",
    GapKind.ISLAND: "Islands",
    GapKind.SEVERAL_NEWEST: "Several newest",
    GapKind.BLOCKED: "Blocked without alternative",
}
LABELS = {**TABS, GapKind.DEAD_END: "Dead end", GapKind.ISLAND: "Island"}


class GapsPage(AudiencePage):
    """Gaps by kind: all for the Panel, their own for Manufacturers that are Parties."""

    http_method_names = ["get", "head"]
    for_whom = "Gaps among pathways are for SEC Parties and the Panel (F2.17B)."

    def channel(self, request: HttpRequest) -> Channel:
        return channel_of(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The gaps of the kind that the tab says, of all Manufacturers or of one."""
        words = {kind.value: kind for kind in GapKind}
        # Any code may stand for a Manufacturer: one without gaps, or none that the reader may see.
        refused = words_refused(request.GET, {"gap": words, "manufacturer": ()})
        asked = words.get(request.GET.get("gap", ""))
        maker = request.GET.get("manufacturer", "").strip().upper()[:LONGEST]
        wanted = GapsAsked(kind=asked, manufacturer=maker)
        told = gaps_told(by=self.reader, channel=self.channel(request), asked=wanted)
        if told is None or told.totals is None:
            raise Http404
        totals = told.totals
        page = Paginator([] if refused else told.gaps, A_PAGE).get_page(request.GET.get("page"))
        rows: list[dict[str, Any]] = [
            {
                "gap": gap,
                "label": LABELS[gap.kind],
                "remedy": remedy_for(gap, told.graph),
                "node": told.graph.nodes[gap.number],
                "named": gap.others[:MOST_NAMED],
                "more": max(len(gap.others) - MOST_NAMED, 0),
            }
            for gap in page.object_list
        ]
        context = {
            "title": "Gaps among upgrade pathways",
            "refused": refused,
            "marking": FIR.marking,
            "publication": told.publication,
            "tabs": [(k.value, label, totals[k], k == asked) for k, label in TABS.items()],
            "meanings": [(LABELS[k], MEANINGS[k]) for k in TABS if asked in (None, k)],
            "asked": asked.value if asked else "",
            "manufacturer": maker,
            "manufacturers": _manufacturers(told, maker),
            "all": sum(totals.values()),
            "page": page,
            "rows": rows,
        }
        status = 400 if refused else 200
        return TemplateResponse(request, "fleet/gaps.html", context, status=status)


def _manufacturers(told: Gaps, asked: str) -> list[tuple[str, str]]:
    """Code and name of those that may be asked for; what was asked for is among them."""
    named = Manufacturer.objects.filter(code__in=told.manufacturers).values_list("code", "name")
    names = dict(named)
    if asked and asked not in told.manufacturers:
        names[asked] = "no Manufacturer whose gaps you may see"
    return sorted({**dict.fromkeys(told.manufacturers, ""), **names}.items())
