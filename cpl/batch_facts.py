"""What the rows of a batch say of each other: who was first with an identity, name, Hash or coding.

Rows are known by the candidate itself, since several submissions may be checked together and their
row numbers meet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from cpl.columns import (
    FIRMWARE_CODING,
    IMAGE_HASH,
    MANUFACTURER,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
)
from cpl.proposed import (
    CertificateDetails,
    CertificateKey,
    Identity,
    certificates_brought,
    identity_brought,
    recorded_identity,
)
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.vocabulary import CLEAR, Action, text_of

K = TypeVar("K")
T = TypeVar("T")

#: Letters that are no hexadecimal digits and look like one.
_LOOK_ALIKES = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5"})

#: A model is known by its Manufacturer's code and its identifier.
Model = tuple[str, str]


@dataclass
class RowsSeen:
    """The rows of a batch by what they say first."""

    identities: dict[Identity, Candidate] = field(default_factory=dict)
    #: The first two that look like this; so too with Hashes.
    alike: dict[Identity, tuple[Identity, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    named: dict[tuple[str, str], Candidate] = field(default_factory=dict)
    hashes: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    certificates: dict[CertificateKey, tuple[Candidate, CertificateDetails]] = field(
        default_factory=dict
    )
    details: dict[CertificateDetails, CertificateDetails] = field(default_factory=dict)
    #: The certificates of which two rows say different things.
    disputed: set[CertificateKey] = field(default_factory=set)
    #: Each certificate that a row says something of, with the CPL number of that row.
    certificates_of: set[tuple[CertificateKey, int]] = field(default_factory=set)
    codings: dict[Model, dict[str, Candidate]] = field(default_factory=lambda: defaultdict(dict))
    #: Recorded codings that rows of this batch change: they no longer count as recorded.
    recoded: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def rows_seen(candidates: Iterable[Candidate]) -> RowsSeen:
    """Go through the rows once, in their order."""
    seen = RowsSeen()
    for candidate in candidates:
        named = identity_brought(candidate)
        if named is not None:
            _see_brought(seen, candidate, named)
        if candidate.action == Action.ADD or (candidate.amends and candidate.before):
            _see_entered(seen, candidate)
    return seen


def take_two(found: dict[K, tuple[T, ...]], key: K, thing: T) -> None:
    """Keep the thing under its key unless two are there: the first that is not one's own counts."""
    there = found.get(key, ())
    if len(there) < 2:
        found[key] = (*there, thing)


def look_alike(named: Identity) -> Identity:
    """The identity with letters that look like hexadecimal digits read as those digits."""
    read = named._replace(
        model_identifier=named.model_identifier.upper().translate(_LOOK_ALIKES),
        hardware_version=named.hardware_version.upper().translate(_LOOK_ALIKES),
    )
    # Most hold no such letter: of very many identities one copy is enough.
    return named if read == named else read


def model_of(candidate: Candidate) -> Model:
    return candidate.text(MANUFACTURER_CODE), candidate.text(MODEL_IDENTIFIER)


def name_typed(candidate: Candidate) -> str:
    """The Manufacturer's name that somebody typed: a record's own may be that of another code."""
    cell = candidate.given.get(MANUFACTURER)
    return "" if cell == CLEAR else text_of(cell)


def brings_hash(candidate: Candidate) -> bool:
    """Whether this row gives its Device Model a Hash that it did not have."""
    found = candidate.text(IMAGE_HASH)
    return bool(found) and found != candidate.before.get(IMAGE_HASH)


def _see_brought(seen: RowsSeen, candidate: Candidate, named: Identity) -> None:
    if named not in seen.identities:
        seen.identities[named] = candidate
        take_two(seen.alike, look_alike(named), named)
    code, name = named.manufacturer, name_typed(candidate)
    if code and name:
        seen.names.setdefault(code, name)
        seen.named.setdefault((code, name), candidate)


def _see_entered(seen: RowsSeen, candidate: Candidate) -> None:
    if brings_hash(candidate):
        take_two(seen.hashes, candidate.text(IMAGE_HASH), candidate)
    for key, said in certificates_brought(candidate).items():
        # Many certificates say the same.
        details = seen.details.setdefault(said, said)
        if seen.certificates.setdefault(key, (candidate, details))[1] is not details:
            seen.disputed.add(key)
        if candidate.number is not None:
            seen.certificates_of.add((key, candidate.number))
    coding = candidate.text(FIRMWARE_CODING)
    recorded, model = "", ("", "")
    if candidate.amends:
        recorded = candidate.before.get(FIRMWARE_CODING, "")
        model = recorded_identity(candidate)[1:3]
    if coding and (coding != recorded or model_of(candidate) != model):
        seen.codings[model_of(candidate)].setdefault(coding, candidate)
        if recorded:
            seen.recoded[(*model, recorded)] += 1
