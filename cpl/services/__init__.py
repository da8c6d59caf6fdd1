"""Writing accepted changes into the live tables of the Central Products List, in sets.

Must run inside ``acting`` with the ledger open. Nothing is checked here: what arrives has passed
the rules, and the database's constraints have the last word.
"""

from collections.abc import Sequence

from cpl import proposed
from cpl.models import DeviceType
from cpl.proposed import CertificateKey
from cpl.services.certificates import certificates_enter, certificates_link
from cpl.services.device_models import (
    device_models_add,
    device_models_amend,
    device_models_correct,
)
from cpl.services.images import images_set
from cpl.services.manufacturers import manufacturers_add
from cpl.services.of_many import apply_to_many
from cpl.services.removals import device_models_reinstate, device_models_remove
from cpl.services.specifications import specifications_set
from cpl.services.transfers import device_models_transfer
from sec_registry.audit.pieces import pieces
from sec_registry.registers.declaration import Accepted
from sec_registry.registers.vocabulary import Action

__all__ = ["apply", "apply_to_many"]

#: What hangs on so many Device Models is held in memory at a time.
AT_ONCE = 2_000


def apply(accepted: Sequence[Accepted]) -> None:
    """Carry out what touches this register; the other actions leave it alone."""
    added = [each for each in accepted if each.action == Action.ADD]
    amended = [each for each in accepted if each.action == Action.AMEND]
    corrected = [each for each in accepted if each.action == Action.CORRECT]
    if added or amended or corrected:
        manufacturers_add([*added, *corrected])
        device_models_add(added)
        standing = [*amended, *corrected]
        changed = _parts_set([*added, *standing], amending={each.number for each in standing})
        device_models_amend(amended, changed)
        device_models_correct(corrected, changed)
    device_models_remove([each for each in accepted if each.action == Action.REMOVE])
    device_models_reinstate([each for each in accepted if each.action == Action.REINSTATE])
    device_models_transfer([each for each in accepted if each.action == Action.TRANSFER])


# The questions keep their module's name: submodules of this package have the names of some.
def _parts_set(entered: Sequence[Accepted], *, amending: set[int]) -> set[int]:
    """Write what hangs on the Device Models; returns the amended ones that it really changed."""
    specification = dict(DeviceType.objects.values_list("code", "specification"))
    renewed: set[CertificateKey] = set()
    changed: set[int] = set()
    # All certificates first: one that is renewed affects whomever it covers, in any piece.
    for some in pieces(entered, AT_ONCE):
        renewed |= certificates_enter(each.candidate for each in some)
    for some in pieces(entered, AT_ONCE):
        candidates = {each.number: each.candidate for each in some}
        standing = amending & candidates.keys()
        changed |= certificates_link(
            {number: set(proposed.certificates(c)) for number, c in candidates.items()},
            renewed,
            standing,
        )
        changed |= specifications_set(
            {
                number: proposed.specifications(c, specification[proposed.device_type(c)])
                for number, c in candidates.items()
            },
            standing,
        )
        changed |= images_set(
            {number: proposed.image(c) for number, c in candidates.items()}, standing
        )
    return changed & amending
