"""What each form is about, and what of it stands there at first.

SECURITY: what the Central Products List says of it, which everybody may read, and today's contact
as ``contact_today`` read it for whoever asks. It is the firmware records' alone: nobody is shown
what the Zigbee records hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpl.choices import Scheme, Status
from cpl.columns import (
    CERTIFICATE,
    CPA_DATE,
    CPA_DATE_KIND,
    MANUFACTURER,
    MANUFACTURER_CODE,
    SECURITY_CHARACTERISTICS_VERSION,
    STANDARD,
)
from cpl.models import AssuranceCertificate, DeviceModel, Manufacturer
from cpl.proposed import SCHEME_COLUMNS
from cpl.renewals import CERTIFICATE_COLUMNS, REPLACES
from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import ITEM_COLUMNS, Action
from sec_registry.submissions.admin.many.contact_today import ContactToday
from sec_registry.submissions.rules import columns_used

_ANOTHER = "It makes a submission, which another person of the Panel accepts."
_SAID_BY_THE_PAGE = frozenset({"Action", "CPL number", "Reference"})
_OF_ITEMS = frozenset(column.name for column in ITEM_COLUMNS)


@dataclass(frozen=True)
class Subject:
    """``names``: the columns asked for; ``shown``: what stands there; ``about``: in a title.

    ``fixed`` is the column that says whom it is about, which the page it came from has said;
    ``note`` is what the change does, above the form.
    """

    action: Action
    title: str
    about: str
    names: Sequence[str]
    shown: Mapping[str, str]
    fixed: str
    note: str


def of_renaming(maker: Manufacturer) -> Subject:
    """A new name for a Manufacturer, in every document."""
    return Subject(
        Action.RENAME_MANUFACTURER,
        f"Rename Manufacturer {maker.code}",
        maker.code,
        _asked_for(Action.RENAME_MANUFACTURER),
        {MANUFACTURER_CODE: maker.code, MANUFACTURER: maker.name},
        MANUFACTURER_CODE,
        f"The name changes for all records of {maker.name}: {_told(_of(maker))}. {_ANOTHER}",
    )


def of_contact(maker: Manufacturer, today: ContactToday) -> Subject:
    """A new contact for all records of a Manufacturer, over the one of today."""
    return Subject(
        Action.CHANGE_CONTACT,
        f"Change contact of {maker.name} ({maker.code})",
        maker.code,
        _asked_for(Action.CHANGE_CONTACT),
        {MANUFACTURER_CODE: maker.code, **today.cells},
        MANUFACTURER_CODE,
        "The contact changes in the firmware and Zigbee records of what the Manufacturer has on "
        f"the list: {_told(_of(maker))}. {_ANOTHER} {today.said}".rstrip(),
    )


def of_renewal(certificate: AssuranceCertificate) -> Subject:
    """A certificate anew, or another in its place, for all Device Models that it covers."""
    scheme = Scheme(certificate.scheme)
    links = certificate.device_model_links.filter(device_model__status=Status.CURRENT)
    covered = links.count()
    others = frozenset(CERTIFICATE_COLUMNS) - frozenset(SCHEME_COLUMNS[scheme])
    shown = {
        REPLACES: certificate.number,
        CERTIFICATE[scheme]: certificate.number,
        STANDARD[scheme]: certificate.standard_version,
        CPA_DATE: certificate.date.isoformat() if certificate.date else "",
        CPA_DATE_KIND: certificate.date_kind,
        SECURITY_CHARACTERISTICS_VERSION: certificate.security_characteristics_version,
    }
    return Subject(
        Action.RENEW_CERTIFICATE,
        f"Renew or replace {certificate}",
        str(certificate),
        _asked_for(Action.RENEW_CERTIFICATE, but=others),
        shown,
        REPLACES,
        "Leave the number to give the certificate new details, or type that of the one that takes "
        f"its place. It covers {_told(covered)}, which get the new one. {_ANOTHER}",
    )


def _of(maker: Manufacturer) -> int:
    return DeviceModel.objects.filter(manufacturer=maker).count()


def _told(number: int) -> str:
    return f"{number:,} Device Model{'' if number == 1 else 's'}"


def _asked_for(action: Action, but: frozenset[str] = frozenset()) -> list[str]:
    """The columns that the action uses, in the workbook's order, the subject first, why last."""
    used = (columns_used(action) or frozenset()) - _SAID_BY_THE_PAGE - but
    ordered = [name for name in columns() if name in used]
    first = [name for name in ordered if name == REPLACES]
    last = [name for name in ordered if name in _OF_ITEMS and name != REPLACES]
    return [*first, *(name for name in ordered if name not in {*first, *last}), *last]
