"""Clean text: rules for every column of every register, made from the columns' kinds.

Only what somebody typed is looked at (``Candidate.given``). Damage is named with what was found
and what is expected, and never mended in silence: a stray space in a Hash broke real upgrades, and
a spreadsheet's number has lost the zeros in front. Text kept verbatim is left alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.clauses import Policy
from sec_registry.registers.findings import Breach, Level, RuleBook
from sec_registry.registers.vocabulary import CLEAR, SEPARATOR, Action, Column, Kind, split

CLEAN_TEXT = Policy(
    "clean text",
    "Cells hold what is meant and nothing else: no stray spaces, no small letters in hexadecimal "
    "text, no numbers made by a spreadsheet.",
)

_ANY = tuple(Action)
_AS_TEXT = (Kind.HEX, Kind.CODE, Kind.PHONE)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMBIGUOUS = "is not a date that can be read in one way only"
_HEX = re.compile(r"[0-9A-F]+")
#: Read without regard to case at intake, and answered for by a rule of its own.
_READ_AT_INTAKE = "Action"


@dataclass(frozen=True)
class NumbersAsVersions:
    """The first row at which each version column holds a number: one note a column is enough."""

    first: Mapping[str, Candidate]


def add_hygiene_rules(
    book: RuleBook, columns: Sequence[Column], limits: Mapping[str, int] | None = None
) -> None:
    """Add the rules to the book. ``limits`` says how many letters one value of a column may have.

    Call it after the register's own rules are declared, so that those speak first.
    """
    _add_blanks(book, [c.name for c in columns if c.kind != Kind.LONG_TEXT])
    _add_numbers(book, [c.name for c in columns if c.kind in _AS_TEXT])
    _add_hexadecimal(book, [c.name for c in columns if c.kind == Kind.HEX])
    _add_versions(book, [c.name for c in columns if c.kind == Kind.VERSION])
    _add_words(book, [c for c in columns if c.words and c.name != _READ_AT_INTAKE])
    _add_dates(book, [c.name for c in columns if c.kind == Kind.DATE])
    _add_lists(book, [c.name for c in columns if c.several])
    _add_limits(book, [(c, limits[c.name]) for c in columns if limits and c.name in limits])


def _typed(candidate: Candidate, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The text cells that were typed in these columns."""
    for name in names:
        cell = candidate.given.get(name)
        if isinstance(cell, str) and cell != CLEAR:
            yield name, cell


def _add_blanks(book: RuleBook, names: Sequence[str]) -> None:
    @book.rule(CLEAN_TEXT, on=_ANY)
    def no_blanks_around(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """A cell neither starts nor ends with a blank."""
        for name, cell in _typed(candidate, names):
            if cell != cell.strip():
                yield Breach(
                    name,
                    f'"{name}" starts or ends with a blank.',
                    found=repr(cell),
                    expected=cell.strip(),
                )

    @book.rule(CLEAN_TEXT, on=_ANY)
    def no_invisible_characters(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """A cell of one line holds no character that cannot be seen."""
        for name, cell in _typed(candidate, names):
            inner = cell.strip()
            if not inner.isprintable():
                yield Breach(
                    name,
                    f'"{name}" holds a character that cannot be seen.',
                    found=repr(cell),
                    expected=_visible(inner),
                )


def _add_numbers(book: RuleBook, names: Sequence[str]) -> None:
    @book.rule(CLEAN_TEXT, on=_ANY)
    def no_number_where_text_belongs(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """A code is text: a number in its cell has lost what made it that code."""
        for name in names:
            cell = candidate.given.get(name)
            if isinstance(cell, int | float):
                yield Breach(
                    name,
                    f'"{name}" arrived as a number: Excel drops leading zeros and reads an E as '
                    "an exponent. Format the column as text and type the value again.",
                    found=str(cell),
                    expected="text",
                )


def _add_hexadecimal(book: RuleBook, names: Sequence[str]) -> None:
    @book.rule(CLEAN_TEXT, on=_ANY)
    def hexadecimal_in_capitals_without_spaces(
        candidate: Candidate, batch: Batch
    ) -> Iterator[Breach]:
        """Hexadecimal text is written in capital letters, without spaces."""
        for name, cell in _typed(candidate, names):
            plain = plain_hexadecimal(cell)
            if plain is not None and plain != cell.strip():
                yield Breach(
                    name,
                    f'"{name}" has small letters or a space in it.',
                    found=repr(cell),
                    expected=plain,
                )


def _add_versions(book: RuleBook, names: Sequence[str]) -> None:
    @book.rule(CLEAN_TEXT, level=Level.NOTE, on=_ANY)
    def version_that_arrived_as_a_number(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """A version that a spreadsheet took for a number may have lost its last zero."""
        for name in names:
            if not isinstance(candidate.given.get(name), int | float):
                continue
            if _numbers_as_versions(batch).first[name] is candidate:
                yield Breach(
                    name,
                    f'"{name}" arrived as a number, here and maybe in further rows: 1.10 would '
                    "now read 1.1. Format the column as text if it holds such versions.",
                    found=candidate.text(name),
                    expected="text",
                )


def _add_words(book: RuleBook, columns: Sequence[Column]) -> None:
    @book.rule(CLEAN_TEXT, on=_ANY)
    def word_of_the_list(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """Where a column takes one of a few words, it is one of them as they are written."""
        for column in columns:
            cell = candidate.given.get(column.name)
            if cell is None or cell == CLEAR:
                continue
            found = str(cell).strip()
            if found not in column.words:
                meant = [word for word in column.words if word.casefold() == found.casefold()]
                yield Breach(
                    column.name,
                    f'"{column.name}" is not one of the words it may be.',
                    found=found,
                    expected=" or ".join(meant or column.words),
                )


def _add_dates(book: RuleBook, names: Sequence[str]) -> None:
    @book.rule(CLEAN_TEXT, on=_ANY)
    def date_in_iso_form(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """A date is a true date or written YYYY-MM-DD; any other form may be misread."""
        for name in names:
            cell = candidate.given.get(name)
            if cell is not None and cell != CLEAR and not _is_iso_date(str(cell).strip()):
                told = (
                    "is no day of the calendar"
                    if _ISO_DATE.fullmatch(str(cell).strip())
                    else _AMBIGUOUS
                )
                yield Breach(
                    name,
                    f'"{name}" {told}.',
                    found=str(cell),
                    expected="YYYY-MM-DD",
                )


def _add_lists(book: RuleBook, names: Sequence[str]) -> None:
    @book.rule(CLEAN_TEXT, on=_ANY)
    def no_empty_value_in_a_list(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """Between two separators stands a value."""
        for name, cell in _typed(candidate, names):
            values = split(cell)
            if "" in values:
                yield Breach(
                    name,
                    f'"{name}" has nothing on one side of a "{SEPARATOR}".',
                    found=cell,
                    expected=f"{SEPARATOR} ".join(value for value in values if value),
                )


def _add_limits(book: RuleBook, limits: Sequence[tuple[Column, int]]) -> None:
    @book.rule(CLEAN_TEXT, on=_ANY)
    def no_longer_than_the_register_takes(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
        """A value is no longer than the register can hold."""
        for column, limit in limits:
            cell = candidate.given.get(column.name)
            if cell is None or len(str(cell)) <= limit:
                continue
            values = split(cell) if column.several else [str(cell)]
            longest = max(map(len, values))
            if longest > limit:
                yield Breach(
                    column.name,
                    f'"{column.name}" is too long.',
                    found=f"{longest} characters",
                    expected=f"at most {limit}",
                )


def plain_hexadecimal(text: str) -> str | None:
    """The text in capitals and without blanks where that makes it hexadecimal; else None."""
    plain = "".join(text.split()).upper()
    return plain if _HEX.fullmatch(plain) else None


def _visible(text: str) -> str:
    return " ".join(
        "".join(" " if letter.isspace() else letter for letter in text if _shows(letter)).split()
    )


def _shows(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _is_iso_date(text: str) -> bool:
    try:
        return bool(_ISO_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _numbers_as_versions(batch: Batch) -> NumbersAsVersions:
    try:
        return batch.known(NumbersAsVersions)
    except KeyError:
        pass
    first: dict[str, Candidate] = {}
    for candidate in batch.candidates:
        for name, cell in candidate.given.items():
            if isinstance(cell, int | float):
                first.setdefault(name, candidate)
    batch.learn(NumbersAsVersions(first))
    return batch.known(NumbersAsVersions)
