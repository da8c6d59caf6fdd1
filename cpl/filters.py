"""Filters by what identifies a Device Model, for all three registers, and by the CPL's own."""

from django.core.exceptions import ValidationError
from django_filters import CharFilter, FilterSet

from cpl.choices import Generation, Status
from cpl.models import DeviceType
from sec_registry.registers.filters import HexFilter, WordFilter


def known_device_type(code: str) -> None:
    """Refuse what is no Physical Device Type; the types are a table that the Panel keeps."""
    codes = list(DeviceType.objects.values_list("code", flat=True))
    if code not in codes:
        raise ValidationError(f"Use one of {', '.join(codes)}.")


class IdentityFilters(FilterSet):
    """The identity of a Device Model (Appendix Z 2.1) and its status."""

    device_type = CharFilter(
        validators=[known_device_type], help_text="Physical Device Type, such as ESME."
    )
    generation = WordFilter(words=Generation.values, help_text="Write the + as %2B.")
    manufacturer = HexFilter(digits=4, help_text="Manufacturer code.")
    model = CharFilter(max_length=64, help_text="Model identifier.")
    hardware_version = CharFilter(max_length=64, help_text="Hardware version.")
    firmware_version = HexFilter(digits=8, help_text="Firmware version.")
    status = WordFilter(words=Status.values, help_text="Status of the Device Model.")


class DeviceModelFilters(IdentityFilters):
    """Also by the Hash of the Manufacturer Image, which the public list alone holds."""

    image_hash = HexFilter(digits=64, help_text="Hash of the Manufacturer Image (SHA-256).")
