"""The page of CPA dates (P7): for anyone; pathways affected for the FIR's audience, recorded."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView

from accounts.models import User
from cpl.cpa_forecast import LONGEST, DatedCertificate, Key, cpa_forecast
from cpl.cpa_places import place_read, place_written
from firmware.cpa_forecast_answer import Told, with_pathways
from firmware.register import FIR
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.models import Ledger
from sec_registry.registers.paging import number_of

#: The windows that the page offers: days, and what the tab says.
WINDOWS = ((31, "A month"), (183, "6 months"), (366, "12 months"), (731, "2 years"))
#: So many certificates are on a page.
A_PAGE = 100
#: So many Device Models of a certificate are named; the rest is counted.
MOST_NAMED = 12


class CpaForecastPage(TemplateView):
    """Certificates by date with what they cover; what is past stands apart."""

    http_method_names = ["get", "head"]
    template_name = "cpa_forecast.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; kept out of caches, since who is signed in stands on it."""
        answer = super().get(request, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        days = self._days()
        forecast = cpa_forecast(
            today=timezone.localdate(), days=days, limit=A_PAGE, after=self._after()
        )
        told = self._told(Told(forecast))
        return super().get_context_data(
            title="CPA forecast",
            forecast=forecast,
            tabs=[(each, label, each == days) for each, label in WINDOWS],
            following=place_written(forecast.following) if forecast.following else "",
            marking=FIR.marking if told.pathways is not None else "",
            groups=[
                ("Past", "past", [_row(each, told) for each in forecast.overdue]),
                ("Ahead", "ahead", [_row(each, told) for each in forecast.ahead]),
            ],
            **kwargs,
        )

    def _days(self) -> int:
        """Any window that the API knows, a year where none is asked for; another is not there."""
        days = number_of(self.request.GET.get("days", "366"))
        if days is None or not 1 <= days <= LONGEST:
            raise Http404
        return days

    def _after(self) -> Key | None:
        try:
            return place_read(self.request.GET["after"]) if "after" in self.request.GET else None
        except ValueError:
            raise Http404 from None

    def _told(self, told: Told) -> Told:
        user = self.request.user
        if not isinstance(user, User) or not FIR.reach(user).everything:
            return told
        publication = Ledger.objects.values_list("last_publication", flat=True).get(pk=1)
        return with_pathways(told.forecast, publication, by=user, channel=channel_of(self.request))


def _row(each: DatedCertificate, told: Told) -> dict[str, Any]:
    affected = None if told.pathways is None else told.pathways[each]
    return {
        "certificate": each,
        "days_left": each.days_left(told.forecast.today),
        "named": each.covers[:MOST_NAMED],
        "more": max(len(each.covers) - MOST_NAMED, 0),
        "steps": () if affected is None else affected.steps[:MOST_NAMED],
        "more_steps": 0 if affected is None else max(len(affected.steps) - MOST_NAMED, 0),
        "stranded": () if affected is None else affected.stranded[:MOST_NAMED],
        "more_stranded": 0 if affected is None else max(len(affected.stranded) - MOST_NAMED, 0),
    }
