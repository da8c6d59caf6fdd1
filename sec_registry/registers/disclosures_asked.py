"""The questions that the record of disclosures is asked by people: who saw it, what did they see.

Each compares exactly, by an index that the record has. The record names an organisation as it was
called at the time: whoever asks by one of its names asks by all that it ever had, however they are
cased.
"""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import Organisation
from sec_registry.registers.disclosure import of_record
from sec_registry.registers.models import Disclosure
from sec_registry.registers.vocabulary import can_be_kept


class AskedForm(forms.Form):
    """Record, person, organisation, and the days of the looks; all of them may be left empty."""

    number = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        label="CPL number",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
    )
    person = forms.CharField(
        required=False,
        max_length=254,
        label="Person",
        widget=forms.TextInput(attrs={"size": 24, "placeholder": "Email address"}),
    )
    organisation = forms.CharField(
        required=False,
        max_length=200,
        label="Organisation",
        widget=forms.TextInput(attrs={"size": 24, "placeholder": "Its name, today's or earlier"}),
    )
    since = forms.DateField(
        required=False,
        label="From (UTC)",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        required=False,
        label="To, included",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_person(self) -> str:
        return _typed(self.cleaned_data["person"]).lower()

    def clean_organisation(self) -> str:
        return _typed(self.cleaned_data["organisation"])

    def clean(self) -> dict[str, Any] | None:
        """The last day comes after the first."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            raise ValidationError({"until": "The last day comes before the first."})
        return given

    def narrowed(self, rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
        """The rows that are asked for; none where the question is wrong."""
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        if asked["person"]:
            rows = rows.filter(person=asked["person"])
        if asked["organisation"]:
            rows = rows.filter(organisation__in=names_of(asked["organisation"]))
        if asked["since"]:
            rows = rows.filter(at__gte=_begin(asked["since"]))
        if asked["until"]:
            # The last moment of the day: after the last day that there is comes no other.
            rows = rows.filter(at__lte=datetime.combine(asked["until"], time.max, tzinfo=UTC))
        return of_record(rows, asked["number"]) if asked["number"] else rows


def names_of(typed: str) -> set[str]:
    """What is typed, and every name of the organisations that are or were called so."""
    lines: Any = Organisation.history
    called = lines.filter(name__iexact=typed).values("id")
    return {typed, *lines.filter(id__in=called).values_list("name", flat=True)}


def _typed(text: str) -> str:
    if not can_be_kept(text):
        raise ValidationError("Zero or broken characters stand in it.")
    return text


def _begin(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
