"""The fields of the search: the filters of the API under the words of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpl.choices import Generation, Status
from cpl.models import DeviceType

SEARCH = "search"
PUBLICATION, DAY, TIME, AFTER = "publication", "on", "at", "after"
ONE_OF, DATE, TEXT = "one of", "date", "text"


@dataclass(frozen=True)
class Field:
    """A field: its name in the address, and how it is asked for."""

    name: str
    label: str
    kind: str = TEXT
    longest: int = 64
    help: str = ""


FIELDS = (
    Field("device_type", "Device type", ONE_OF),
    Field("generation", "Generation", ONE_OF),
    Field("status", "Status", ONE_OF),
    Field("manufacturer", "Manufacturer code", longest=8),
    Field("model", "Model identifier"),
    Field("hardware_version", "Hardware version"),
    Field("firmware_version", "Firmware version", longest=12),
    Field("spec_version", "SMETS or CHTS version", longest=16),
    Field("gbcs_version", "GBCS version", longest=16),
    Field("certificate", "Assurance Certificate", longest=120, help="as its number is written"),
    Field("image_hash", "Hash of the Manufacturer Image", longest=80, help="all 64 digits"),
    Field("cpa_before", "CPA date before", DATE, longest=10),
    Field(PUBLICATION, "As in publication", longest=9, help="its number"),
    Field(DAY, "As on the day", DATE, longest=10, help="at its end, UTC"),
)
LABELS: Mapping[str, str] = {SEARCH: "Search", **{each.name: each.label for each in FIELDS}}
WHEN = (PUBLICATION, DAY, TIME)
#: What narrows the list down, apart from when it is looked at and the place in it.
NARROWING = (SEARCH, *(each.name for each in FIELDS if each.name not in WHEN))


@dataclass(frozen=True)
class Shown:
    """A field as the form shows it: what was typed, what is wrong with it, what there is."""

    field: Field
    value: str
    wrong: str
    options: Sequence[tuple[str, str]] = ()


def shown_fields(typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[Shown]:
    """All fields beside the search box; the types are a table that the Panel keeps."""
    types = [(each.code, f"{each.code}: {each.name}") for each in DeviceType.objects.all()]
    options: Mapping[str, Sequence[tuple[str, str]]] = {
        "device_type": types,
        "generation": Generation.choices,
        "status": Status.choices,
    }
    return [
        Shown(each, typed.get(each.name, ""), wrong.get(each.name, ""), options.get(each.name, ()))
        for each in FIELDS
    ]
