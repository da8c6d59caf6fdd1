"""Registers of any size for the workloads: written as an acceptance writes, without its rules.

Rules and reviews are another workload's; here the Central Products List alone is filled.
"""

from benchmarks.generate_workbook import rows
from cpl.register import CPL
from sec_registry.audit.acting import acting
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Accepted
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Change
from sec_registry.registers.publish import close_publication, publish_changes

AT_ONCE = 10_000


def fill(number: int) -> None:
    """Publish so many fictional Device Models, some thousands in a publication."""
    for start in range(0, number, AT_ONCE):
        _publish(start, min(start + AT_ONCE, number))


def _publish(start: int, end: int) -> None:
    with opened_ledger() as ledger:
        candidates = [
            Candidate(row=place, action="add", number=None, reference="", given=dict(row))
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
                numbers_by_reference={},
            )
            for candidate in candidates
        ]
        with acting(by="benchmark", reason="benchmark", at=ledger.published_at):
            CPL.apply(accepted)
            changes = dict.fromkeys((each.number for each in accepted), Change.ADDED)
            changed = {CPL.code: publish_changes(CPL, ledger, changes)}
            close_publication(ledger, registers(), changed, by="benchmark")
