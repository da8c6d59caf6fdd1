"""What somebody asks to watch, read from the words of the API or the page."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from cpl.models import DeviceType, PublishedDeviceModel
from cpl.models.forms import LONGEST
from sec_registry.notices.choices import WatchKind
from sec_registry.notices.models import Watch

HEX = frozenset("0123456789ABCDEF")
MOST = 2**31 - 1
#: The members of a family, in the order in which the page takes them.
FAMILY = ("device_type", "manufacturer", "model", "hardware_version")


def manufacturer(code: str) -> dict[str, Any]:
    """A watch of all Device Models of a Manufacturer; raises ``ValidationError``."""
    return {"kind": WatchKind.MANUFACTURER, "manufacturer": _hexadecimal(code, 4)}


def family(given: Mapping[str, str]) -> dict[str, Any]:
    """A watch of a family: its type, Manufacturer, model identifier and hardware version."""
    values = {name: given[name].strip() for name in FAMILY}
    values["device_type"] = values["device_type"].upper()
    types = list(DeviceType.objects.values_list("code", flat=True))
    if values["device_type"] not in types:
        raise ValidationError(f"The device type is one of {', '.join(types)}.")
    values["manufacturer"] = _hexadecimal(values["manufacturer"], 4)
    for name in ("model", "hardware_version"):
        if not 0 < len(values[name]) <= LONGEST or not values[name].isprintable():
            raise ValidationError(f"A family needs a {name.replace('_', ' ')}.")
    return {"kind": WatchKind.FAMILY, **values}


def cpl_number(number: int) -> dict[str, Any]:
    """A watch of one Device Model."""
    if not 0 < number <= MOST:
        raise ValidationError("A CPL number is needed.")
    return {"kind": WatchKind.CPL_NUMBER, "cpl_number": number}


def listed_number(number: int) -> dict[str, Any]:
    """The same of a Device Model that is on the list, or was; raises ``ValidationError``.

    Numbers are given on acceptance and nobody can know a later one: it would be a slip. A Hash or
    a Manufacturer that is not listed yet may well be worth waiting for.
    """
    watch = cpl_number(number)
    if not PublishedDeviceModel.objects.filter(cpl_number=number).exists():
        raise ValidationError(f"There is no CPL {number} on the list, and never was.")
    return watch


def image_hash(digits: str) -> dict[str, Any]:
    """A watch of whatever carries this Hash of a Manufacturer Image."""
    return {"kind": WatchKind.IMAGE_HASH, "image_hash": _hexadecimal(digits, 64)}


def told(watch: Watch) -> dict[str, Any]:
    """The watch in the words of the API."""
    if watch.kind == WatchKind.FAMILY:
        return {"family": {name: getattr(watch, name) for name in FAMILY}}
    return {watch.kind: getattr(watch, watch.kind)}


def _hexadecimal(text: str, digits: int) -> str:
    found = text.strip().upper()
    if len(found) != digits or set(found) - HEX:
        raise ValidationError(f"{digits} hexadecimal digits are needed.")
    return found
