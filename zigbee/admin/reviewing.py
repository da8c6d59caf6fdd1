"""Reviews from the list of Zigbee records, singly and in bulk, by the committee's members (Z5)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.people import is_ssc
from sec_registry.registers.admin.forms import VerbForm, form_page
from sec_registry.registers.door import whole_number
from sec_registry.registers.models import Publication
from zigbee.admin.chosen import carried_on, named
from zigbee.choices import ReviewState
from zigbee.models import ZigbeeRecord
from zigbee.reviews import records_review


class NoteForm(ActionForm):
    """The list's action bar, with room for a note."""

    note = forms.CharField(max_length=300, required=False, label="Note:")


def newest_publication() -> int | None:
    return Publication.objects.order_by("-number").values_list("number", flat=True).first()


class ReviewForm(NoteForm):
    """With the publication that the list was read in."""

    seen = forms.IntegerField(
        required=False, initial=newest_publication, widget=forms.HiddenInput(attrs={"id": ""})
    )


class ConcernForm(VerbForm):
    """What the committee is concerned about."""

    note = forms.CharField(
        label="Concern",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
        help_text="Stays open until the record is marked as reviewed.",
    )


class Reviewing:
    """The actions of the list that decide."""

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Asked by the actions."""
        return is_ssc(request.user)

    @admin.action(description="Mark as reviewed", permissions=["review"])
    def mark_reviewed(self, request: HttpRequest, records: QuerySet[ZigbeeRecord]) -> None:
        note = request.POST.get("note", "")
        self._decide(request, records, ReviewState.REVIEWED, note)

    @admin.action(description="Put back to unreviewed", permissions=["review"])
    def put_back(self, request: HttpRequest, records: QuerySet[ZigbeeRecord]) -> None:
        note = request.POST.get("note", "")
        self._decide(request, records, ReviewState.UNREVIEWED, note)

    @admin.action(description="Raise a concern", permissions=["review"])
    def raise_concern(
        self, request: HttpRequest, records: QuerySet[ZigbeeRecord]
    ) -> HttpResponse | None:
        typed = {"note": request.POST.get("note", "")}
        form = ConcernForm(request.POST if "confirmed" in request.POST else None, initial=typed)
        if form.is_valid():
            self._decide(request, records, ReviewState.CONCERN, form.cleaned_data["note"])
            return None
        return form_page(
            request,
            self,
            form,
            title="Raise a concern",
            button="Raise the concern",
            carried=carried_on(request, "raise_concern"),
            listed=named(records),
            listed_title="Records",
        )

    def _decide(
        self, request: Any, records: QuerySet[ZigbeeRecord], state: ReviewState, note: str
    ) -> None:
        try:
            changed = records_review(
                by=request.user,
                records=records,
                state=state,
                note=note,
                seen=whole_number(request.POST.get("seen", "")),
            )
        except (ValidationError, PermissionDenied) as error:
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            for each in said:
                messages.error(request, each)
            return
        settled = len({review.record_id for review in changed})
        plural = "" if settled == 1 else "s"
        messages.success(request, f"{settled} record{plural}: {state.label.lower()}.")
