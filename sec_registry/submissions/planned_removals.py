"""Removals that were decided for a later day, carried out on it.

The decision was taken by two people when its submission was accepted; here nobody decides
anything. Each decision makes one publication, in the name of whoever accepted it.
"""

from datetime import date, datetime

from django.utils import timezone

from cpl.services.removals import decisions_due, planned_removals_carry_out
from sec_registry.audit.acting import acting
from sec_registry.registers.catalogue import registers
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Change, Publication
from sec_registry.registers.publish import publish


class _NothingLeft(Exception):
    """Another worker carried the decision out, or another decision took its place."""


def removals_carry_out(*, on: date | None = None, at: datetime | None = None) -> list[Publication]:
    """Carry out what is due, missed days too; returns the publications made.

    May run anywhere and any number of times at once: a decision is looked at again with the ledger
    open, and carried out in one transaction or not at all. ``on`` is the day up to which removals
    are due, left out today; ``at`` is the published time, for samples with a past.
    """
    day = on or timezone.localdate(at)
    made = []
    for decided_in in decisions_due(day):
        try:
            made.append(_carry_out(decided_in, day, at))
        except _NothingLeft:
            continue
    return made


def _carry_out(decided_in: int, day: date, at: datetime | None) -> Publication:
    decision = Publication.objects.get(number=decided_in)
    with opened_ledger(at=at) as ledger:
        reason = f"publication {ledger.publication}: removal decided in {decision}"
        with acting(by=decision.accepted_by, reason=reason, at=ledger.published_at):
            numbers = planned_removals_carry_out(decided_in=decided_in, on=day)
            if not numbers:
                raise _NothingLeft
            removed = dict.fromkeys(numbers, Change.REMOVED)
            changes = {register.code: removed for register in registers()}
            return publish(ledger, changes, by=decision.accepted_by)
