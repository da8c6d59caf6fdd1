"""Records are handed to another organisation of record; no document says so, the history does."""

from collections import defaultdict
from collections.abc import Sequence

from cpl.chunks import matching
from cpl.models import DeviceModel
from cpl.organisations import COLUMN, organisations_named
from sec_registry.audit.acting import because
from sec_registry.audit.bulk import update_all
from sec_registry.registers.declaration import Accepted


def device_models_transfer(transferred: Sequence[Accepted]) -> None:
    """Give the records to the organisations named; the history says why, item by item."""
    named = organisations_named(each.candidate for each in transferred)
    by_reason: dict[str, dict[int, int]] = defaultdict(dict)
    for each in transferred:
        (organisation,) = named[each.candidate.text(COLUMN)]
        by_reason[each.candidate.text("Reason")][each.number] = organisation
    for reason, wanted in by_reason.items():
        rows = []
        for row in matching(DeviceModel.objects.all(), "cpl_number", wanted):
            if row.organisation_of_record_id != wanted[row.cpl_number]:
                row.organisation_of_record_id = wanted[row.cpl_number]
                rows.append(row)
        with because(reason):
            update_all(DeviceModel, rows, ["organisation_of_record"])
