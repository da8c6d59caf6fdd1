"""Forms around submissions; what is typed is handed to a verb, which decides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sec_registry.registers.admin.forms import VerbForm
from sec_registry.submissions.workbook.result import LARGEST_FILE

MEGABYTE = 1024 * 1024


class UploadForm(VerbForm):
    """A workbook, what to call it, and whether it takes over existing records."""

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

    def __init__(self, *args: Any, may_load: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_load:
            del self.fields["initial_load"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(
                f"The file has {file.size / MEGABYTE:,.1f} MB; a workbook has at most "
                f"{LARGEST_FILE // MEGABYTE} MB."
            )
        return file
