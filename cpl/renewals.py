"""Renewals of Assurance Certificates: what a row says, and what the rules must know of it.

A renewal enters the new certificate for every current Device Model that the old one covers. Under
the same number it gives the certificate new details in place. A Device Model that was removed
keeps the certificate it had.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cpl.choices import Scheme, Status
from cpl.chunks import matching, with_certificates
from cpl.columns import CERTIFICATE
from cpl.models import AssuranceCertificate, DeviceModel, DeviceModelCertificate
from cpl.proposed import (
    SCHEME_COLUMNS,
    CertificateDetails,
    CertificateKey,
    certificates_brought,
    details_typed,
)
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.vocabulary import Action

REPLACES = "Replaces certificate"
#: The columns of all schemes; a row fills those of one.
CERTIFICATE_COLUMNS = tuple(column for columns in SCHEME_COLUMNS.values() for column in columns)


class Renewal(NamedTuple):
    """One renewal: ``old`` and ``new`` are of one scheme, and alike where it is in place."""

    old: CertificateKey
    new: CertificateKey
    details: CertificateDetails

    @property
    def in_place(self) -> bool:
        return self.old == self.new


class Recorded(NamedTuple):
    """A certificate on record; ``replaced_by`` is the number of its successor, or ""."""

    details: CertificateDetails
    replaced_by: str


def schemes_filled(candidate: Candidate) -> list[Scheme]:
    """The schemes in whose columns the row says anything."""
    return [s for s in Scheme if any(candidate.has(column) for column in SCHEME_COLUMNS[s])]


def renewal(candidate: Candidate) -> Renewal | None:
    """What the row renews; None unless it names the old number and fills one scheme's columns."""
    filled = schemes_filled(candidate)
    if len(filled) != 1 or not candidate.has(REPLACES):
        return None
    (scheme,) = filled
    return Renewal(
        old=CertificateKey(scheme, candidate.text(REPLACES)),
        new=CertificateKey(scheme, candidate.text(CERTIFICATE[scheme])),
        details=details_typed(candidate, scheme),
    )


@dataclass(frozen=True)
class RenewalFacts:
    """What bears on the batch's renewals; empty where it has none."""

    #: The certificates on record under the numbers that renewals name, in any scheme.
    recorded: Mapping[CertificateKey, Recorded]
    #: The current Device Models that each certificate to be renewed covers.
    covered: Mapping[CertificateKey, frozenset[int]]
    #: Of these Device Models the Manufacturers' codes with the organisations of record.
    concerned: Mapping[CertificateKey, frozenset[tuple[str, int | None]]]
    #: The renewing rows by the certificate that they replace, and by the one they bring.
    replacing: Mapping[CertificateKey, list[Candidate]]
    bringing: Mapping[CertificateKey, list[tuple[Candidate, CertificateDetails]]]
    #: The other rows that say something of a certificate that a renewal names.
    beside: Mapping[CertificateKey, list[tuple[Candidate, CertificateDetails]]]
    #: Of all rows that say something of a certificate that a renewal brings, the first.
    first: Mapping[CertificateKey, tuple[Candidate, CertificateDetails]]

    def schemes_of(self, number: str) -> list[Scheme]:
        """The schemes that have a certificate of this number."""
        return [scheme for scheme in Scheme if CertificateKey(scheme, number) in self.recorded]


def gather(batch: Batch) -> None:
    """Teach the batch the ``RenewalFacts`` that bear on it."""
    replacing: dict[CertificateKey, list[Candidate]] = defaultdict(list)
    bringing: dict[CertificateKey, list[tuple[Candidate, CertificateDetails]]] = defaultdict(list)
    numbers: set[str] = set()
    for candidate in batch.candidates:
        if candidate.action != Action.RENEW_CERTIFICATE:
            continue
        numbers.add(candidate.text(REPLACES))
        if (said := renewal(candidate)) is not None:
            numbers.add(said.new.number)
            replacing[said.old].append(candidate)
            bringing[said.new].append((candidate, said.details))
    named = replacing.keys() | bringing.keys()
    covered = _covered(replacing.keys())
    beside = _beside(batch.candidates if named else (), named)
    batch.learn(
        RenewalFacts(
            recorded=dict(_recorded(numbers)),
            covered=covered,
            concerned=_concerned(covered),
            replacing=replacing,
            bringing=bringing,
            beside=beside,
            first={
                key: min([*rows, *beside.get(key, ())], key=lambda each: each[0].row)
                for key, rows in bringing.items()
            },
        )
    )


def _recorded(numbers: Iterable[str]) -> Iterator[tuple[CertificateKey, Recorded]]:
    rows = AssuranceCertificate.objects.values_list(
        "scheme", "number", "replaced_by__number", *CertificateDetails._fields
    )
    for scheme, number, replaced_by, *details in with_certificates(rows, numbers):
        recorded = Recorded(CertificateDetails(*details), replaced_by or "")
        yield CertificateKey(scheme, number), recorded


def _concerned(
    covered: Mapping[CertificateKey, frozenset[int]],
) -> dict[CertificateKey, frozenset[tuple[str, int | None]]]:
    rows = DeviceModel.objects.values_list(
        "cpl_number", "manufacturer_id", "organisation_of_record_id"
    )
    numbers = {number for each in covered.values() for number in each}
    whose = {
        number: (code, organisation)
        for number, code, organisation in matching(rows, "cpl_number", numbers)
    }
    return {key: frozenset(whose[number] for number in each) for key, each in covered.items()}


def _covered(keys: Collection[CertificateKey]) -> dict[CertificateKey, frozenset[int]]:
    links = DeviceModelCertificate.objects.filter(device_model__status=Status.CURRENT).values_list(
        "certificate__scheme", "certificate__number", "device_model_id"
    )
    found: dict[CertificateKey, set[int]] = defaultdict(set)
    for scheme, number, device_model in with_certificates(
        links, {key.number for key in keys}, "certificate__"
    ):
        found[CertificateKey(scheme, number)].add(device_model)
    return {key: frozenset(found[key]) for key in keys}


def _beside(
    candidates: Iterable[Candidate], named: Collection[CertificateKey]
) -> dict[CertificateKey, list[tuple[Candidate, CertificateDetails]]]:
    found: dict[CertificateKey, list[tuple[Candidate, CertificateDetails]]] = defaultdict(list)
    for candidate in candidates:
        if candidate.action == Action.ADD or (candidate.amends and candidate.before):
            for key, details in certificates_brought(candidate).items():
                if key in named:
                    found[key].append((candidate, details))
    return found
