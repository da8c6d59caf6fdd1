"""Assurance Certificates and which Device Models each covers, brought to what was accepted."""

from collections.abc import Iterable, Mapping

from cpl.chunks import matching, with_certificates
from cpl.models import AssuranceCertificate, DeviceModelCertificate
from cpl.proposed import CertificateDetails, CertificateKey, certificates_brought
from sec_registry.audit.bulk import create_all, delete_all, update_all
from sec_registry.registers.candidates import Candidate


def certificates_enter(candidates: Iterable[Candidate]) -> set[CertificateKey]:
    """Enter new certificates and new details of known ones; returns those that changed."""
    brought: dict[CertificateKey, CertificateDetails] = {}
    for candidate in candidates:
        brought.update(certificates_brought(candidate))
    known = certificates_known(brought)
    fresh = [
        AssuranceCertificate(**key._asdict(), **details._asdict())
        for key, details in brought.items()
        if key not in known
    ]
    changed = {key for key, row in known.items() if details_of(row) != brought[key]}
    for key in changed:
        for field, said in brought[key]._asdict().items():
            setattr(known[key], field, said)
    create_all(AssuranceCertificate, fresh)
    update_all(
        AssuranceCertificate, [known[key] for key in changed], list(CertificateDetails._fields)
    )
    return changed


def certificates_link(
    wanted: Mapping[int, set[CertificateKey]],
    renewed: set[CertificateKey],
    amending: Iterable[int],
) -> set[int]:
    """Link each Device Model to these certificates and no others; returns those affected.

    ``renewed`` certificates affect whomever they cover; ``amending`` names the Device Models that
    may have links already.
    """
    rows = _keys_in_table({key for keys in wanted.values() for key in keys})
    links = DeviceModelCertificate.objects.select_related("certificate")
    held: dict[int, dict[CertificateKey, DeviceModelCertificate]] = {}
    for link in matching(links, "device_model", amending):
        held.setdefault(link.device_model_id, {})[key_of(link.certificate)] = link
    stale: list[DeviceModelCertificate] = []
    fresh: list[DeviceModelCertificate] = []
    affected: set[int] = set()
    for number, keys in wanted.items():
        before = held.get(number, {})
        stale += [before[key] for key in before.keys() - keys]
        fresh += [
            DeviceModelCertificate(device_model_id=number, certificate_id=rows[key])
            for key in sorted(keys - before.keys())
        ]
        if before.keys() != keys or keys & renewed:
            affected.add(number)
    delete_all(DeviceModelCertificate, stale)
    create_all(DeviceModelCertificate, fresh)
    return affected


def _keys_in_table(keys: set[CertificateKey]) -> dict[CertificateKey, int]:
    listed = AssuranceCertificate.objects.values_list("scheme", "number", "pk")
    found = with_certificates(listed, {key.number for key in keys})
    return {CertificateKey(scheme, number): pk for scheme, number, pk in found}


def key_of(row: AssuranceCertificate) -> CertificateKey:
    return CertificateKey(row.scheme, row.number)


def details_of(row: AssuranceCertificate) -> CertificateDetails:
    return CertificateDetails(
        row.standard_version, row.date, row.date_kind, row.security_characteristics_version
    )


def certificates_known(
    keys: Iterable[CertificateKey],
) -> dict[CertificateKey, AssuranceCertificate]:
    """Those of the certificates that are on record."""
    wanted = set(keys)
    rows = with_certificates(AssuranceCertificate.objects.all(), {key.number for key in wanted})
    return {key_of(row): row for row in rows if key_of(row) in wanted}
