"""Device Models: added, amended, corrected."""

from collections.abc import Iterable, Mapping, Sequence

from cpl.choices import Status
from cpl.chunks import matching
from cpl.columns import (
    ESME_VARIANT,
    FIRMWARE_CODING,
    GENERATION,
    MODEL_NAME,
)
from cpl.models import DeviceModel
from cpl.proposed import identity
from sec_registry.audit.bulk import create_each, update_all
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.declaration import Accepted, AcceptedForMany

#: What an amendment may change of the Device Model itself; its identity it may not.
AMENDABLE = {
    "model_name": MODEL_NAME,
    "firmware_coding": FIRMWARE_CODING,
    "esme_variant": ESME_VARIANT,
}
#: What a correction may change too: the generation, and the identity in its own order.
IDENTIFYING = (
    "generation",
    "device_type_id",
    "manufacturer_id",
    "model_identifier",
    "hardware_version",
    "firmware_version",
)
CORRECTION = ("corrected_in", "corrected_on", "correction_reason", "correction_reason_public")


def device_models_add(added: Sequence[Accepted]) -> None:
    """Enter the Device Models under the CPL numbers they were given."""
    create_each(DeviceModel, (_device_model(each) for each in added))


def device_models_amend(amended: Sequence[Accepted], changed: set[int]) -> None:
    """Write amended fields; a record of which nothing changed keeps its last amendment.

    ``changed`` names the records whose certificates, versions or image changed already.
    """
    by_number = {each.number: each for each in amended}
    touched = []
    for row in matching(DeviceModel.objects.all(), "cpl_number", by_number):
        each = by_number[row.cpl_number]
        if _differs(row, _amendable(each.candidate)) or row.cpl_number in changed:
            row.amended_in = each.publication
            touched.append(row)
    update_all(DeviceModel, touched, [*AMENDABLE, "amended_in"])


def device_models_correct(corrected: Sequence[Accepted], changed: set[int]) -> None:
    """Put the records right, their identity too, and say on them that and why they were.

    ``changed`` as above. SECURITY: a correction of the other registers alone leaves no mark here,
    where everybody would read that there was one.
    """
    by_number = {each.number: each for each in corrected}
    touched = []
    for row in matching(DeviceModel.objects.all(), "cpl_number", by_number):
        each = by_number[row.cpl_number]
        wanted = {**_amendable(each.candidate), **_identifying(each.candidate)}
        if _differs(row, wanted) or row.cpl_number in changed:
            row.corrected_in = each.publication
            row.corrected_on = each.published_on
            row.correction_reason = each.candidate.text("Reason")
            row.correction_reason_public = each.candidate.text("Reason public") == "yes"
            touched.append(row)
    update_all(DeviceModel, touched, [*AMENDABLE, *IDENTIFYING, *CORRECTION])


def _differs(row: DeviceModel, wanted: Mapping[str, str]) -> bool:
    """Bring the row to what is wanted; says whether it was otherwise."""
    differing = [field for field, text in wanted.items() if getattr(row, field) != text]
    for field in differing:
        setattr(row, field, wanted[field])
    return bool(differing)


def device_models_mark_amended(numbers: Iterable[int], accepted: Sequence[AcceptedForMany]) -> None:
    """Note the publication in which what many Device Models have in common changed."""
    touched = list(matching(DeviceModel.objects.all(), "cpl_number", numbers))
    for row in touched:
        row.amended_in = accepted[0].publication
    update_all(DeviceModel, touched, ["amended_in"])


def _amendable(candidate: Candidate) -> dict[str, str]:
    return {field: candidate.text(column) for field, column in AMENDABLE.items()}


def _identifying(candidate: Candidate) -> dict[str, str]:
    return dict(zip(IDENTIFYING, (candidate.text(GENERATION), *identity(candidate)), strict=True))


def _device_model(each: Accepted) -> DeviceModel:
    return DeviceModel(
        cpl_number=each.number,
        **_identifying(each.candidate),
        **_amendable(each.candidate),
        status=Status.CURRENT,
        status_date=each.published_on,
        organisation_of_record_id=each.organisation_id,
        added_in=each.publication,
    )
