"""The form in which a redaction is proposed: which members of which record, where, and why."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.registers.admin.forms import VerbForm
from sec_registry.registers.declaration import Register
from sec_registry.registers.paging import number_of
from zigbee.written import Written

MOST_PUBLICATIONS = 200


class ProposalForm(forms.Form):
    """``cleaned_data`` has the register's code, and members and publications as lists."""

    cpl_number = forms.IntegerField(label="CPL number", min_value=1, max_value=2**31 - 1)
    members = forms.MultipleChoiceField(
        label="What is to be taken out", widget=forms.CheckboxSelectMultiple
    )
    publications = forms.CharField(
        max_length=1_000,
        help_text="Numbers of publications that brought the value, such as 3, 5. Other versions "
        "that hold the same value are reached too.",
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In words that do not repeat what is to be taken out.",
    )
    reason_public = forms.BooleanField(label="The reason may be read by everybody", required=False)

    def __init__(self, registers: list[Register], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["members"]
        members.choices = [
            (f"{register.code}:{each.member}", f"{register.short_title}: {each.title}")
            for register in registers
            for each in register.redactable
        ]

    def clean_members(self) -> list[str]:
        """The members without their register, which goes into ``register``."""
        chosen = [each.split(":", 1) for each in self.cleaned_data["members"]]
        codes = {code for code, _ in chosen}
        if len(codes) > 1:
            raise ValidationError("Choose members of one register; propose the others apart.")
        self.cleaned_data["register"] = codes.pop()
        return [member for _, member in chosen]

    def clean_publications(self) -> list[int]:
        """The numbers, each once."""
        texts = self.cleaned_data["publications"].replace(",", " ").split()
        numbers = [number_of(text) for text in texts]
        if None in numbers or len(numbers) > MOST_PUBLICATIONS:
            raise ValidationError("Write numbers of publications, with commas between them.")
        return sorted({number for number in numbers if number is not None})


class TextsForm(VerbForm):
    """Which of the texts about one matter are to go, and why; none of them is shown."""

    names = forms.MultipleChoiceField(
        label="What is to be taken out", widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In words that do not repeat what is to be taken out.",
    )

    def __init__(self, texts: list[Written], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names: Any = self.fields["names"]
        names.choices = [(each.name, each.title) for each in texts]
