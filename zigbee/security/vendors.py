"""Which vendor a spelling means, by the committee's table."""

from collections.abc import Mapping
from dataclasses import dataclass

from zigbee.models import VendorSpelling
from zigbee.security.versions import spelled


@dataclass(frozen=True)
class Vendors:
    """The table as it is compared; what is not in it stands for itself."""

    listed: Mapping[str, str]

    def meant(self, spelling: str) -> str:
        """The vendor whom the spelling means, to be compared and not to be shown."""
        own = spelled(spelling)
        return self.listed.get(own, own)


def vendors_listed() -> Vendors:
    """The table as it stands."""
    rows = VendorSpelling.objects.order_by("-pk").values_list("spelling", "vendor")
    return Vendors({spelled(spelling): spelled(vendor) for spelling, vendor in rows})
