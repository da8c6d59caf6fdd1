"""The security query itself: what the radios of published records say of a vendor and a version.

Pure: documents in, findings out. A Device Model is affected by any one of its radios. What cannot
be compared is never taken as safe: it is told apart, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sec_registry.registers.digests import Document
from zigbee.security.vendors import Vendors
from zigbee.security.versions import StackVersion, version_of


class Verdict(StrEnum):
    """What the query says of a Device Model; the first that holds for any radio counts."""

    AFFECTED = "affected"
    UNKNOWN_FORM = "unknown_form"
    OTHER_STACK = "other_stack"
    NOT_PROVIDED = "not_provided"
    REDACTED = "redacted"
    CLEAR = "clear"


#: What the query could not compare, and why.
APART = {
    Verdict.UNKNOWN_FORM: "The stack version is in no form that can be compared.",
    Verdict.OTHER_STACK: "The stack version names another stack, or none.",
    Verdict.NOT_PROVIDED: "The Zigbee details were not provided.",
    Verdict.REDACTED: "A chipset vendor was redacted.",
}
_ORDER = tuple(Verdict)
_VENDORS = "radios.chipset_vendor"


#: How many there are by Manufacturer (code and name) and device type.
Tally = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True)
class SecurityQuestion:
    """A chipset vendor, as it is compared, and the first version that is not in question."""

    vendor: str
    below: StackVersion


@dataclass(frozen=True)
class Finding:
    """A Device Model that the query names, with its radios of that vendor (all, where unknown)."""

    cpl_number: int
    verdict: Verdict
    device: Mapping[str, Any]
    radios: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Findings:
    """What was found, in the order of CPL numbers; ``clear`` was compared and is not affected.

    All of it is told by number and counted; only what is on the page is held in full.
    """

    affected: tuple[int, ...]
    apart: tuple[int, ...]
    clear: frozenset[int]
    counts_affected: Tally
    counts_apart: Tally
    named: tuple[Finding, ...]
    #: Whether more come after those named.
    more: bool
    #: Whether any of the documents names the vendor; if none does, the name may be misspelt.
    vendor_named: bool


def security_findings(
    documents: Iterable[Document],
    question: SecurityQuestion,
    vendors: Vendors,
    *,
    limit: int,
    after: int = 0,
) -> Findings:
    """The query over these documents, which come in the order of CPL numbers.

    Named are the first ``limit`` after the CPL number ``after``.
    """
    affected: list[int] = []
    apart: list[int] = []
    clear: set[int] = set()
    counts_affected: Counter[tuple[str, str, str]] = Counter()
    counts_apart: Counter[tuple[str, str, str]] = Counter()
    named: list[Finding] = []
    more = vendor_named = False
    for found in verdicts(documents, question, vendors):
        number = found.cpl_number
        vendor_named = vendor_named or bool(found.radios)
        if found.verdict == Verdict.CLEAR:
            clear.add(number)
            continue
        is_affected = found.verdict == Verdict.AFFECTED
        (affected if is_affected else apart).append(number)
        (counts_affected if is_affected else counts_apart)[_kind(found)] += 1
        if number > after and len(named) < limit:
            named.append(found)
        elif number > after:
            more = True
    return Findings(
        affected=tuple(affected),
        apart=tuple(apart),
        clear=frozenset(clear),
        counts_affected=counts_affected,
        counts_apart=counts_apart,
        named=tuple(named),
        more=more,
        vendor_named=vendor_named,
    )


def verdicts(
    documents: Iterable[Document], question: SecurityQuestion, vendors: Vendors
) -> Iterator[Finding]:
    """What the query says of each document, also of those that it does not name."""
    return (_finding(document, question, vendors) for document in documents)


def counted(tally: Tally) -> Iterator[tuple[tuple[str, str, str], int]]:
    """The counts in the order of Manufacturers and device types."""
    yield from sorted(tally.items())


def _kind(found: Finding) -> tuple[str, str, str]:
    maker = found.device["manufacturer"]
    return maker["code"], maker["name"], found.device["device_type"]


def _finding(document: Document, question: SecurityQuestion, vendors: Vendors) -> Finding:
    radios = [
        (radio, _verdict(radio["stack_version"], question.below))
        for radio in document["radios"]
        if vendors.meant(radio["chipset_vendor"]) == question.vendor
    ]
    verdicts = [verdict for _, verdict in radios]
    if not document["radios"]:
        verdicts.append(Verdict.NOT_PROVIDED)
    if any(_VENDORS in each["members"] for each in document.get("redactions", ())):
        verdicts.append(Verdict.REDACTED)
    return Finding(
        cpl_number=document["cpl_number"],
        verdict=min(verdicts, key=_ORDER.index, default=Verdict.CLEAR),
        device=document["device"],
        radios=tuple(radio for radio, _ in radios),
    )


def _verdict(text: str, below: StackVersion) -> Verdict:
    version = version_of(text)
    if version is None:
        return Verdict.UNKNOWN_FORM
    if version.stack != below.stack:
        return Verdict.OTHER_STACK
    return Verdict.AFFECTED if version < below else Verdict.CLEAR
