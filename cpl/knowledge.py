"""What the rules must know of the Central Products List, gathered for a whole batch at once.

Firmware rules ask here too, for the Device Models that a batch names as baselines. The number of
queries does not grow with the rows but for key lists, which go in pieces of 500.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count

from cpl.batch_facts import RowsSeen, look_alike, rows_seen, take_two
from cpl.choices import Status
from cpl.chunks import matching, with_certificates
from cpl.columns import MANUFACTURER_CODE
from cpl.models import (
    AssuranceCertificate,
    DeviceModel,
    DeviceModelCertificate,
    DeviceType,
    Manufacturer,
    ManufacturerImage,
    ManufacturerOrganisation,
    RequiredScheme,
    UsualForm,
    usual_forms,
)
from cpl.organisations import Named, organisations_named
from cpl.proposed import CertificateDetails, CertificateKey, Identity
from cpl.renewals import gather as gather_renewals
from cpl.together import together
from sec_registry.registers.candidates import Batch

#: The highest CPL number that every database's column takes.
HIGHEST_NUMBER = 2_147_483_647

_IDENTITY = (
    "device_type_id",
    "manufacturer_id",
    "model_identifier",
    "hardware_version",
    "firmware_version",
)


class Listed(NamedTuple):
    """A Device Model on the list, current or removed."""

    number: int
    identity: Identity
    generation: str
    firmware_coding: str
    status: str
    organisation_of_record: int | None
    removal_planned_for: date | None

    @property
    def is_current(self) -> bool:
        return self.status == Status.CURRENT


@dataclass(frozen=True)
class CplFacts:
    """``device_models`` holds every Device Model whose number the batch names, baselines too."""

    #: Device types with the specification each is certified to, and the schemes that each needs
    #: in each generation.
    device_types: dict[str, str]
    required_schemes: dict[tuple[str, str], frozenset[str]]
    #: Of the types, those that F2.14 names.
    covered_types: frozenset[str]
    #: How codes without a quoted form usually look, by column.
    usual_forms: dict[str, UsualForm]
    #: Recorded names by code.
    manufacturers: dict[str, str]
    #: Organisations that speak for a Manufacturer, by its code.
    speakers: dict[str, frozenset[int]]
    device_models: dict[int, Listed]
    #: Current identities that rows bring, and two current ones that merely look like them.
    current: dict[Identity, int]
    alike: dict[Identity, tuple[Identity, ...]]
    #: The first two current Device Models by the Hash of their image.
    hashes: dict[str, tuple[int, ...]]
    #: The certificates of which a row says something else than is recorded, and that cover Device
    #: Models of which no row speaks: the lowest of their numbers, and what is recorded.
    elsewhere: dict[CertificateKey, tuple[int, CertificateDetails]]
    #: The numbers of those that took the place of these certificates.
    successors: dict[CertificateKey, str]
    #: How many recorded firmware versions of a model are coded how: (code, identifier, coding).
    codings: Counter[tuple[str, str, str]]
    seen: RowsSeen
    organisations: Named


def gather(batch: Batch) -> None:
    """Teach the batch the ``CplFacts`` that bear on it, and which rows are ``Together``."""
    seen = rows_seen(batch.candidates)
    codes = {candidate.text(MANUFACTURER_CODE) for candidate in batch.candidates} - {""}
    types = list(DeviceType.objects.all())
    current, alike = _identities(seen)
    listed = device_models(numbers_named(batch))
    batch.learn(
        CplFacts(
            device_types={each.code: each.specification for each in types},
            required_schemes=_required_schemes(),
            covered_types=frozenset(each.code for each in types if each.named_in_f2_14),
            usual_forms=usual_forms(),
            manufacturers=_manufacturers(codes),
            speakers=_speakers(),
            device_models=listed,
            current=current,
            alike=alike,
            hashes=_hashes(seen.hashes),
            elsewhere=_elsewhere(seen),
            successors=_successors(seen.certificates.keys()),
            codings=_codings(seen),
            seen=seen,
            organisations=organisations_named(batch.candidates),
        )
    )
    gather_renewals(batch)
    batch.learn(together(batch, {n: each.identity.manufacturer for n, each in listed.items()}))


def numbers_named(batch: Batch) -> set[int]:
    """The CPL numbers that rows name, as their subject or as a baseline."""
    named = set(batch.numbers)
    for candidate in batch.candidates:
        for word in candidate.several("Baselines"):
            if word.isascii() and word.isdigit() and len(word) <= len(str(HIGHEST_NUMBER)):
                named.add(int(word))
    return {number for number in named if 0 < number <= HIGHEST_NUMBER}


def _required_schemes() -> dict[tuple[str, str], frozenset[str]]:
    required: dict[tuple[str, str], set[str]] = defaultdict(set)
    for need in RequiredScheme.objects.all():
        required[need.device_type_id, need.generation].add(need.scheme)
    return {kind: frozenset(schemes) for kind, schemes in required.items()}


def _speakers() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    links = ManufacturerOrganisation.objects.values_list("manufacturer_id", "organisation_id")
    for code, organisation in links:
        found[code].add(organisation)
    return {code: frozenset(organisations) for code, organisations in found.items()}


def _manufacturers(codes: Iterable[str]) -> dict[str, str]:
    return dict(matching(Manufacturer.objects.values_list("code", "name"), "code", codes))


def device_models(numbers: Iterable[int]) -> dict[int, Listed]:
    """The Device Models of these CPL numbers, current or removed."""
    rows = DeviceModel.objects.values_list(
        "cpl_number",
        *_IDENTITY,
        "generation",
        "firmware_coding",
        "status",
        "organisation_of_record_id",
        "removal_planned_for",
    )
    # One copy of each text: most records of a large batch share them.
    same: dict[object, Any] = {}
    found: dict[int, Listed] = {}
    for number, *cells in matching(rows, "cpl_number", numbers):
        rest = [same.setdefault(cell, cell) for cell in cells]
        found[number] = Listed(number, Identity(*rest[:5]), *rest[5:])
    return found


def _identities(
    seen: RowsSeen,
) -> tuple[dict[Identity, int], dict[Identity, tuple[Identity, ...]]]:
    """Of the Manufacturers named, current identities that rows bring, or that look like such."""
    current: dict[Identity, int] = {}
    alike: dict[Identity, tuple[Identity, ...]] = {}
    rows = DeviceModel.objects.filter(status=Status.CURRENT).values_list("cpl_number", *_IDENTITY)
    codes = {named.manufacturer for named in seen.identities}
    # What a row brought and the list holds as well is kept once, as the row brought it.
    brought = {named: named for named in seen.identities}
    for number, *rest in matching(rows, "manufacturer", codes):
        named = Identity(*rest)
        if (same := brought.get(named)) is not None:
            current[same] = number
        elif (read := look_alike(named)) in seen.alike:
            take_two(alike, read, named)
    return current, alike


def _hashes(hashes: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    brought = {digest: digest for digest in hashes}
    rows = (
        ManufacturerImage.objects.filter(device_model__status=Status.CURRENT)
        .order_by("device_model")
        .values_list("hash", "device_model_id")
    )
    for digest, number in matching(rows, "hash", brought):
        take_two(found, brought[digest], number)
    return found


def _elsewhere(seen: RowsSeen) -> dict[CertificateKey, tuple[int, CertificateDetails]]:
    """See ``CplFacts``: what a row says of a certificate that covers Device Models without one."""
    brought = {key: key for key in seen.certificates}
    lowest: dict[CertificateKey, int] = {}
    links = DeviceModelCertificate.objects.values_list(
        "certificate__scheme", "certificate__number", "device_model_id"
    )
    for scheme, number, device_model in with_certificates(
        links, {key.number for key in brought}, "certificate__"
    ):
        key = brought.get(CertificateKey(scheme, number))
        if key is not None and (key, device_model) not in seen.certificates_of:
            lowest[key] = min(device_model, lowest.get(key, device_model))
    certificates = AssuranceCertificate.objects.values_list(
        "scheme", "number", *CertificateDetails._fields
    )
    found: dict[CertificateKey, tuple[int, CertificateDetails]] = {}
    for scheme, number, *rest in with_certificates(certificates, {key.number for key in lowest}):
        key = brought.get(CertificateKey(scheme, number))
        details = CertificateDetails(*rest)
        # Most rows say what is recorded.
        if key in lowest and (key in seen.disputed or seen.certificates[key][1] != details):
            found[key] = (lowest[key], details)
    return found


def _successors(keys: Collection[CertificateKey]) -> dict[CertificateKey, str]:
    """Of these certificates, those that were replaced, with the number that took their place."""
    replaced = AssuranceCertificate.objects.filter(replaced_by__isnull=False).values_list(
        "scheme", "number", "replaced_by__number"
    )
    found = with_certificates(replaced, {key.number for key in keys})
    named = {CertificateKey(scheme, number): successor for scheme, number, successor in found}
    return {key: successor for key, successor in named.items() if key in keys}


def _codings(seen: RowsSeen) -> Counter[tuple[str, str, str]]:
    """How the models' recorded versions are coded, without those that rows change."""
    found: Counter[tuple[str, str, str]] = Counter()
    rows = (
        DeviceModel.objects.order_by()
        .values_list("manufacturer_id", "model_identifier", "firmware_coding")
        .annotate(versions=Count("pk"))
    )
    for code, model, coding, versions in matching(
        rows, "manufacturer", {code for code, _ in seen.codings}
    ):
        found[code, model, coding] = versions
    found.subtract(seen.recoded)
    return +found
