"""What somebody asks for: which records, for whom, what for, until when."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.people import is_panel_administrator
from zigbee.access_policy import check_dates
from zigbee.asking import LONGEST, Wrong
from zigbee.choices import PANEL_ROLES, For, ScopeKind
from zigbee.days import end_of_day
from zigbee.models import AccessGrant, AccessRequest
from zigbee.requests import request_ask, request_renewal
from zigbee.scopes import values_checked, values_typed

#: The fields of what the verbs have other names for.
_FIELDS = dict.fromkeys(("for", "role", "person", "organisation"), "for_whom")


class AccessForm(forms.Form):
    """What every request says; fields are named as the verbs name them in what they refuse."""

    purpose = forms.CharField(
        label="What for",
        max_length=LONGEST,
        help_text="The Security Sub Committee reads it, and nobody else.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    until = forms.DateField(
        label="Last day",
        help_text="Access ends by itself at the end of this day (UTC).",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.person = person

    def clean_until(self) -> datetime:
        """The end of the day."""
        day: date = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise ValidationError("This day is over.")
        return end_of_day(day)

    def refused(self, error: ValidationError) -> None:
        """Show what a verb refused beside what it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field = _FIELDS.get(name, name)
            self.add_error(field if field in self.fields else None, errors)


class AskForm(AccessForm):
    """A request for a scope."""

    kind = forms.ChoiceField(
        label="Access to",
        choices=[
            (ScopeKind.RECORD, "Single records"),
            (ScopeKind.MANUFACTURER, "All records of a Manufacturer, later ones too"),
            (ScopeKind.DEVICE_TYPE, "All records of a device type, later ones too"),
            (ScopeKind.ALL, "All records, later ones too"),
        ],
        initial=ScopeKind.RECORD,
        widget=forms.RadioSelect,
    )
    value = forms.CharField(
        required=False,
        max_length=1200,
        label="Which",
        help_text=(
            "CPL numbers, Manufacturers' codes or device types, with commas between them; "
            "empty for all records."
        ),
    )
    for_whom = forms.ChoiceField(label="For", widget=forms.RadioSelect)
    field_order = ["kind", "value", "for_whom", "purpose", "until"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        choices = [(For.ME.value, "Me")]
        if person.organisation is not None:
            choices.append((For.ORGANISATION.value, f"The people of {person.organisation.name}"))
        if is_panel_administrator(person):
            choices += [
                (role.value, f"Whoever is {role.label} at the time") for role in PANEL_ROLES
            ]
        field: Any = self.fields["for_whom"]
        field.choices, field.initial = choices, For.ME.value

    def clean(self) -> dict[str, Any]:
        """What the verb would refuse too, said beside what the fields refuse."""
        given, wrong = self.cleaned_data, Wrong()
        if "kind" in given and "value" in given:
            wrong.seen(values_checked, given["kind"], values_typed(given["value"]))
        if "kind" in given and "until" in given:
            wrong.seen(check_dates, given["kind"], timezone.now(), given["until"])
        try:
            wrong.stop()
        except ValidationError as error:
            self.refused(error)
        return given

    def ask(self) -> AccessRequest:
        """Ask; raises ``ValidationError``."""
        given = self.cleaned_data
        role = given["for_whom"] if given["for_whom"] not in For.values else ""
        return request_ask(
            by=self.person,
            kind=given["kind"],
            values=values_typed(given["value"]),
            purpose=given["purpose"],
            until=given["until"],
            for_whom=For.ROLE if role else given["for_whom"],
            role=role,
        )


class RenewalForm(AccessForm):
    """That a grant goes on."""

    def ask(self, grant: AccessGrant) -> AccessRequest:
        """Ask; raises ``ValidationError``."""
        given = self.cleaned_data
        return request_renewal(
            by=self.person, grant=grant, purpose=given["purpose"], until=given["until"]
        )
