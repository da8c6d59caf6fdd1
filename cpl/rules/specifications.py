"""Rules about the versions of SMETS, CHTS and GBCS (Appendix Z 2.1(d), (e))."""

import re
from collections.abc import Iterator

from cpl.choices import SMETS1_VERSION, SPEC_VERSION
from cpl.clauses import FORMS, Z_2_1_D, Z_2_1_E
from cpl.columns import GBCS_VERSION, SPECIFICATION_VERSION
from cpl.proposed import is_smets1, specifications
from cpl.rules.book import EntryBook, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach

BOOK = EntryBook()


@BOOK.entry(Z_2_1_D)
def specification_pairs_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A SMETS2+ Device Model lists its version of SMETS or CHTS, with the GBCS version."""
    if not is_smets1(candidate):
        yield from missing(candidate, SPECIFICATION_VERSION, "a version of SMETS, for a CH of CHTS")
        yield from missing(candidate, GBCS_VERSION, "one version for each of SMETS or CHTS")


@BOOK.entry(Z_2_1_D)
def specification_pairs_aligned(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Each version of SMETS or CHTS has the GBCS version that belongs to it."""
    versions = len(candidate.several(SPECIFICATION_VERSION))
    gbcs = len(candidate.several(GBCS_VERSION))
    if versions and gbcs and versions != gbcs and not is_smets1(candidate):
        yield Breach(
            GBCS_VERSION,
            f'"{GBCS_VERSION}" has {gbcs} where "{SPECIFICATION_VERSION}" has {versions}.',
            found=candidate.text(GBCS_VERSION),
            expected=f"as many values as in {candidate.text(SPECIFICATION_VERSION)}",
        )


@BOOK.entry(Z_2_1_D)
def specification_pair_listed_once(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A pair of versions is listed once."""
    pairs = specifications(candidate, "")
    if len(set(pairs)) != len(pairs) and not is_smets1(candidate):
        yield Breach(
            SPECIFICATION_VERSION,
            f'"{SPECIFICATION_VERSION}" repeats a version with the same "{GBCS_VERSION}".',
            found=candidate.text(SPECIFICATION_VERSION),
            expected="each pair once",
        )


@BOOK.entry(Z_2_1_E)
def smets1_version_is_1_2(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A SMETS1 Device Model lists version 1.2 of SMETS, and no other."""
    versions = candidate.several(SPECIFICATION_VERSION)
    if is_smets1(candidate) and versions != [SMETS1_VERSION]:
        yield Breach(
            SPECIFICATION_VERSION,
            f'"{SPECIFICATION_VERSION}" of a SMETS1 Device Model must be {SMETS1_VERSION}.',
            found=candidate.text(SPECIFICATION_VERSION),
            expected=SMETS1_VERSION,
        )


@BOOK.entry(Z_2_1_E)
def smets1_has_no_gbcs_version(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A SMETS1 Device Model has no GBCS version."""
    if is_smets1(candidate) and candidate.has(GBCS_VERSION):
        yield Breach(
            GBCS_VERSION,
            f'"{GBCS_VERSION}" is given for a SMETS1 Device Model, which has none.',
            found=candidate.text(GBCS_VERSION),
            expected="nothing",
        )


@BOOK.entry(FORMS)
def specification_version_form(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A version of SMETS, CHTS or GBCS is whole numbers with points between them."""
    for column in (SPECIFICATION_VERSION, GBCS_VERSION):
        for version in candidate.several(column):
            if version and not re.fullmatch(SPEC_VERSION, version):
                yield Breach(
                    column,
                    f'"{column}" holds something that is not a version.',
                    found=version,
                    expected="whole numbers with points between them, such as 4.2",
                )
