"""The publications with something for DCC: where each stands, and what is overdue."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.people import is_panel
from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.deliveries.clocks import Running, standing_as
from sec_registry.deliveries.models import Clock
from sec_registry.deliveries.overview import delivered_publications, stands_of
from sec_registry.deliveries.pages.door import FOR_WHOM, DeliveryPage
from sec_registry.deliveries.results import deliveries_loaded_until
from sec_registry.registers.deliveries import DeliveryState
from sec_registry.registers.loading import under_way
from sec_registry.registers.narrowing_words import words_refused

A_PAGE = 25
#: What the list is narrowed to: the word of the address, and what the tab says.
GROUPS = (
    ("all", "All"),
    ("open", "Not all loaded"),
    (Running.OVERDUE.value, "Overdue"),
    (Running.UNKNOWN.value, "No date known"),
)


class LoadedForm(forms.Form):
    """Up to which publication DCC has loaded everything, and how that is known."""

    publication = forms.IntegerField(min_value=1, max_value=999_999_999)
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="How it is known, such as DCC's letter of a day. Kept with each record.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class DeliveriesPage(DeliveryPage):
    """The list, the newest publication first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of publications."""
        return self._page(request, LoadedForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter that DCC has loaded everything up to a publication."""
        if not is_panel(request.user):
            raise PermissionDenied(FOR_WHOM)
        form = LoadedForm(request.POST)
        if form.is_valid() and _entered(request, form):
            return HttpResponseRedirect(reverse("deliveries:list"))
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: LoadedForm) -> HttpResponse:
        refused = words_refused(request.GET, {"show": dict(GROUPS)})
        word = "" if refused else request.GET.get("show") or "all"
        rows = delivered_publications().order_by("-number")
        if refused:
            rows = rows.none()
        elif word == "open":
            rows = rows.filter(pk__in=under_way().order_by().values("publication_id"))
        elif word in (Running.OVERDUE, Running.UNKNOWN):
            rows = rows.filter(pk__in=standing_as(word).order_by().values("publication_id"))
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        stands = stands_of(page.object_list)
        context: dict[str, Any] = {
            "title": "Deliveries to DCC",
            "refused": refused,
            "page": page,
            "rows": [
                {
                    "stand": each,
                    "loaded": each.states[DeliveryState.LOADED],
                    "failed": each.states[DeliveryState.FAILED],
                    "given": each.dues[Clock.GIVEN],
                    "to_load": each.dues[Clock.LOADED],
                }
                for each in stands
            ],
            "tabs": [(each, label, each == word) for each, label in GROUPS],
            "form": form if is_panel(request.user) else None,
        }
        status = 400 if refused or form.errors else 200
        return TemplateResponse(request, "deliveries/list.html", context, status=status)


def _entered(request: Any, form: LoadedForm) -> bool:
    given = form.cleaned_data
    try:
        entered = deliveries_loaded_until(
            publication=given["publication"], reason=given["reason"], by=request.user
        )
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            form.add_error(name, errors)
        return False
    records = "delivery" if entered.changed == 1 else "deliveries"
    messages.success(request, f"{entered.changed:,} {records}: loaded.")
    return True
