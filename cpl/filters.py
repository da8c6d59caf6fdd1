"""Filters by what identifies a Device Model, for all three registers, and by the CPL's own."""

from django.core.exceptions import ValidationError
from django_filters import CharFilter, FilterSet

from cpl.choices import Generation, Status
from cpl.models import DeviceType, TermKind
from cpl.term_filters import SearchFilter, TermFilter
from cpl.terms import HASH_START
from sec_registry.registers.filters import DateFilter, HexFilter, WordFilter


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
    """Also by what the public list alone holds."""

    image_hash = HexFilter(digits=64, help_text="Hash of the Manufacturer Image (SHA-256).")
    spec_version = TermFilter(
        kind=TermKind.SPECIFICATION, max_length=16, help_text="SMETS or CHTS version."
    )
    gbcs_version = TermFilter(kind=TermKind.GBCS, max_length=16, help_text="GBCS version.")
    certificate = TermFilter(
        kind=TermKind.CERTIFICATE,
        max_length=120,
        help_text="Identification number of an Assurance Certificate.",
    )
    cpa_before = DateFilter(
        field_name="cpa_date",
        lookup_expr="lt",
        help_text="Expiry or renewal date of the CPA Certificate is earlier than this.",
    )
    search = SearchFilter(
        help_text="Whole words, each of which stands in the Manufacturer's code or name, the "
        "model's identifier or name, the hardware or firmware version, the code that DUIS has for "
        "the model, or the CPL number; or is the number of an Assurance Certificate; or at "
        f"least the first {HASH_START} digits of a Hash."
    )
