"""The committee's table of spellings: each leads to one vendor, in one step."""

import pytest
from django.core.exceptions import ValidationError

from sec_registry.audit.acting import acting
from zigbee.models import VendorSpelling
from zigbee.security.vendors import vendors_listed


@pytest.mark.django_db
def test_spellings_lead_to_one_vendor_in_one_step() -> None:
    with acting(by="test"):
        VendorSpelling.objects.create(spelling="ImagSil", vendor="Imaginary Silicon")
    for spelling, vendor in (
        ("IMAG-SIL", "Pretend Radios"),
        ("imaginary silicon", "Pretend Radios"),
        ("Imagination", "imagsil"),
        ("Pretend-Radios", "pretend radios"),
        (" - ", "Pretend Radios"),
        ("", ""),
    ):
        with pytest.raises(ValidationError):
            VendorSpelling(spelling=spelling, vendor=vendor).full_clean()
    VendorSpelling(spelling="Imag. Si", vendor="IMAGINARY SILICON").full_clean()

    vendors = vendors_listed()
    assert vendors.meant("imag sil") == vendors.meant("Imaginary-Silicon")
    assert vendors.meant("Unlisted") == vendors.meant(" UN LISTED")
