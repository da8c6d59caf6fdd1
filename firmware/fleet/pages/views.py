"""The pages of fleet plans.

SECURITY: an inventory is its owner's alone. Every look at a plan, page or file, is worked out from
the registers as they stand and recorded before it is shown.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from firmware.audience_page import AudiencePage
from firmware.fleet.answer import json_pieces
from firmware.fleet.bodies import stream_pieces
from firmware.fleet.from_file import asked_in_file, is_json
from firmware.fleet.goals import Outcome
from firmware.fleet.inventory import InventoryRefused, Problem, problems_told
from firmware.fleet.kept import (
    MEGABYTE,
    TooMany,
    fleet_policy,
    goal_of,
    inventories_of,
    inventory_delete,
    inventory_keep,
    inventory_send,
    plan_from,
)
from firmware.fleet.making import CHANNEL, FleetPlan, goal_problems
from firmware.fleet.pages.forms import FleetForm
from firmware.fleet.pages.shown import MOST_WAVE_ROWS, TABS, groups_shown, waves_shown
from firmware.fleet.tables import table_pieces
from firmware.models import FleetInventory, FleetState
from firmware.register import FIR
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.narrowing_words import words_refused

PROBLEMS_SHOWN = 100
GROUPS_ON_A_PAGE = 100
#: What can be taken away, by the end of its address.
FILES = {
    "plan.json": "application/json",
    "groups.csv": "text/csv; charset=utf-8",
    "waves.csv": "text/csv; charset=utf-8",
}


class FleetPage(AudiencePage):
    """A page of fleet plans."""

    for_whom = "Fleet plans are for SEC Parties and the Panel (F2.17B)."

    def channel(self, request: HttpRequest) -> Channel:
        return Channel(CHANNEL, quote(request.path), channel_of(request).request_id)

    def own(self, key: str) -> FleetInventory:
        """One's own inventory; raises ``Http404``."""
        found = inventories_of(self.reader).filter(key=key).first()
        if found is None:
            raise Http404
        return found


class FleetsPage(FleetPage):
    """The form, and one's own inventories."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        return self._page(request, FleetForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read the inventory at once, or leave it to the worker; then its page."""
        form = FleetForm(request.POST, request.FILES)
        kept = self._kept(form) if form.is_valid() else None
        if kept is None:
            return self._page(request, form)
        return HttpResponseRedirect(reverse("fleet:one", args=[kept.key]))

    def _kept(self, form: FleetForm) -> FleetInventory | None:
        goal, stream, reader = form.cleaned_data["chosen"], form.stream(), self.reader
        wrong = goal_problems(goal, by=reader)
        if wrong:
            form.add_error("numbers", [each.detail for each in wrong])
            return None
        try:
            if form.size > fleet_policy().at_once * MEGABYTE and not is_json(stream):
                return inventory_send(chunks=stream_pieces(stream), goal=goal, by=reader)
            goal, inventory = asked_in_file(stream, goal)
            if wrong := goal_problems(goal, by=reader):
                raise InventoryRefused(wrong)
            return inventory_keep(inventory=inventory, goal=goal, by=reader)
        except InventoryRefused as refused:
            form.refused(refused, PROBLEMS_SHOWN)
        except TooMany as many:
            form.add_error(None, str(many))
        return None

    def _page(self, request: HttpRequest, form: FleetForm) -> HttpResponse:
        context = {
            "title": "Fleet plan",
            "form": form,
            "inventories": inventories_of(self.reader),
            "policy": fleet_policy(),
            "marking": FIR.marking,
        }
        return TemplateResponse(request, "fleet/form.html", context)


class OnePage(FleetPage):
    """One's own inventory: how far it is, what is wrong with it, or its plan."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page of its state."""
        kept = self.own(key)
        context: dict[str, Any] = {"title": "Fleet plan", "kept": kept, "marking": FIR.marking}
        context["problems"] = [
            *problems_told([Problem(**each) for each in kept.problems[:PROBLEMS_SHOWN]])
        ]
        if kept.state == FleetState.READY:
            try:
                made = plan_from(kept, by=self.reader, channel=self.channel(request))
            except InventoryRefused as refused:
                # A goal that was removed from the list since.
                context["problems"] = [each.detail for each in refused.problems]
            else:
                context |= _plan_context(request, made)
        context["goal"] = goal_of(kept)
        status = 400 if context.get("refused") else 200
        return TemplateResponse(request, "fleet/plan.html", context, status=status)


class FilePage(FleetPage):
    """The plan as a file."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, key: str, name: str) -> HttpResponseBase:
        """The file as an attachment."""
        kept = self.own(key)
        if name not in FILES or kept.state != FleetState.READY:
            raise Http404
        try:
            made = plan_from(kept, by=self.reader, channel=self.channel(request))
        except InventoryRefused as refused:
            raise Http404 from refused
        answer = StreamingHttpResponse(_pieces(made, name, self), content_type=FILES[name])
        answer["Content-Disposition"] = f'attachment; filename="fleet-{name}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class DeletePage(FleetPage):
    """Deleting one's own inventory."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Delete it, and back to the list."""
        inventory_delete(self.own(key))
        messages.success(request, "The inventory was deleted.")
        return HttpResponseRedirect(reverse("fleet:list"))


def _pieces(made: FleetPlan, name: str, page: FleetPage) -> Iterator[str]:
    table, _, form = name.partition(".")
    if form == "json":
        return json_pieces(made, page.reader)
    return table_pieces(made, table, page.reader)


def _plan_context(request: HttpRequest, made: FleetPlan) -> dict[str, Any]:
    word = request.GET.get("outcome", "")
    refused = words_refused(request.GET, {"outcome": [outcome.value for outcome in Outcome]})
    asked = next((outcome for outcome in Outcome if outcome.value == word), None)
    narrowed = [each for each in made.plan.groups if asked in (None, each.way.outcome)]
    groups = [] if refused else narrowed
    page = Paginator(groups, GROUPS_ON_A_PAGE).get_page(request.GET.get("page"))
    tabs = [
        (outcome.value, label, made.plan.totals[outcome], outcome == asked)
        for outcome, label in TABS.items()
    ]
    return {
        "made": made,
        "refused": refused,
        "page": page,
        "groups": list(groups_shown(made, page.object_list)),
        "waves": list(waves_shown(made)),
        "waves_left_out": max(sum(map(len, made.plan.waves)) - MOST_WAVE_ROWS, 0),
        "tabs": tabs,
        "asked": word if asked else "",
        "files": list(FILES),
    }
