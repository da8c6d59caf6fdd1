"""The form in which members of the committee give access (F2.38)."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation, User
from sec_registry.registers.admin.forms import VerbForm
from zigbee.choices import PANEL_ROLES, ScopeKind
from zigbee.days import end_of_day


class GrantForm(VerbForm):
    """Who is given access to what, what for, and until when."""

    person = forms.EmailField(
        required=False,
        label="Person",
        help_text="Email address of the account; or choose an organisation or a Panel role.",
        widget=forms.EmailInput(attrs={"class": "vTextField"}),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"), required=False, help_text="All of its people."
    )
    role = forms.ChoiceField(
        label="Panel role",
        choices=[("", "---------"), *((each.value, each.label) for each in PANEL_ROLES)],
        required=False,
        help_text="A standing grant: whoever holds the role at the time.",
    )
    kind = forms.ChoiceField(label="Access to", choices=ScopeKind.choices)
    value = forms.CharField(
        required=False,
        max_length=1200,
        label="Which",
        help_text=(
            "Device types, Manufacturers' codes or CPL numbers with commas between; empty for all."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    purpose = forms.CharField(
        max_length=2000,
        help_text="What the access is for, and the minute or letter that decided it.",
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    until = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The access ends by itself at the end of this day (UTC).",
    )

    def clean_person(self) -> User | None:
        address = self.cleaned_data["person"].lower()
        if not address:
            return None
        person = User.objects.filter(email=address).first()
        if person is None:
            raise ValidationError("There is no account with this email address.")
        return person

    def clean_until(self) -> datetime:
        day: date = self.cleaned_data["until"]
        return end_of_day(day)
