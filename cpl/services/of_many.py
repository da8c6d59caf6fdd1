"""What an acceptance writes into the Central Products List once for many Device Models."""

from collections.abc import Sequence

from cpl.services.manufacturers import manufacturers_rename, numbers_renamed
from cpl.services.renewals import certificates_renew
from sec_registry.registers.declaration import AcceptedForMany
from sec_registry.registers.vocabulary import Action


def apply_to_many(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """Rename Manufacturers and renew certificates; returns the Device Models concerned."""
    manufacturers_rename([each for each in accepted if each.action == Action.RENAME_MANUFACTURER])
    renewed = certificates_renew(
        [each for each in accepted if each.action == Action.RENEW_CERTIFICATE]
    )
    return numbers_renamed(accepted) | renewed
