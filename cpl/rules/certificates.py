"""Rules about Assurance Certificates (Appendix Z 2.1(d), (f), (g))."""

from collections import Counter
from collections.abc import Iterator

from cpl.choices import DateKind, Scheme
from cpl.clauses import IN_FORCE, ONE_CERTIFICATE, REQUIRED_SCHEMES, Z_2_1_D, Z_2_1_F, Z_2_1_G
from cpl.columns import (
    CERTIFICATE,
    CPA_DATE,
    CPA_DATE_KIND,
    GENERATION,
    SECURITY_CHARACTERISTICS_VERSION,
    STANDARD,
)
from cpl.knowledge import CplFacts
from cpl.proposed import (
    SCHEME_COLUMNS,
    CertificateDetails,
    CertificateKey,
    certificates_brought,
    device_type,
    is_smets1,
)
from cpl.rules.book import EntryBook, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import split

BOOK = EntryBook()

SEVERAL = (Scheme.ZIGBEE, Scheme.DLMS)
CPA_CERTIFICATE = CERTIFICATE[Scheme.CPA]


@BOOK.entry(Z_2_1_F)
def certificates_with_their_standards(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Each Assurance Certificate comes with the version of the standard it was issued against."""
    for scheme in SEVERAL:
        numbers = len(candidate.several(CERTIFICATE[scheme]))
        standards = len(candidate.several(STANDARD[scheme]))
        if numbers != standards:
            yield Breach(
                STANDARD[scheme],
                f'"{STANDARD[scheme]}" has {standards} where "{CERTIFICATE[scheme]}" has '
                f"{numbers}.",
                found=candidate.text(STANDARD[scheme]),
                expected=f"{numbers} values, one for each certificate",
            )
    if candidate.has(CPA_CERTIFICATE):
        yield from missing(candidate, STANDARD[Scheme.CPA], "the standard it was issued against")


@BOOK.entry(Z_2_1_F)
def certificate_listed_once(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """An Assurance Certificate is listed once for a Device Model."""
    for scheme in SEVERAL:
        numbers = Counter(candidate.several(CERTIFICATE[scheme]))
        repeated = sorted(number for number, times in numbers.items() if times > 1)
        if repeated:
            yield Breach(
                CERTIFICATE[scheme],
                f'"{CERTIFICATE[scheme]}" names a certificate twice.',
                found=", ".join(repeated),
                expected="each certificate once",
            )


@BOOK.entry(REQUIRED_SCHEMES)
def required_certificates_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model has a certificate of every scheme that its type and generation need."""
    kind = f"{candidate.text(GENERATION)} {device_type(candidate)}"
    for scheme in Scheme:
        if scheme in _required(candidate, batch):
            yield from missing(candidate, CERTIFICATE[scheme], f"needed for a {kind}")


@BOOK.entry(Z_2_1_D)
def one_certificate_at_least(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A SMETS2+ Device Model has an Assurance Certificate, where the Panel asks for none too."""
    if is_smets1(candidate) or _required(candidate, batch):
        return
    if not any(candidate.has(CERTIFICATE[scheme]) for scheme in Scheme):
        yield Breach(
            CERTIFICATE[Scheme.ZIGBEE],
            "No Assurance Certificate is given, of any scheme.",
            expected="one or more Assurance Certificates",
        )


@BOOK.entry(Z_2_1_G)
def cpa_date_and_kind_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Where there must be or is a CPA Certificate, its expiry or renewal date is listed."""
    if _has_cpa(candidate, batch):
        yield from missing(candidate, CPA_DATE, "YYYY-MM-DD")
        yield from missing(candidate, CPA_DATE_KIND, " or ".join(DateKind.values))


@BOOK.entry(Z_2_1_G)
def security_characteristics_version_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Where there must be or is a CPA Certificate, its Security Characteristics are listed."""
    if _has_cpa(candidate, batch):
        expected = "the version of the Security Characteristics"
        yield from missing(candidate, SECURITY_CHARACTERISTICS_VERSION, expected)


@BOOK.entry(Z_2_1_G)
def cpa_details_belong_to_a_certificate(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """What is said of a CPA Certificate needs the certificate's number."""
    if candidate.has(CPA_CERTIFICATE):
        return
    for column in SCHEME_COLUMNS[Scheme.CPA]:
        if candidate.has(column):
            yield Breach(
                column,
                f'"{column}" is given without a "{CPA_CERTIFICATE}".',
                found=candidate.text(column),
                expected=f'nothing, or a number in "{CPA_CERTIFICATE}"',
            )


@BOOK.entry(ONE_CERTIFICATE)
def certificate_said_alike_in_all_rows(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Rows that share an Assurance Certificate say the same of it."""
    seen = batch.known(CplFacts).seen.certificates
    for key, said in certificates_brought(candidate).items():
        first, details = seen[key]
        for column, found, expected in differences_said(key, said, details):
            yield Breach(
                column,
                f'"{column}" of certificate {key.number} is another in row {first.row}.',
                found=found,
                expected=expected,
            )


@BOOK.entry(ONE_CERTIFICATE)
def certificate_kept_for_others(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """An Assurance Certificate that covers further Device Models is not changed for one alone."""
    facts = batch.known(CplFacts)
    for key, said in certificates_brought(candidate).items():
        if key not in facts.elsewhere:
            continue
        other, recorded = facts.elsewhere[key]
        for column, found, expected in differences_said(key, said, recorded):
            yield Breach(
                column,
                f'"{column}" of certificate {key.number} is recorded otherwise, and the '
                f"certificate covers CPL number {other} too: amend all it covers together.",
                found=found,
                expected=expected,
            )


@BOOK.entry(IN_FORCE, level=Level.ADVISORY)
def certificate_in_force(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model newly gets no Assurance Certificate that was replaced by another."""
    successors = batch.known(CplFacts).successors
    for key in certificates_brought(candidate):
        column = CERTIFICATE[Scheme(key.scheme)]
        had = candidate.amends and key.number in split(candidate.before.get(column))
        if key in successors and not had:
            yield Breach(
                column,
                f'"{column}" {key.number} was replaced by {successors[key]}.',
                found=key.number,
                expected=successors[key],
            )


def _required(candidate: Candidate, batch: Batch) -> frozenset[str]:
    kind = device_type(candidate), candidate.text(GENERATION)
    return batch.known(CplFacts).required_schemes.get(kind, frozenset())


def _has_cpa(candidate: Candidate, batch: Batch) -> bool:
    return candidate.has(CPA_CERTIFICATE) or Scheme.CPA in _required(candidate, batch)


def differences_said(
    key: CertificateKey, said: CertificateDetails, other: CertificateDetails
) -> Iterator[tuple[str, str, str]]:
    """Each column of which something else is said: column, found, expected."""
    columns = SCHEME_COLUMNS[Scheme(key.scheme)][1:]
    for column, found, expected in zip(columns, said, other, strict=False):
        if found != expected:
            yield column, str(found or ""), str(expected or "")
