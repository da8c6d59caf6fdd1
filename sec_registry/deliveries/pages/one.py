"""One publication's deliveries: record by record, the extract to fetch, and results to enter."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.deliveries.clocks import clocks_kept
from sec_registry.deliveries.lifecycle import TRANSITIONS
from sec_registry.deliveries.models import Clock
from sec_registry.deliveries.overview import stands_of
from sec_registry.deliveries.pages.door import DeliveryPage
from sec_registry.deliveries.permissions import may_enter
from sec_registry.deliveries.results import Result, ResultsRefused, deliveries_record
from sec_registry.deliveries.shown import with_clocks
from sec_registry.registers.deliveries import Delivery, DeliveryState
from sec_registry.registers.models import Publication
from sec_registry.registers.narrowing_words import words_refused

A_PAGE = 100
#: So many of what is in the way are named; the rest is counted.
MOST_NAMED = 20


class ResultForm(forms.Form):
    """One result for the records that were chosen."""

    result = forms.ChoiceField(label="Result")
    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed where a record failed, or where an entry is put right.",
    )
    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)
    every = forms.BooleanField(required=False)

    def __init__(self, *args: Any, states: list[DeliveryState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["result"]
        offered.choices = [(state.value, state.label) for state in states]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not (typed.get("chosen") or typed.get("every") or "chosen" in self.errors):
            self.add_error(None, "Choose the records that the result is for.")
        return typed


class OneDeliveryPage(DeliveryPage):
    """The page of one publication."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """The records, a page of them, with the form."""
        publication = _publication(number)
        return self._page(request, publication, ResultForm(states=_offered(request)))

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Enter a result for the records chosen, or for all that are narrowed to."""
        publication = _publication(number)
        rows = _narrowed(request, publication)
        if _refused(request):
            # A result for all that is shown must not reach all there is because of a slip.
            return self._page(request, publication, ResultForm(states=_offered(request)))
        form = ResultForm(request.POST, states=_offered(request))
        numbers: Any = form.fields["chosen"]
        numbers.choices = [(n, n) for n in rows.values_list("cpl_number", flat=True)]
        if form.is_valid() and self._entered(request, publication, rows, form):
            query = _query(request)
            address = reverse("deliveries:one", args=[publication.number])
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
        return self._page(request, publication, form)

    def _entered(
        self, request: Any, publication: Publication, rows: QuerySet[Delivery], form: ResultForm
    ) -> bool:
        given = form.cleaned_data
        numbers = given["chosen"]
        if given["every"]:
            numbers = list(rows.order_by("cpl_number").values_list("cpl_number", flat=True))
        results = [
            Result(publication.number, number, given["result"], given["reason"])
            for number in numbers
        ]
        try:
            entered = deliveries_record(results=results, by=request.user)
        except ResultsRefused as refused:
            for each in refused.wrong[:MOST_NAMED]:
                form.add_error(None, each.detail)
            if (more := len(refused.wrong) - MOST_NAMED) > 0:
                form.add_error(None, f"And {more:,} more like these.")
            return False
        records = "record" if entered.changed == 1 else "records"
        told = f"{entered.changed:,} {records}: {DeliveryState(given['result']).label.lower()}."
        unchanged = f" {entered.unchanged:,} stood so already." if entered.unchanged else ""
        messages.success(request, told + unchanged)
        return True

    def _page(
        self, request: HttpRequest, publication: Publication, form: ResultForm
    ) -> HttpResponse:
        clocks = clocks_kept()
        (stand,) = stands_of([publication], clocks)
        rows = _narrowed(request, publication).select_related("publication").order_by("cpl_number")
        page: Page[Delivery] = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        refused = _refused(request)
        state = "" if refused else request.GET.get("state", "")
        context = {
            "title": f"Deliveries of publication {publication.number}",
            "refused": refused,
            "publication": publication,
            "stand": stand,
            "dues": [(clock, stand.dues[clock]) for clock in Clock],
            "page": page,
            "rows": with_clocks(page.object_list, clocks),
            "tabs": [("", "All", stand.records, not (state or refused))]
            + [(s.value, s.label, n, s.value == state) for s, n in stand.states.items()],
            "form": form,
            "state": state,
            "ticked": set(form["chosen"].value() or ()),
            "query": _query(request),
        }
        status = 400 if refused or form.errors else 200
        return TemplateResponse(request, "deliveries/one.html", context, status=status)


def _publication(number: int) -> Publication:
    found = Publication.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _offered(request: HttpRequest) -> list[DeliveryState]:
    """The results that the person may enter of anything."""
    rights = may_enter(request.user)
    afterwards = {after for (_, after), who in TRANSITIONS.items() if who in rights}
    return [state for state in DeliveryState if state in afterwards]


def _refused(request: HttpRequest) -> list[str]:
    return words_refused(request.GET, {"state": DeliveryState.values})


def _narrowed(request: HttpRequest, publication: Publication) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(publication=publication)
    if _refused(request):
        return rows.none()
    state = request.GET.get("state", "")
    return rows.filter(state=state) if state else rows


def _query(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in ("state", "page") if request.GET.get(name)}
    return urlencode(kept)
