"""Assurance Certificates renewed once for all that they cover."""

from collections.abc import Collection, Mapping, Sequence

from cpl.choices import Status
from cpl.chunks import matching
from cpl.models import AssuranceCertificate, DeviceModelCertificate
from cpl.proposed import CertificateDetails, CertificateKey
from cpl.renewals import Renewal, renewal
from cpl.services.certificates import certificates_known, key_of
from cpl.services.device_models import device_models_mark_amended
from sec_registry.audit.bulk import create_all, delete_all, update_all
from sec_registry.registers.declaration import AcceptedForMany

Rows = Mapping[CertificateKey, AssuranceCertificate]


def certificates_renew(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """Enter the new certificates for what the old ones cover; returns the Device Models concerned.

    In place, under the same number, that is whatever it covers. Otherwise the current Device
    Models go over to the new certificate, and a removed one keeps the certificate that it had.
    """
    said = [found for each in accepted if (found := renewal(each.candidate)) is not None]
    known = certificates_known({key for each in said for key in (each.old, each.new)})
    in_place = {each.new: known[each.new] for each in said if each.in_place}
    replaced = {each.old: each.new for each in said if not each.in_place}
    _describe(in_place, said)
    rows = {**known, **_entered([each for each in said if each.new not in known])}
    for old, new in replaced.items():
        rows[old].replaced_by = rows[new]
    update_all(AssuranceCertificate, [rows[old] for old in replaced], ["replaced_by"])
    concerned = _covered(in_place) | _linked_anew(replaced, rows)
    device_models_mark_amended(concerned, accepted)
    return concerned


def _describe(in_place: Rows, said: Sequence[Renewal]) -> None:
    for each in said:
        if each.new in in_place:
            for field, value in each.details._asdict().items():
                setattr(in_place[each.new], field, value)
    update_all(AssuranceCertificate, list(in_place.values()), list(CertificateDetails._fields))


def _entered(said: Sequence[Renewal]) -> Rows:
    details = {each.new: each.details for each in said}
    fresh = [
        AssuranceCertificate(**key._asdict(), **told._asdict()) for key, told in details.items()
    ]
    return {key_of(row): row for row in create_all(AssuranceCertificate, fresh)}


def _covered(in_place: Rows) -> set[int]:
    links = DeviceModelCertificate.objects.values_list("device_model", flat=True)
    return set(matching(links, "certificate", [row.pk for row in in_place.values()]))


def _linked_anew(replaced: Mapping[CertificateKey, CertificateKey], rows: Rows) -> set[int]:
    """End the links of current Device Models to replaced certificates, and begin the new ones."""
    successors = {rows[old].pk: rows[new].pk for old, new in replaced.items()}
    current = DeviceModelCertificate.objects.filter(device_model__status=Status.CURRENT)
    ended = list(matching(current, "certificate", successors))
    there = _pairs(successors.values())
    begun = {(link.device_model_id, successors[link.certificate_id]) for link in ended} - there
    delete_all(DeviceModelCertificate, ended)
    create_all(
        DeviceModelCertificate,
        [
            DeviceModelCertificate(device_model_id=number, certificate_id=certificate)
            for number, certificate in sorted(begun)
        ],
    )
    return {link.device_model_id for link in ended}


def _pairs(certificates: Collection[int]) -> set[tuple[int, int]]:
    links = DeviceModelCertificate.objects.values_list("device_model", "certificate")
    return set(matching(links, "certificate", certificates))
