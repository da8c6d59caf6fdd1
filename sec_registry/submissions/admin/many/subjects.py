"""What each form is about, and what of it stands there at first.

SECURITY: only what the Central Products List says of it, which everybody may read. A contact
stands in the restricted registers: its fields are empty, whoever asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpl.choices import Scheme
from cpl.columns import (
    CERTIFICATE,
    CPA_DATE,
    CPA_DATE_KIND,
    MANUFACTURER,
    MANUFACTURER_CODE,
    SECURITY_CHARACTERISTICS_VERSION,
    STANDARD,
)
from cpl.models import AssuranceCertificate, Manufacturer
from cpl.proposed import SCHEME_COLUMNS
from cpl.renewals import CERTIFICATE_COLUMNS, REPLACES
from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import ITEM_COLUMNS, Action
from sec_registry.submissions.rules import columns_used

_SAID_BY_THE_PAGE = frozenset({"Action", "CPL number", "Reference"})
_OF_ITEMS = frozenset(column.name for column in ITEM_COLUMNS)


@dataclass(frozen=True)
class Subject:
    """``names``: the columns asked for; ``shown``: what stands there; ``about``: in a title."""

    action: Action
    title: str
    about: str
    names: Sequence[str]
    shown: Mapping[str, str]


def of_renaming(maker: Manufacturer) -> Subject:
    """A new name for a Manufacturer, in every document."""
    return Subject(
        Action.RENAME_MANUFACTURER,
        f"Rename Manufacturer {maker.code}",
        maker.code,
        _asked_for(Action.RENAME_MANUFACTURER),
        {MANUFACTURER_CODE: maker.code, MANUFACTURER: maker.name},
    )


def of_contact(maker: Manufacturer) -> Subject:
    """A new contact for all records of a Manufacturer."""
    return Subject(
        Action.CHANGE_CONTACT,
        f"Change contact of {maker.name} ({maker.code})",
        maker.code,
        _asked_for(Action.CHANGE_CONTACT),
        {MANUFACTURER_CODE: maker.code},
    )


def of_renewal(certificate: AssuranceCertificate) -> Subject:
    """A certificate anew, or another in its place, for all Device Models that it covers."""
    scheme = Scheme(certificate.scheme)
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
    )


def _asked_for(action: Action, but: frozenset[str] = frozenset()) -> list[str]:
    """The columns that the action uses, in the workbook's order, the subject first, why last."""
    used = (columns_used(action) or frozenset()) - _SAID_BY_THE_PAGE - but
    ordered = [name for name in columns() if name in used]
    first = [name for name in ordered if name == REPLACES]
    last = [name for name in ordered if name in _OF_ITEMS and name != REPLACES]
    return [*first, *(name for name in ordered if name not in {*first, *last}), *last]
