"""Forms around submissions; what is typed is handed to a verb, which decides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation
from sec_registry.registers.admin.forms import VerbForm
from sec_registry.submissions.on_behalf import LONGEST, OnBehalfOf
from sec_registry.submissions.workbook.result import LARGEST_FILE

MEGABYTE = 1024 * 1024
ON_BEHALF = ("organisation", "person", "reference")


class OnBehalfForm(VerbForm):
    """For whom the Panel's staff key in what arrived by mail; all of it, or nothing."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.order_by("name"),
        required=False,
        label="On behalf of",
        help_text="Where you key in what arrived by mail: the organisation it is for.",
    )
    person = forms.CharField(
        max_length=LONGEST,
        required=False,
        label="Who asked",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    reference = forms.CharField(
        max_length=LONGEST,
        required=False,
        label="By which letter",
        help_text="Date and reference of the letter or message.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        given = [name for name in ON_BEHALF if typed.get(name)]
        for name in ON_BEHALF:
            if given and not typed.get(name) and name not in self.errors:
                self.add_error(name, "On behalf of somebody needs all three of these.")
        return typed

    @property
    def on_behalf_of(self) -> OnBehalfOf | None:
        """For whom it is keyed in; None: for whoever keys it in."""
        if not self.cleaned_data.get("organisation"):
            return None
        return OnBehalfOf(**{name: self.cleaned_data[name] for name in ON_BEHALF})


class UploadForm(OnBehalfForm):
    """A workbook, what to call it, and whether it takes over existing records."""

    field_order = ("file", "title", "initial_load", *ON_BEHALF)

    file = forms.FileField(
        label="Workbook",
        help_text=(
            "Excel (.xlsx, the first sheet) or CSV (UTF-8), one row for each Device Model. The "
            "file itself is not kept, only its name and its SHA-256 digest."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    title = forms.CharField(
        max_length=200,
        required=False,
        help_text="What the Panel should call it; the name of the file when left empty.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    initial_load = forms.BooleanField(
        required=False,
        label="Initial load",
        help_text=(
            "Records taken over with the CPL numbers they have; firmware and Zigbee details that "
            "are absent are noted and kept as not provided."
        ),
    )

    def __init__(self, *args: Any, may_load: bool, may_key_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_load:
            del self.fields["initial_load"]
        if not may_key_in:
            for name in ON_BEHALF:
                del self.fields[name]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(
                f"The file has {file.size / MEGABYTE:,.1f} MB; a workbook has at most "
                f"{LARGEST_FILE // MEGABYTE} MB."
            )
        return file
