"""Scopes as they are asked for: what may be named in them, and which lies within which."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cpl.choices import MANUFACTURER_CODE
from cpl.models import DeviceModel, DeviceType, Manufacturer
from zigbee.choices import ScopeKind
from zigbee.models import AccessScope
from zigbee.models.access import MOST_VALUES

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
#: So many wrong values are named in a refusal.
_MOST_NAMED = 10
#: More Manufacturers than these are counted.
_MOST_MAKERS = 5


def scope_found(kind: str, values: Iterable[str]) -> AccessScope:
    """The scope of this kind and these values; made where nobody asked for it before.

    Raises ``ValidationError`` with everything that is wrong about it.
    """
    ordered = values_checked(kind, values)
    scope, _ = AccessScope.objects.get_or_create(kind=kind, value=",".join(ordered))
    return scope


def values_checked(kind: str, values: Iterable[str]) -> list[str]:
    """The values in order, each once; raises ``ValidationError`` with everything that is wrong."""
    if kind not in ScopeKind.values:
        raise ValidationError({"kind": f"One of {', '.join(ScopeKind.values)}, please."})
    named = list(dict.fromkeys(value.strip() for value in values if value.strip()))
    if problem := _problem_with(ScopeKind(kind), named):
        raise ValidationError({"value": problem})
    return sorted(named, key=int) if kind == ScopeKind.RECORD else sorted(named)


def values_typed(text: str) -> list[str]:
    """The values in a line that somebody typed, with commas, semicolons or blanks between."""
    return re.split(r"[,;\s]+", text)


def scope_locked(scope: AccessScope) -> AccessScope:
    """The scope, locked: two decisions about one scope wait for each other."""
    return AccessScope.objects.select_for_update().get(pk=scope.pk)


def lies_within(narrow: AccessScope, wide: AccessScope) -> bool:
    """Whether all that the one scope holds, today and later, the other holds too."""
    if wide.kind == ScopeKind.ALL:
        return True
    if narrow.kind == wide.kind:
        return set(narrow.values) <= set(wide.values)
    if narrow.kind != ScopeKind.RECORD:
        return False
    # A correction may move a record later; what is granted is judged as it stands.
    numbers = [int(value) for value in narrow.values]
    return device_models_in(wide).filter(pk__in=numbers).count() == len(numbers)


def device_models_in(scope: AccessScope) -> QuerySet[DeviceModel]:
    """The Device Models whose Zigbee records the scope holds today, which is public (F2.35)."""
    if scope.kind == ScopeKind.ALL:
        return DeviceModel.objects.all()
    inside: Mapping[str, list[str]] = {_COLUMN[ScopeKind(scope.kind)]: scope.values}
    return DeviceModel.objects.filter(**inside)


def scope_told(scope: AccessScope) -> str:
    """What the scope holds today, for whoever decides on it: how many records, of whom."""
    models = device_models_in(scope)
    count = models.count()
    if not count:
        return "No record today: is that what was meant?"
    makers = Manufacturer.objects.filter(pk__in=models.order_by().values("manufacturer"))
    many = makers.count()
    of = f"{many} Manufacturers" if many > _MOST_MAKERS else ", ".join(str(each) for each in makers)
    return f"{count:,} record{'s' if count > 1 else ''} today, of {of}"


def _problem_with(kind: ScopeKind, values: list[str]) -> str:
    """What is wrong with the scope's values; "" when nothing is."""
    if kind == ScopeKind.ALL:
        return "Access to all records names no value." if values else ""
    if not values:
        return "Name at least one."
    if len(values) > MOST_VALUES:
        return f"At most {MOST_VALUES}; these are {len(values):,}."
    if wrong := _unknown(kind, values):
        more = len(wrong) - _MOST_NAMED
        named = ", ".join(f'"{value[:20]}"' for value in wrong[:_MOST_NAMED])
        return f"{_NEEDED[kind]} Not so: {named}{f' and {more} more' if more > 0 else ''}."
    return ""


_COLUMN = {
    ScopeKind.DEVICE_TYPE: "device_type__in",
    ScopeKind.MANUFACTURER: "manufacturer__in",
    ScopeKind.RECORD: "pk__in",
}
_NEEDED = {
    ScopeKind.DEVICE_TYPE: "A Physical Device Type is needed.",
    ScopeKind.MANUFACTURER: "A Manufacturer's code of four digits 0-9, A-F is needed.",
    ScopeKind.RECORD: "A CPL number that there is, is needed.",
}


def _unknown(kind: ScopeKind, values: list[str]) -> list[str]:
    if kind == ScopeKind.MANUFACTURER:
        # The form is enough: later records of a Manufacturer enter the scope by themselves.
        return [value for value in values if not re.fullmatch(MANUFACTURER_CODE, value)]
    if kind == ScopeKind.DEVICE_TYPE:
        known = set(DeviceType.objects.values_list("pk", flat=True))
        return [value for value in values if value not in known]
    numbers = [int(value) for value in values if _NUMBER.fullmatch(value)]
    listed = set(DeviceModel.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    return [value for value in values if not _NUMBER.fullmatch(value) or int(value) not in listed]
