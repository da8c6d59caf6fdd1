"""Whether a change comes from somebody whom the record concerns (policy S5).

SECURITY: the organisation of record is not public. The advisory tells a stranger what they know
already, that it is not theirs; it names nobody, and reads the same where there is none.
"""

from collections.abc import Iterator

from cpl.clauses import PROPOSERS
from cpl.columns import MANUFACTURER_CODE
from cpl.knowledge import CplFacts
from cpl.renewals import REPLACES, RenewalFacts, renewal
from cpl.rules.book import EntryBook
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import OF_A_RECORD, Action

BOOK = EntryBook()


@BOOK.rule(PROPOSERS, level=Level.ADVISORY, on=OF_A_RECORD)
def proposed_by_those_concerned(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A record's changes come from its organisation of record, its Manufacturer or the Panel."""
    facts = batch.known(CplFacts)
    listed = facts.device_models.get(candidate.number or 0)
    if listed is None or not _from_a_stranger(candidate, listed.identity.manufacturer, facts):
        return
    if candidate.proposer != listed.organisation_of_record:
        yield Breach(
            "CPL number",
            "The change of this record comes neither from its organisation of record, nor from one "
            "that speaks for the Manufacturer, nor from the Panel.",
            expected="somebody whose record it is, or a waiver that says why another may",
        )


@BOOK.rule(PROPOSERS, level=Level.ADVISORY, on=(Action.RENAME_MANUFACTURER, Action.CHANGE_CONTACT))
def proposed_for_their_own_manufacturer(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Changes of all of a Manufacturer's records come from one that speaks for it, or the Panel."""
    facts = batch.known(CplFacts)
    code = candidate.text(MANUFACTURER_CODE)
    if code in facts.manufacturers and _from_a_stranger(candidate, code, facts):
        yield Breach(
            MANUFACTURER_CODE,
            "The change of all these records comes neither from an organisation that speaks for "
            "the Manufacturer, nor from the Panel.",
            found=code,
            expected="somebody whose records they are, or a waiver that says why another may",
        )


@BOOK.rule(PROPOSERS, level=Level.ADVISORY, on=(Action.RENEW_CERTIFICATE,))
def renewed_by_those_it_concerns(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A certificate is renewed by those who have to do with every Device Model it covers."""
    facts, known = batch.known(CplFacts), batch.known(RenewalFacts)
    said = renewal(candidate)
    if said is not None and any(
        _from_a_stranger(candidate, manufacturer, facts) and candidate.proposer != organisation
        for manufacturer, organisation in known.concerned[said.old]
    ):
        yield Breach(
            REPLACES,
            "The renewal comes neither from the Panel, nor from somebody who has to do with every "
            "Device Model that the certificate covers.",
            found=candidate.text(REPLACES),
            expected="somebody whose records they are, or a waiver that says why another may",
        )


def _from_a_stranger(candidate: Candidate, manufacturer: str, facts: CplFacts) -> bool:
    """Whether it is known who proposes, and it is neither the Panel nor the Manufacturer's own."""
    if candidate.proposer is None:
        return False
    return candidate.proposer not in facts.speakers.get(manufacturer, ())
