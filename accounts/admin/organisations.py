"""Organisations in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.base import VerbAdmin, VerbForm
from accounts.models import Organisation
from accounts.services import organisation_add, organisation_change

FACTS = (
    "name",
    "party_signifier",
    "acceded_on",
    "ceased_on",
    "category",
    "is_dcc",
    "is_manufacturer",
    "is_test_house",
)


class OrganisationForm(VerbForm):
    """An organisation and why it is changed."""

    reason = forms.CharField(
        max_length=300,
        required=False,
        help_text="Kept in the history.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Organisation
        fields = FACTS


@admin.register(Organisation)
class OrganisationAdmin(VerbAdmin):
    """SEC Parties and other organisations."""

    form = OrganisationForm
    list_display = (
        "name",
        "party_signifier",
        "current_party",
        "category",
        "acceded_on",
        "ceased_on",
        "kinds",
    )
    list_filter = ("category", "is_dcc", "is_manufacturer", "is_test_house")
    search_fields = ("name", "party_signifier")
    fieldsets = (
        (None, {"fields": ("name", "is_dcc", "is_manufacturer", "is_test_house")}),
        (
            "SEC Party",
            {
                "fields": ("party_signifier", ("acceded_on", "ceased_on"), "category"),
                "description": "A SEC Party is an organisation that acceded and has not ceased.",
            },
        ),
        (None, {"fields": ("reason",)}),
    )

    @admin.display(description="SEC Party now", boolean=True)
    def current_party(self, organisation: Organisation) -> bool:
        return organisation.is_current_party()

    @admin.display(description="is", empty_value="–")
    def kinds(self, organisation: Organisation) -> str:
        said = {
            "DCC": organisation.is_dcc,
            "a Manufacturer": organisation.is_manufacturer,
            "a test house": organisation.is_test_house,
        }
        return ", ".join(word for word, so in said.items() if so)

    def save_by_verb(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> Organisation:
        by: Any = request.user
        why = {"reason": form.cleaned_data["reason"]} if form.cleaned_data["reason"] else {}
        if change:
            return organisation_change(organisation=obj, by=by, **why, **form.facts(*FACTS))
        return organisation_add(by=by, **why, **form.facts(*FACTS))
