"""The forms in which members of the committee decide on requests (F2.38, Z1)."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sec_registry.registers.admin.forms import VerbForm
from zigbee.asking import LONGEST
from zigbee.choices import ScopeKind
from zigbee.days import end_of_day
from zigbee.models import AccessRequest
from zigbee.scopes import values_typed

WIDE = forms.TextInput(attrs={"class": "vTextField"})


class DecisionForm(VerbForm):
    """Grant, as it was asked for or less of it, or refuse."""

    decision = forms.ChoiceField(
        choices=[
            ("", "---------"),
            ("grant", "Grant, as far as is said below"),
            ("refuse", "Refuse"),
        ],
    )
    kind = forms.ChoiceField(label="Access to", choices=ScopeKind.choices, required=False)
    value = forms.CharField(
        required=False,
        max_length=1200,
        label="Which",
        help_text="As asked for, or fewer; commas between them, empty for all records.",
        widget=WIDE,
    )
    last_day = forms.DateField(
        required=False,
        # As browsers take it, whatever the language.
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="As asked for, or earlier; access ends at the end of this day (UTC).",
    )
    text = forms.CharField(
        max_length=LONGEST,
        label="Text",
        help_text="The requester reads it.",
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    meeting = forms.CharField(
        max_length=200,
        label="Meeting reference",
        help_text="The minute that the decision stands in; the requester reads it.",
        widget=WIDE,
    )

    def refused(self, error: ValidationError) -> None:
        """What the verb calls the end is asked for as a day."""
        if "until" in getattr(error, "error_dict", {}):
            error.error_dict["last_day"] = error.error_dict.pop("until")
        super().refused(error)

    def granting(self, request: AccessRequest) -> dict[str, Any]:
        """What is granted; the day that was asked for keeps its time."""
        given = self.cleaned_data
        return {
            "kind": given["kind"] or request.scope.kind,
            "values": values_typed(given["value"]),
            "until": _end(given["last_day"], request),
        }


class SignatureForm(VerbForm):
    """A second member signs what the first proposed, or does not."""

    decision = forms.ChoiceField(
        choices=[
            ("", "---------"),
            ("sign", "Countersign: access opens now"),
            ("decline", "Decline to sign"),
        ],
    )
    reason = forms.CharField(
        required=False,
        max_length=500,
        help_text="Where you decline: the committee reads it, and the request waits again.",
        widget=WIDE,
    )


def _end(day: date | None, asked: AccessRequest) -> datetime:
    if day is None or day == asked.until.date():
        return asked.until
    return end_of_day(day)
