"""A form field for each column of the vocabulary, by what its cells hold.

Fields take what is typed as it is: whether it will do is for the rules to say, with clause, found
and expected. They refuse only what no database keeps.
"""

import re
from collections.abc import Mapping, Sequence

from django import forms

from accounts.models import Organisation
from accounts.people import is_panel
from cpl.columns import MANUFACTURER, MANUFACTURER_CODE
from cpl.models import DeviceType, Manufacturer
from sec_registry.registers.declaration import Reader
from sec_registry.registers.vocabulary import CLEAR, Column, Kind, join, split

Choices = Sequence[tuple[str, str]]

KEEP = "kept as it is"
ORGANISATION_OF_RECORD = "Organisation of record"
_SHORT = frozenset({Kind.HEX, Kind.CODE, Kind.VERSION, Kind.NUMBER, Kind.DATE})
_LIST = re.compile(r"[;\r\n]+")


def key_of(name: str) -> str:
    """The column's name as part of a field's name."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def device_types() -> Choices:
    """The types in the Panel's table, by code."""
    return [(each.code, f"{each.code} – {each.name}") for each in DeviceType.objects.all()]


def suggestions(by: Reader) -> dict[str, list[tuple[str, str]]]:
    """Values that the registry knows for a column that takes others too."""
    makers = list(Manufacturer.objects.values_list("code", "name"))
    known = {
        MANUFACTURER_CODE: makers,
        MANUFACTURER: [(name, code) for code, name in makers],
    }
    if is_panel(by):
        names = Organisation.objects.order_by("name").values_list("name", flat=True)
        known[ORGANISATION_OF_RECORD] = [(name, "") for name in names]
    return known


def field_for(
    column: Column, *, shown: str, blind: bool, words: Mapping[str, Choices]
) -> forms.CharField | forms.ChoiceField:
    """The field; ``blind``: the person may not read what it would replace."""
    choices = words.get(column.name) or [(word, word) for word in column.words]
    if choices:
        nothing = KEEP if blind else "–"
        offered = [("", nothing), *choices]
        if blind:
            offered.append((CLEAR, "empty it"))
        if shown and shown not in dict(offered):
            # A word that is none stands there: it is shown as it is, for the rules to name.
            offered.append((shown, shown))
        return _Word(choices=offered, required=False)
    return forms.CharField(required=False, strip=False, widget=_widget(column))


class _Word(forms.ChoiceField):
    """One of the words offered, or whatever else was sent: the rules name it."""

    def validate(self, value: str) -> None:
        """Nothing: a word that is none is a finding."""

    def to_python(self, value: object) -> str:
        return str(forms.CharField(required=False, strip=False).clean(value))


def _widget(column: Column) -> forms.Widget:
    if column.kind == Kind.LONG_TEXT:
        return forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})
    if column.several and not column.group:
        return forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField list"})
    kind = "short" if column.kind in _SHORT else "vTextField"
    if column.name.endswith("hash"):
        kind = "vTextField code"
    return forms.TextInput(attrs={"class": kind, "autocomplete": "off", "spellcheck": "false"})


def listed(text: str) -> str:
    """A list as it was typed, a line or a ``;`` between its values, as a cell."""
    return join([part.strip() for part in _LIST.split(text) if part.strip()])


def as_lines(cell: str) -> str:
    """A cell of several values, one on each line."""
    return "\n".join(split(cell))
