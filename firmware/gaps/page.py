"""The page of gaps among pathways."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from firmware.audience_page import AudiencePage
from firmware.gaps.find import GapKind
from firmware.gaps.told import GapsAsked, gaps_told
from firmware.register import FIR
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.disclosure import Channel

A_PAGE = 100
MOST_NAMED = 8
TABS = {
    GapKind.NOT_PROVIDED: "Not provided",
    GapKind.DEAD_END: "Dead ends",
    GapKind.ISLAND: "Islands",
    GapKind.SEVERAL_NEWEST: "Several newest",
    GapKind.BLOCKED: "Blocked without alternative",
}


class GapsPage(AudiencePage):
    """Gaps by kind: all for the Panel, their own for Manufacturers that are Parties."""

    http_method_names = ["get", "head"]
    for_whom = "Gaps among pathways are for SEC Parties and the Panel (F2.17B)."

    def channel(self, request: HttpRequest) -> Channel:
        return channel_of(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The gaps of the kind that the tab says."""
        words = {kind.value: kind for kind in GapKind}
        asked = words.get(request.GET.get("gap", ""))
        wanted = GapsAsked(kind=asked)
        told = gaps_told(by=self.reader, channel=self.channel(request), asked=wanted)
        if told is None or told.totals is None:
            raise Http404
        totals = told.totals
        page = Paginator(told.gaps, A_PAGE).get_page(request.GET.get("page"))
        rows: list[dict[str, Any]] = [
            {
                "gap": gap,
                "label": TABS[gap.kind],
                "node": told.graph.nodes[gap.number],
                "named": gap.others[:MOST_NAMED],
                "more": max(len(gap.others) - MOST_NAMED, 0),
            }
            for gap in page.object_list
        ]
        context = {
            "title": "Gaps among upgrade pathways",
            "marking": FIR.marking,
            "publication": told.publication,
            "tabs": [(k.value, label, totals[k], k == asked) for k, label in TABS.items()],
            "asked": asked.value if asked else "",
            "all": sum(totals.values()),
            "page": page,
            "rows": rows,
        }
        return TemplateResponse(request, "fleet/gaps.html", context)
