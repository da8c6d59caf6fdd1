"""The addresses of the desk, who gets each, and what stands in the place of the object's key."""

from typing import Any

from cpl.models import (
    AssuranceCertificate,
    DeviceModel,
    DeviceType,
    ManufacturerOrganisation,
    UsualForm,
)
from firmware.models import FirmwareRecord
from sec_registry.audit.acting import acting
from sec_registry.registers.models import BankHoliday, Disclosure, Weekday
from tests.accounts.factories import OrganisationFactory
from tests.admin.desk import Cast, page
from zigbee.models import AccessGrant, ZigbeeRecord

OFFICE = {"administrator", "reviewer", "ssc", "auditor", "superuser"}
PANEL = {"administrator", "reviewer"}
STAFF = {*OFFICE, "party", "ceased", "submitter", "grantee", "expired grantee"}
FIRMWARE = {*PANEL, "party"}
SUBMITTING = {*PANEL, "party", "ceased", "submitter"}
MAKING = SUBMITTING - {"reviewer"}
WATCHING = {*PANEL, "ssc", "auditor"}
ZIGBEE = {"ssc", "grantee"}
OWN = {*PANEL, "submitter"}
PEOPLE = [*sorted(STAFF), "anonymous", "inactive", "party without the admin"]

#: Address → who gets it, and what everybody else at the desk gets.
AUDIENCES: dict[str, tuple[set[str], int]] = {
    "index": (STAFF, 0),
    "jsi18n": (STAFF, 0),
    "autocomplete": (set(), 403),
    "cpl_devicemodel_changelist": (OFFICE, 403),
    "cpl_devicemodel_change": (OFFICE, 403),
    "cpl_devicemodel_add": (MAKING, 403),
    "cpl_devicemodel_propose": (MAKING, 403),
    "cpl_devicemodel_history": (OFFICE, 403),
    "cpl_devicemodel_simple_history": (OFFICE, 403),
    "cpl_manufacturer_changelist": (OFFICE, 403),
    "cpl_manufacturer_change": (OFFICE, 403),
    "cpl_manufacturer_history": (OFFICE, 403),
    "cpl_manufacturer_simple_history": (OFFICE, 403),
    "cpl_manufacturer_rename": ({"administrator"}, 403),
    "cpl_manufacturer_contact": ({"administrator"}, 403),
    "cpl_assurancecertificate_changelist": (OFFICE, 403),
    "cpl_assurancecertificate_change": (OFFICE, 403),
    "cpl_assurancecertificate_history": (OFFICE, 403),
    "cpl_assurancecertificate_simple_history": (OFFICE, 403),
    "cpl_assurancecertificate_renew": ({"administrator"}, 403),
    "cpl_devicetype_changelist": (OFFICE, 403),
    "cpl_devicetype_change": (OFFICE, 403),
    "cpl_devicetype_add": ({"administrator"}, 403),
    "cpl_devicetype_history": (OFFICE, 403),
    "cpl_devicetype_simple_history": (OFFICE, 403),
    "cpl_manufacturerorganisation_changelist": (OFFICE, 403),
    "cpl_manufacturerorganisation_change": (OFFICE, 403),
    "cpl_manufacturerorganisation_add": ({"administrator"}, 403),
    "cpl_manufacturerorganisation_delete": ({"administrator"}, 403),
    "cpl_manufacturerorganisation_history": (OFFICE, 403),
    "cpl_manufacturerorganisation_simple_history": (OFFICE, 403),
    "cpl_usualform_changelist": (OFFICE, 403),
    "cpl_usualform_change": (OFFICE, 403),
    "cpl_usualform_history": (OFFICE, 403),
    "cpl_usualform_simple_history": (OFFICE, 403),
    "registers_bankholiday_changelist": (OFFICE, 403),
    "registers_bankholiday_change": (OFFICE, 403),
    "registers_bankholiday_history": (OFFICE, 403),
    "registers_bankholiday_simple_history": (OFFICE, 403),
    "registers_weekday_changelist": (OFFICE, 403),
    "registers_weekday_change": (OFFICE, 403),
    "registers_weekday_history": (OFFICE, 403),
    "registers_weekday_simple_history": (OFFICE, 403),
    "registers_bankholiday_add": ({"administrator"}, 403),
    "registers_bankholiday_delete": ({"administrator"}, 403),
    "firmware_firmwarerecord_changelist": (FIRMWARE, 403),
    "firmware_firmwarerecord_change": (FIRMWARE, 403),
    "firmware_firmwarerecord_history": (FIRMWARE, 403),
    "firmware_firmwarerecord_simple_history": (FIRMWARE, 403),
    "zigbee_zigbeerecord_changelist": (STAFF, 0),
    "zigbee_zigbeerecord_change": (ZIGBEE, 404),
    "zigbee_zigbeerecord_history": (ZIGBEE, 404),
    "zigbee_zigbeerecord_simple_history": (ZIGBEE, 404),
    "zigbee_zigbeerecord_permissions": ({"ssc"}, 404),
    "zigbee_accessgrant_changelist": ({"ssc"}, 403),
    "zigbee_accessgrant_change": ({"ssc"}, 403),
    "zigbee_accessgrant_add": ({"ssc"}, 403),
    "zigbee_accessgrant_history": ({"ssc"}, 403),
    "zigbee_accessgrant_simple_history": ({"ssc"}, 403),
    "registers_disclosure_changelist": (WATCHING, 403),
    "registers_disclosure_change": ({*PANEL, "auditor"}, 403),
    "registers_publication_changelist": (OFFICE, 403),
    "registers_publication_change": (OFFICE, 403),
    "submissions_submission_changelist": (SUBMITTING, 403),
    "submissions_submission_change": (OWN, 404),
    "submissions_submission_history": (OWN, 404),
    "submissions_submission_simple_history": (OWN, 404),
    "submissions_submission_add": (MAKING, 403),
}
#: Verbs behind buttons: a look at their addresses is not their use.
POSTED = {"submissions_submission_check", "submissions_submission_waive"}
POSTED_STEP = "submissions_submission_step"
#: Forms of what changes once for all records.
OF_MANY = {"rename", "contact", "renew"}


def first_history(model: Any, **where: Any) -> int:
    return int(model.history.filter(**where).values_list("history_id", flat=True)[0])


def targets(cast: Cast) -> dict[str, tuple[Any, ...]]:
    """What stands in the place of the object's key, for the addresses that have one."""
    number = cast.numbers[0]
    certificate = AssuranceCertificate.objects.order_by("pk").values_list("pk", flat=True)[0]
    with acting(by="tests"):
        # Made by migrations, the tables of policy have no history until somebody changes a row.
        for policy in (
            DeviceType.objects.get(pk="ESME"),
            UsualForm.objects.get(pk="Model identifier"),
            BankHoliday.objects.earliest("day"),
            Weekday.objects.get(pk=6),
        ):
            policy.save()
        speaker = ManufacturerOrganisation.objects.create(
            manufacturer_id=DeviceModel.objects.get(pk=number).manufacturer_id,
            organisation=OrganisationFactory(),
        )
    # Something was disclosed, so that there is a disclosure to look at.
    cast.client("party").get(page("firmware_firmwarerecord_changelist"))
    fir = Disclosure.objects.filter(register="firmware").values_list("pk", flat=True)
    keyed: dict[str, tuple[Any, Any]] = {
        "cpl_devicemodel": (number, DeviceModel),
        "cpl_manufacturer": ("FA0A", DeviceModel._meta.get_field("manufacturer").related_model),
        "cpl_assurancecertificate": (certificate, AssuranceCertificate),
        "cpl_devicetype": ("ESME", DeviceModel._meta.get_field("device_type").related_model),
        "cpl_manufacturerorganisation": (speaker.pk, ManufacturerOrganisation),
        "cpl_usualform": ("Model identifier", UsualForm),
        "registers_bankholiday": (BankHoliday.objects.earliest("day").pk, BankHoliday),
        "registers_weekday": (6, Weekday),
        "firmware_firmwarerecord": (number, FirmwareRecord),
        "zigbee_zigbeerecord": (number, ZigbeeRecord),
        "zigbee_accessgrant": (cast.grant.pk, AccessGrant),
        "submissions_submission": (cast.draft.pk, type(cast.draft)),
        "registers_publication": (1, None),
        "registers_disclosure": (fir[0], None),
    }
    found: dict[str, tuple[Any, ...]] = {}
    for name in AUDIENCES:
        prefix, _, kind = name.rpartition("_")
        if name.endswith("_simple_history"):
            prefix = name.removesuffix("_simple_history")
            key, model = keyed[prefix]
            found[name] = (key, first_history(model, **{model._meta.pk.attname: key}))
        elif kind in {"change", "history", "delete", "permissions", "propose", *OF_MANY}:
            found[name] = (keyed[prefix][0],)
        else:
            found[name] = ()
    return found
