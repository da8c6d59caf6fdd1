"""Who proposes and who decides: the Panel for the CPL and FIR, the committee for the DZIR (F2.38).

SECURITY: only who reads all of a register may have a part in its redactions, since whether a value
stands somewhere is told by what can be redacted. Superusers are not special.
"""

from accounts.people import is_panel, is_ssc
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.models import Redaction
from zigbee.columns import CODE as ZIGBEE


def may_redact(user: Reader, register: Register) -> bool:
    """Whether the person may propose and decide redactions of the register."""
    if register.code == ZIGBEE:
        return is_ssc(user)
    return is_panel(user) and (not register.restricted or register.reach(user).everything)


def redactable_by(user: Reader) -> list[Register]:
    """The registers in whose redactions the person may have a part."""
    return [register for register in registers() if may_redact(user, register)]


def may_decide(user: Reader, redaction: Redaction, register: Register) -> bool:
    """Whether the person may decide this one: it takes two people."""
    return may_redact(user, register) and redaction.proposed_by_id != user.pk
