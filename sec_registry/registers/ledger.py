"""Opening the ledger: the only time at which register tables take a write.

The row lock orders acceptances; the number is spent only if the transaction commits, so
publications are numbered without gaps. CPL numbers ascend and are never given twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sec_registry.registers.models import Ledger, Publication


class OpenLedger:
    """The open ledger: this acceptance's publication number, time, and CPL numbers to give."""

    def __init__(self, row: Ledger, published_at: datetime) -> None:
        self._row = row
        self.publication = row.last_publication
        self.published_at = published_at

    def next_cpl_number(self) -> int:
        """A CPL number that no record ever had."""
        self._row.last_cpl_number += 1
        return self._row.last_cpl_number

    def take_existing_number(self, number: int) -> int:
        """Keep a number that an initial load brings; later ones start above it."""
        self._row.last_cpl_number = max(self._row.last_cpl_number, number)
        return number


@contextmanager
def opened_ledger(*, at: datetime | None = None) -> Iterator[OpenLedger]:
    """One transaction with the ledger open; everything or nothing.

    The published time is ``at`` or now, taken after the lock and forced above the one before.
    """
    with transaction.atomic():
        row = Ledger.objects.select_for_update().get(pk=1)
        row.last_publication += 1
        row.opened_for = row.last_publication
        row.save(update_fields=["last_publication", "opened_for"])
        yield_to = OpenLedger(row, _time_after_the_last(at))
        yield yield_to
        row.opened_for = None
        row.save(update_fields=["last_cpl_number", "opened_for"])


@contextmanager
def reopened_ledger() -> Iterator[None]:
    """One transaction with the ledger open for its last publication; no number is spent.

    For what belongs beside publications and is brought later, such as signatures.
    """
    with transaction.atomic():
        row = Ledger.objects.select_for_update().get(pk=1)
        row.opened_for = row.last_publication
        row.save(update_fields=["opened_for"])
        yield
        row.opened_for = None
        row.save(update_fields=["opened_for"])


def _time_after_the_last(at: datetime | None) -> datetime:
    moment = at or timezone.now()
    last = Publication.objects.order_by("-number").first()
    if last is not None and moment <= last.published_at:
        return last.published_at + timedelta(microseconds=1)
    return moment
