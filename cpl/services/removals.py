"""Device Models leave the list, on the day or as planned, and come back under the same number."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from cpl.choices import Status
from cpl.chunks import matching
from cpl.models import DeviceModel
from cpl.proposed import iso_date
from sec_registry.audit.acting import because
from sec_registry.audit.bulk import update_all
from sec_registry.registers.declaration import Accepted

_TOLD = ("removal_reason", "removal_authority", "removal_reason_public", "removal_decided_in")
_FIELDS = ("status", "status_date", "removal_planned_for", "amended_in", *_TOLD)


def device_models_remove(removed: Sequence[Accepted]) -> None:
    """Mark Device Models removed, or as leaving on a later day; their records stay in any case.

    A later decision about the same Device Model takes the place of an earlier plan.
    """
    by_number = {each.number: each for each in removed}
    rows = list(matching(DeviceModel.objects.all(), "cpl_number", by_number))
    for row in rows:
        each = by_number[row.cpl_number]
        row.removal_reason = each.candidate.text("Removal reason")
        row.removal_authority = each.candidate.text("Removal authority")
        row.removal_reason_public = each.candidate.text("Reason public") == "yes"
        row.removal_decided_in = each.publication
        row.removal_planned_for = iso_date(each.candidate.text("Removal date"))
        if row.removal_planned_for is None or row.removal_planned_for <= each.published_on:
            _leave(row, row.removal_planned_for or each.published_on)
        else:
            # As long as it is current, that it will leave is an amendment of its entry.
            row.amended_in = each.publication
    update_all(DeviceModel, rows, _FIELDS)


def device_models_reinstate(reinstated: Sequence[Accepted]) -> None:
    """Put removed Device Models back, and take plans back; the history says why, item by item."""
    by_reason: dict[str, dict[int, Accepted]] = defaultdict(dict)
    for each in reinstated:
        by_reason[each.candidate.text("Reason")][each.number] = each
    for reason, by_number in by_reason.items():
        rows = list(matching(DeviceModel.objects.all(), "cpl_number", by_number))
        for row in rows:
            if row.status == Status.REMOVED:
                row.status = Status.CURRENT
                row.status_date = by_number[row.cpl_number].published_on
            else:
                row.amended_in = by_number[row.cpl_number].publication
            row.removal_planned_for = row.removal_decided_in = None
            row.removal_reason = row.removal_authority = ""
            row.removal_reason_public = False
        with because(reason):
            update_all(DeviceModel, rows, _FIELDS)


def decisions_due(on: date) -> list[int]:
    """The publications in which removals were decided whose day has come, the earliest first."""
    due = DeviceModel.objects.filter(removal_planned_for__lte=on)
    numbers = due.order_by("removal_decided_in").values_list("removal_decided_in", flat=True)
    return [number for number in numbers.distinct() if number is not None]


def planned_removals_carry_out(*, decided_in: int, on: date) -> list[int]:
    """Remove what that publication planned, as far as its day has come; returns the CPL numbers.

    Must run inside ``acting`` with the ledger open, so that nobody else does it at the same time.
    """
    due = DeviceModel.objects.filter(removal_decided_in=decided_in, removal_planned_for__lte=on)
    rows = list(due.order_by("cpl_number"))
    for row in rows:
        # The day that was decided, also where it was missed.
        _leave(row, row.removal_planned_for or on)
    update_all(DeviceModel, rows, _FIELDS)
    return [row.cpl_number for row in rows]


def _leave(row: DeviceModel, day: date) -> None:
    row.status, row.status_date, row.removal_planned_for = Status.REMOVED, day, None
