"""Device Models: added, amended, removed."""

from collections.abc import Sequence

from cpl.choices import Status
from cpl.chunks import matching
from cpl.columns import (
    ESME_VARIANT,
    FIRMWARE_CODING,
    GENERATION,
    MODEL_NAME,
)
from cpl.models import DeviceModel
from cpl.proposed import identity, iso_date
from sec_registry.audit.bulk import create_all, update_all
from sec_registry.registers.declaration import Accepted

#: What an amendment may change of the Device Model itself; its identity it may not.
AMENDABLE = {
    "model_name": MODEL_NAME,
    "firmware_coding": FIRMWARE_CODING,
    "esme_variant": ESME_VARIANT,
}


def device_models_add(added: Sequence[Accepted]) -> None:
    """Enter the Device Models under the CPL numbers they were given."""
    create_all(DeviceModel, [_device_model(each) for each in added])


def device_models_amend(amended: Sequence[Accepted], changed: set[int]) -> None:
    """Write amended fields; a record of which nothing changed keeps its last amendment.

    ``changed`` names the records whose certificates, versions or image changed already.
    """
    by_number = {each.number: each for each in amended}
    touched = []
    for row in matching(DeviceModel.objects.all(), "cpl_number", by_number):
        each = by_number[row.cpl_number]
        wanted = {field: each.candidate.text(column) for field, column in AMENDABLE.items()}
        differing = {field for field in wanted if getattr(row, field) != wanted[field]}
        if differing or row.cpl_number in changed:
            for field, text in wanted.items():
                setattr(row, field, text)
            row.amended_in = each.publication
            touched.append(row)
    update_all(DeviceModel, touched, [*AMENDABLE, "amended_in"])


def device_models_remove(removed: Sequence[Accepted]) -> None:
    """Mark Device Models removed; their records stay, and stay starting points of upgrades."""
    by_number = {each.number: each for each in removed}
    rows = list(matching(DeviceModel.objects.all(), "cpl_number", by_number))
    for row in rows:
        each = by_number[row.cpl_number]
        row.status = Status.REMOVED
        row.status_date = iso_date(each.candidate.text("Removal date")) or each.published_on
        row.removal_reason = each.candidate.text("Removal reason")
        row.removal_authority = each.candidate.text("Removal authority")
        row.removal_reason_public = each.candidate.text("Reason public") == "yes"
    fields = ["removal_reason", "removal_authority", "removal_reason_public"]
    update_all(DeviceModel, rows, ["status", "status_date", *fields])


def _device_model(each: Accepted) -> DeviceModel:
    candidate = each.candidate
    named = identity(candidate)
    return DeviceModel(
        cpl_number=each.number,
        device_type_id=named.device_type,
        generation=candidate.text(GENERATION),
        manufacturer_id=named.manufacturer,
        model_identifier=named.model_identifier,
        hardware_version=named.hardware_version,
        firmware_version=named.firmware_version,
        **{field: candidate.text(column) for field, column in AMENDABLE.items()},
        status=Status.CURRENT,
        status_date=each.published_on,
        organisation_of_record_id=each.organisation_id,
        added_in=each.publication,
    )
