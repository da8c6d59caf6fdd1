"""The security query itself: what the radios of published records say of a vendor and a version.

Pure: documents in, findings out. A Device Model is affected by any one of its radios. What cannot
be compared is never taken as safe: it is told apart, with the reason.
"""

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
    """What was found, in the order of CPL numbers; ``clear`` was compared and is not affected."""

    affected: tuple[Finding, ...]
    apart: tuple[Finding, ...]
    clear: frozenset[int]


def security_findings(
    documents: Iterable[Document], question: SecurityQuestion, vendors: Vendors
) -> Findings:
    """The query over these documents, in time that grows with them alone."""
    affected: list[Finding] = []
    apart: list[Finding] = []
    clear = set()
    for document in documents:
        found = _finding(document, question, vendors)
        if found.verdict == Verdict.CLEAR:
            clear.add(found.cpl_number)
        else:
            (affected if found.verdict == Verdict.AFFECTED else apart).append(found)
    return Findings(_in_order(affected), _in_order(apart), frozenset(clear))


def counted(findings: Iterable[Finding]) -> Iterator[tuple[tuple[str, str, str], int]]:
    """How many there are by Manufacturer (code and name) and device type, in that order."""
    counts: dict[tuple[str, str, str], int] = {}
    for each in findings:
        maker = each.device["manufacturer"]
        key = (maker["code"], maker["name"], each.device["device_type"])
        counts[key] = counts.get(key, 0) + 1
    yield from sorted(counts.items())


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


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: each.cpl_number))
