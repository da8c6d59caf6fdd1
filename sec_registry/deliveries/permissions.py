"""Who sees deliveries and enters results: DCC's people and systems, and the Panel's."""

from accounts.people import is_dcc_person, is_panel
from sec_registry.deliveries.lifecycle import Enters
from sec_registry.registers.declaration import Reader


def may_see_deliveries(user: Reader) -> bool:
    """The results with their reasons, and the extracts: for DCC and the Panel."""
    return is_panel(user) or is_dcc_person(user)


def may_enter(user: Reader) -> frozenset[Enters]:
    """The kinds of result that the person may enter; none of them is for anybody else."""
    if is_panel(user):
        return frozenset(Enters)
    return frozenset({Enters.EITHER}) if is_dcc_person(user) else frozenset()
