"""What a security query asks, and the answer once it is recorded as disclosed.

SECURITY: what is asked for never goes into the record of disclosures: it is a guess at content, and
the record is read by people who may not see the repository.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from accounts.models import User
from cpl.choices import Status
from firmware.register import FIR
from sec_registry.registers.digests import Document
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.paging import as_published
from sec_registry.registers.reach import Reach
from zigbee.register import DZIR
from zigbee.security.query import (
    Finding,
    Findings,
    SecurityQuestion,
    Verdict,
    security_findings,
    verdicts,
)
from zigbee.security.vendors import vendors_listed
from zigbee.security.versions import spelled, version_of
from zigbee.security.ways_out import FIELDS as UPGRADE
from zigbee.security.ways_out import WaysOut, ways_out

#: A query that finds nothing is recorded too: it says something of every record within reach.
SUBJECT = "a security query over all records within reach"
FIELDS = ("device", "radios", "state")
#: So long a vendor's name may be, and a version: the registers hold no longer ones.
LONGEST = {"vendor": 120, "below": 64}
EXPECTED = 'A stack version such as "ExampleZ 7.4.10", "7.4.10", "v3.0" or "R21" is needed.'


@dataclass(frozen=True)
class SecurityAsked:
    """The words of a question, as they were typed."""

    vendor: str
    below: str

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What is wrong with the words, by parameter."""
        wrong = {}
        for name, most in LONGEST.items():
            if len(getattr(self, name)) > most:
                wrong[name] = [f"At most {most} letters."]
        if not spelled(self.vendor):
            wrong["vendor"] = ["The name of a chipset vendor is needed."]
        if "below" not in wrong and version_of(self.below) is None:
            wrong["below"] = [EXPECTED]
        return wrong


@dataclass(frozen=True)
class Page:
    """So many of what is named, after a CPL number."""

    limit: int
    after: int = 0


@dataclass(frozen=True)
class SecurityAnswer:
    """What was found in a publication; ``out`` is None for who may not read the FIR.

    ``whole`` reads once more, in the order of CPL numbers, all that is named.
    """

    publication: int
    asked: SecurityAsked
    findings: Findings
    out: WaysOut | None
    whole: Callable[[], Iterator[Finding]]

    @property
    def marking(self) -> str:
        """Who may see this."""
        return DZIR.marking if self.out is None else f"{DZIR.marking}; {FIR.marking}"

    @property
    def following(self) -> int | None:
        """After which CPL number the next page begins; None at the end."""
        named = self.findings.named
        return named[-1].cpl_number if named and self.findings.more else None


def security_answer(
    *, asked: SecurityAsked, by: User, publication: int, channel: Channel, page: Page | None
) -> SecurityAnswer:
    """What the person may learn, when it is recorded that they do: a page, or all where none is.

    ``asked`` has nothing wrong in it. A database that records nothing raises its error.
    """
    below = version_of(asked.below)
    if below is None:
        raise ValueError(EXPECTED)
    reach, vendors = DZIR.reach(by), vendors_listed()
    question = SecurityQuestion(vendors.meant(asked.vendor), below)
    records = as_published(DZIR.within(reach), publication).filter(status=Status.CURRENT)

    def documents() -> Iterator[Document]:
        texts = records.order_by("cpl_number").values_list("document", flat=True)
        return (json.loads(text) for text in texts.iterator())

    def whole() -> Iterator[Finding]:
        each_one = verdicts(documents(), question, vendors)
        return (each for each in each_one if each.verdict != Verdict.CLEAR)

    wanted = page or Page(limit=0)
    findings = security_findings(
        documents(), question, vendors, limit=wanted.limit, after=wanted.after
    )
    affected, named = _told(findings, page)
    fir = FIR.reach(by)
    out = None
    if fir.everything:
        out = ways_out(affected, findings.clear, publication=publication, reach=fir)
    if reach:
        _findings_recorded(by, reach, channel, [*named, *(out.ends if out else ())])
    if out:
        _ways_recorded(by, fir, channel, out)
    return SecurityAnswer(publication, asked, findings, out, whole)


def _findings_recorded(by: User, reach: Reach, channel: Channel, numbers: Sequence[int]) -> None:
    disclose(
        register=DZIR,
        by=by,
        numbers=numbers,
        right=reach.right,
        channel=channel,
        subject=SUBJECT,
        fields=FIELDS,
    )


def _ways_recorded(by: User, reach: Reach, channel: Channel, out: WaysOut) -> None:
    disclose(
        register=FIR,
        by=by,
        numbers=out.numbers,
        right=reach.right,
        channel=channel,
        fields=UPGRADE,
    )


def _told(findings: Findings, page: Page | None) -> tuple[Sequence[int], Sequence[int]]:
    """The numbers of those that are affected and told in full, and of all that are."""
    if page is None:
        return findings.affected, [*findings.affected, *findings.apart]
    affected = [each.cpl_number for each in findings.named if each.verdict == Verdict.AFFECTED]
    return affected, [each.cpl_number for each in findings.named]
