"""Who may read the Firmware Information Repository (F2.17B).

People of a current SEC Party, whatever its category, and Panel staff, who establish and maintain
it (F2.14). Nobody else: members of the Security Sub Committee, auditors, manufacturers and
superusers not as such.
"""

from accounts.people import is_current_party_person, is_panel
from sec_registry.registers.declaration import Reader
from sec_registry.registers.reach import NOTHING, Reach, everything


def reach(user: Reader) -> Reach:
    """How far the person's right goes now: the whole repository or nothing of it."""
    if is_current_party_person(user):
        return everything("SEC Party")
    if is_panel(user):
        return everything("Panel")
    return NOTHING


def admits(user: Reader) -> bool:
    """Whether the person may knock at all."""
    return bool(reach(user))
