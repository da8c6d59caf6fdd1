"""Registers of any size for the workloads: written as an acceptance writes, without its rules.

Rules and reviews are another workload's; the Central Products List is filled, and what else one
asks.
"""

from collections.abc import Sequence

from benchmarks.generate_workbook import rows
from cpl.register import CPL
from sec_registry.audit.acting import acting
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Accepted, Register
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Change
from sec_registry.registers.publish import close_publication, publish_changes

AT_ONCE = 10_000


def fill(number: int, filled: Sequence[Register] = (CPL,)) -> None:
    """Publish so many fictional Device Models in these registers, some thousands at a time."""
    numbers: dict[str, int] = {}
    for start in range(0, number, AT_ONCE):
        _publish(start, min(start + AT_ONCE, number), filled, numbers)


def _publish(start: int, end: int, filled: Sequence[Register], numbers: dict[str, int]) -> None:
    with opened_ledger() as ledger:
        candidates = [
            Candidate(
                row=place, action="add", number=None, reference=row["Reference"], given=dict(row)
            )
            for place, row in enumerate(rows(end))
            if place >= start
        ]
        accepted = [
            Accepted(
                candidate=candidate,
                number=ledger.next_cpl_number(),
                publication=ledger.publication,
                published_on=ledger.published_at.date(),
                organisation_id=None,
                numbers_by_reference=numbers,
            )
            for candidate in candidates
        ]
        numbers |= {each.candidate.reference: each.number for each in accepted}
        with acting(by="benchmark", reason="benchmark", at=ledger.published_at):
            changes = dict.fromkeys((each.number for each in accepted), Change.ADDED)
            changed = {}
            for register in filled:
                register.apply(accepted)
                changed[register.code] = publish_changes(register, ledger, changes)
            close_publication(ledger, registers(), changed, by="benchmark")
