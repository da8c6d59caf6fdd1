"""Rules about renewing an Assurance Certificate once for all it covers (2.1(f), (g))."""

from collections.abc import Iterator

from cpl.choices import DateKind, Scheme
from cpl.clauses import ONCE_FOR_ALL, ONE_CERTIFICATE, Z_2_1_F, Z_2_1_G
from cpl.columns import (
    CERTIFICATE,
    CPA_DATE,
    CPA_DATE_KIND,
    SECURITY_CHARACTERISTICS_VERSION,
    STANDARD,
)
from cpl.proposed import SCHEME_COLUMNS
from cpl.renewals import REPLACES, Renewal, RenewalFacts, renewal, schemes_filled
from cpl.rules.book import EntryBook, missing
from cpl.rules.certificates import differences_said
from cpl.together import rows_named
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import Action

BOOK = EntryBook()

RENEW = (Action.RENEW_CERTIFICATE,)


@BOOK.rule(Z_2_1_F, on=RENEW)
def renewal_names_both_certificates(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A renewal names the certificate it replaces, and in the columns of one scheme the new one."""
    yield from missing(candidate, REPLACES, "the number of the certificate that is renewed")
    filled = schemes_filled(candidate)
    if not filled:
        columns = ", ".join(f'"{CERTIFICATE[scheme]}"' for scheme in Scheme)
        yield Breach(
            "Action",
            "The new certificate is missing.",
            expected=f"its number in one of {columns}, with the columns beside it",
        )
    for scheme in filled:
        yield from _one_value(candidate, CERTIFICATE[scheme], "the number of the new certificate")
        yield from _one_value(candidate, STANDARD[scheme], "the standard it was issued against")
    for scheme in filled[1:]:
        column = next(column for column in SCHEME_COLUMNS[scheme] if candidate.has(column))
        yield Breach(
            column,
            f'"{column}" belongs to another scheme than "{CERTIFICATE[filled[0]]}".',
            found=candidate.text(column),
            expected="one certificate in a row",
        )


@BOOK.rule(Z_2_1_G, on=RENEW)
def new_cpa_details_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A new CPA Certificate comes with its date, the date's kind and Security Characteristics."""
    if Scheme.CPA in schemes_filled(candidate):
        yield from missing(candidate, CPA_DATE, "YYYY-MM-DD")
        yield from missing(candidate, CPA_DATE_KIND, " or ".join(DateKind.values))
        expected = "the version of the Security Characteristics"
        yield from missing(candidate, SECURITY_CHARACTERISTICS_VERSION, expected)


@BOOK.rule(Z_2_1_F, on=RENEW)
def renewed_certificate_in_force(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """What is renewed is on record in that scheme, covers a Device Model, and has no successor."""
    facts, said = batch.known(RenewalFacts), renewal(candidate)
    if said is None:
        return
    recorded = facts.recorded.get(said.old)
    others = facts.schemes_of(said.old.number)
    if recorded is None and others:
        message = f"is a certificate of scheme {others[0]}, not of {said.old.scheme}."
        expected = f'the new certificate in "{CERTIFICATE[others[0]]}"'
    elif recorded is None:
        message = "is the number of no certificate on record."
        expected = f"a certificate of scheme {said.old.scheme} that covers a Device Model"
    elif recorded.replaced_by:
        message = f"was replaced by {recorded.replaced_by} already."
        expected = recorded.replaced_by
    elif not facts.covered[said.old]:
        message = "covers no current Device Model."
        expected = "a certificate that covers one"
    else:
        return
    yield Breach(REPLACES, f'"{REPLACES}" {message}', found=said.old.number, expected=expected)


@BOOK.rule(Z_2_1_F, level=Level.ADVISORY, on=RENEW)
def renewed_number_names_one_certificate(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A number that certificates of two schemes have may be that of the other one."""
    facts, said = batch.known(RenewalFacts), renewal(candidate)
    if said is None:
        return
    schemes = facts.schemes_of(said.old.number)
    if len(schemes) > 1 and said.old.scheme in schemes:
        yield Breach(
            REPLACES,
            f'"{REPLACES}" is a number in {" and in ".join(schemes)}; that in '
            f"{said.old.scheme} is renewed.",
            found=said.old.number,
            expected=f'the columns of the scheme that is meant, here "{CERTIFICATE[schemes[0]]}"',
        )


@BOOK.rule(ONE_CERTIFICATE, on=RENEW)
def new_certificate_said_alike(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A certificate that is known already, or that another row brings, is said to be the same."""
    facts, said = batch.known(RenewalFacts), renewal(candidate)
    if said is None:
        return
    recorded = facts.recorded.get(said.new)
    if recorded is not None and said.in_place and said.details == recorded.details:
        yield Breach(
            CERTIFICATE[Scheme(said.new.scheme)],
            "The renewal says nothing else of the certificate than is recorded.",
            found=said.new.number,
            expected="another number, or new details",
        )
    if recorded is not None and not said.in_place:
        yield from _recorded_otherwise(said, recorded.replaced_by)
        for column, found, expected in differences_said(said.new, said.details, recorded.details):
            yield Breach(
                column,
                f'"{column}" of certificate {said.new.number} is recorded otherwise.',
                found=found,
                expected=expected,
            )
    other, details = facts.first[said.new]
    if other is candidate:
        return
    for column, found, expected in differences_said(said.new, said.details, details):
        yield Breach(
            column,
            f'"{column}" of certificate {said.new.number} is another in row {other.row}.',
            found=found,
            expected=expected,
        )


@BOOK.rule(Z_2_1_G, level=Level.ADVISORY, on=RENEW)
def renewal_is_for_later(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A renewed CPA Certificate expires or is renewed later than the one it replaces."""
    facts, said = batch.known(RenewalFacts), renewal(candidate)
    recorded = facts.recorded.get(said.old) if said is not None else None
    if said is None or recorded is None or said.details.date is None:
        return
    before = recorded.details.date
    if before is not None and said.details.date <= before:
        yield Breach(
            CPA_DATE,
            f'"{CPA_DATE}" is not later than that of the certificate that is replaced.',
            found=said.details.date.isoformat(),
            expected=f"later than {before.isoformat()}",
        )


@BOOK.rule(ONCE_FOR_ALL, on=RENEW)
def certificate_renewed_once(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A certificate is renewed by one row, beside which no row changes what it covers."""
    facts, said = batch.known(RenewalFacts), renewal(candidate)
    if said is None:
        return
    first = facts.replacing[said.old][0]
    if first is not candidate:
        yield Breach(
            REPLACES,
            f'"{REPLACES}": row {first.row} renews this certificate already.',
            found=said.old.number,
            expected="one row for each certificate",
        )
        # One too many in any case; what is changed beside them is told at the first.
        return
    beside = [each for each, _ in facts.bringing.get(said.old, []) if not said.in_place]
    beside += [each for each, _ in facts.beside.get(said.old, []) if not said.in_place]
    beside += _of_covered(said, batch)
    beside = sorted(
        {id(each): each for each in beside if each is not candidate}.values(),
        key=lambda each: each.row,
    )
    if beside:
        yield Breach(
            REPLACES,
            f"This certificate, or what it covers, is changed by {rows_named(beside)} too.",
            found=said.old.number,
            expected="the renewal, or the other changes, in another submission",
        )


def _one_value(candidate: Candidate, column: str, expected: str) -> Iterator[Breach]:
    yield from missing(candidate, column, expected)
    if len(candidate.several(column)) > 1:
        yield Breach(
            column,
            f'"{column}" has several values; a row renews one certificate.',
            found=candidate.text(column),
            expected=expected,
        )


def _recorded_otherwise(said: Renewal, replaced_by: str) -> Iterator[Breach]:
    if replaced_by:
        column = CERTIFICATE[Scheme(said.new.scheme)]
        yield Breach(
            column,
            f'"{column}" {said.new.number} was replaced by {replaced_by} itself.',
            found=said.new.number,
            expected="a certificate in force",
        )


def _of_covered(said: Renewal, batch: Batch) -> list[Candidate]:
    """The rows that retype the scheme's columns of a Device Model that the certificate covers."""
    covered = batch.known(RenewalFacts).covered[said.old]
    columns = SCHEME_COLUMNS[Scheme(said.old.scheme)]
    rows = (batch.by_number[number] for number in covered if number in batch.by_number)
    return [row for row in rows if row.amends and any(column in row.given for column in columns)]
