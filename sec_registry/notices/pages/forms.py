"""The forms of subscriptions: what to be told of, and where."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from sec_registry.notices import asking
from sec_registry.notices.addresses import check_address
from sec_registry.notices.choices import Channel, WatchKind
from sec_registry.notices.models import LONGEST_URL, Subscription
from sec_registry.notices.services import subscription_change, subscription_create
from sec_registry.notices.wanted import Watched

EVERYTHING, WATCHING = "everything", "watching"


def _family(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != len(asking.FAMILY):
        raise ValidationError("Four values with semicolons between them are needed.")
    return asking.family(dict(zip(asking.FAMILY, parts, strict=True)))


def _number(line: str) -> dict[str, Any]:
    if not (line.isascii() and line.isdecimal() and len(line) <= 10):
        raise ValidationError("A CPL number is needed.")
    return asking.listed_number(int(line))


#: The boxes, with how a line of each is read.
_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "manufacturers": asking.manufacturer,
    "families": _family,
    "numbers": _number,
    "hashes": asking.image_hash,
}


class WatchForm(forms.Form):
    """What to be told of; each box takes one entry a line."""

    name = forms.CharField(
        max_length=120, label="Name", help_text="What it is for, such as “our meters”."
    )
    about = forms.ChoiceField(
        choices=[
            (WATCHING, "What I watch, as named below"),
            (EVERYTHING, "Everything published"),
        ],
        initial=WATCHING,
        widget=forms.RadioSelect,
        label="Tell me of",
    )
    manufacturers = forms.CharField(
        required=False,
        label="Manufacturer codes",
        help_text="One a line, such as FA01.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    families = forms.CharField(
        required=False,
        label="Families",
        help_text="One a line: type, Manufacturer code, model identifier and hardware version, "
        "with semicolons between, such as ESME; FA01; 0A01; 0100.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    numbers = forms.CharField(
        required=False,
        label="CPL numbers",
        help_text="One a line.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hashes = forms.CharField(
        required=False,
        label="Hashes of Manufacturer Images",
        help_text="One a line, 64 hexadecimal digits each.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Read every line of every box, and say what is wrong with each."""
        cleaned = super().clean() or {}
        cleaned["watches"] = [
            watch for box, read in _READERS.items() for watch in self._lines(box, read)
        ]
        return cleaned

    def _lines(self, box: str, read: Callable[[str], dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for line in self.cleaned_data.get(box, "").splitlines():
            if line.strip():
                try:
                    yield read(line.strip())
                except ValidationError as error:
                    self.add_error(box, f"“{line.strip()[:80]}”: {' '.join(error.messages)}")

    def refused(self, error: ValidationError) -> None:
        """Show what a verb refused beside what it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def _asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        everything = given["about"] == EVERYTHING
        watches: list[Watched] = given["watches"]
        return {"name": given["name"], "everything": everything, "watches": watches}


class NewSubscriptionForm(WatchForm):
    """A subscription to make."""

    channel = forms.ChoiceField(
        choices=[
            (Channel.EMAIL, "E-mail to my sign-in address"),
            (Channel.WEBHOOK, "Webhook, to a system of mine"),
        ],
        initial=Channel.EMAIL,
        widget=forms.RadioSelect,
        label="By",
    )
    url = forms.CharField(
        required=False,
        max_length=LONGEST_URL,
        label="Address of the webhook",
        help_text="Begins with https://. No name or password in it: notices are signed.",
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )
    field_order = ["name", "channel", "url", "about"]

    def clean(self) -> dict[str, Any]:
        """As for every subscription, and the address with the rest."""
        cleaned = super().clean()
        if cleaned.get("channel") == Channel.WEBHOOK and "url" in cleaned:
            _address_checked(self, cleaned["url"])
        return cleaned

    def make(self) -> tuple[Subscription, str]:
        """Subscribe; raises ``ValidationError``."""
        given = self.cleaned_data
        return subscription_create(
            by=self.person, channel=given["channel"], url=given["url"], **self._asked()
        )


class CodeForm(forms.Form):
    """The code that was posted to the address."""

    code = forms.CharField(
        max_length=200,
        label="Code",
        help_text="It was posted to the address, as data.code of a confirmation.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ChangeForm(WatchForm):
    """A subscription to change."""

    url = forms.CharField(
        max_length=LONGEST_URL,
        label="Address of the webhook",
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )
    field_order = ["name", "url", "about"]

    def __init__(self, *args: Any, subscription: Subscription, **kwargs: Any) -> None:
        super().__init__(*args, initial=_standing(subscription), **kwargs)
        self.subscription = subscription
        if subscription.channel != Channel.WEBHOOK:
            del self.fields["url"]

    def clean(self) -> dict[str, Any]:
        """As for every subscription, and the address with the rest."""
        cleaned = super().clean()
        if "url" in cleaned:
            _address_checked(self, cleaned["url"])
        return cleaned

    def change(self) -> Subscription:
        """Change it; raises ``ValidationError``."""
        return subscription_change(
            subscription=self.subscription,
            by=self.person,
            url=self.cleaned_data.get("url"),
            **self._asked(),
        )


def _address_checked(form: forms.Form, url: str) -> None:
    if fault := check_address(url):
        form.add_error("url", fault)


def _standing(subscription: Subscription) -> dict[str, Any]:
    watches = list(subscription.watches.all())

    def lines(kind: WatchKind, *names: str) -> str:
        found = (each for each in watches if each.kind == kind)
        return "\n".join("; ".join(str(getattr(each, n)) for n in names) for each in found)

    return {
        "name": subscription.name,
        "url": subscription.url,
        "about": EVERYTHING if subscription.everything else WATCHING,
        "manufacturers": lines(WatchKind.MANUFACTURER, "manufacturer"),
        "families": lines(WatchKind.FAMILY, *asking.FAMILY),
        "numbers": lines(WatchKind.CPL_NUMBER, "cpl_number"),
        "hashes": lines(WatchKind.IMAGE_HASH, "image_hash"),
    }
