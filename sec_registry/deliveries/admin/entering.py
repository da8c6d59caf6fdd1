"""Results from the list of deliveries, in bulk: chosen rows, or all that the filters leave."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.people import is_panel
from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.deliveries.results import Result, ResultsRefused, deliveries_record
from sec_registry.registers.admin.forms import VerbForm, form_page
from sec_registry.registers.deliveries import Delivery, DeliveryState

#: So many of the chosen deliveries, or of what is in their way, are named.
MOST_NAMED = 20
ACTION = "enter_result"


class ResultForm(VerbForm):
    """What became of the chosen deliveries."""

    state = forms.ChoiceField(choices=DeliveryState.choices, label="Result")
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Needed where a record failed, or where an entry is put right. Kept.",
    )


class Entering:
    """The action of the list: one result for all that were chosen, or for none of them."""

    actions: Any = (ACTION,)

    def has_enter_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return is_panel(request.user)

    @admin.action(description="Enter a result", permissions=["enter"])
    def enter_result(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> HttpResponse | None:
        form = ResultForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid() and self._entered(request, chosen, form):
            return None
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        carried = [(ACTION_CHECKBOX_NAME, key) for key in keys]
        across = request.POST.get("select_across", "0")
        carried += [("action", ACTION), ("confirmed", "1"), ("select_across", across)]
        named = [
            f"CPL {each.cpl_number} of publication {each.publication_id}, {each.state}"
            for each in chosen[:MOST_NAMED]
        ]
        more = chosen.count() - len(named)
        return form_page(
            request,
            self,
            form,
            title="Enter a result",
            button="Enter the result",
            carried=carried,
            listed=[*named, *([f"and {more:,} more"] if more > 0 else [])],
            listed_title="Deliveries",
        )

    def _entered(self, request: Any, chosen: QuerySet[Delivery], form: ResultForm) -> bool:
        state, reason = form.cleaned_data["state"], form.cleaned_data["reason"]
        places = chosen.order_by("publication_id", "cpl_number").values_list(
            "publication_id", "cpl_number"
        )
        results = [Result(publication, number, state, reason) for publication, number in places]
        try:
            entered = deliveries_record(results=results, by=request.user)
        except ResultsRefused as refused:
            for each in refused.wrong[:MOST_NAMED]:
                form.add_error(each.member if each.member in form.fields else None, each.detail)
            if (more := len(refused.wrong) - MOST_NAMED) > 0:
                form.add_error(None, f"And {more:,} more like these. Nothing was entered.")
            return False
        except PermissionDenied as refused:
            messages.error(request, str(refused))
            return True
        plural = "delivery" if entered.changed == 1 else "deliveries"
        told = f"{entered.changed:,} {plural}: {DeliveryState(state).label.lower()}."
        if entered.unchanged:
            told += f" {entered.unchanged:,} stood so already."
        messages.success(request, told)
        return True
