"""What may be redacted in a register's documents, and where else the same member of a record is.

A member is named by its way through the document, such as ``contact.email``; a way through a list
means that member of every entry. Only texts that people typed are listed: numbers, states and dates
hold no person's data, and rules and clients compute with them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from sec_registry.registers.digests import Document

#: In a document: which redactions it went through, and what each took.
REDACTIONS = "redactions"


@dataclass(frozen=True)
class Shared:
    """What points to rows that several records share: a record's own row, by its CPL number."""

    model: type[Model]
    path: str
    field: str


@dataclass(frozen=True)
class Kept:
    """A model whose history holds the member: ``path`` leads to the record's CPL number.

    Where records share its rows, ``path`` is their key and ``shared`` says what points to them.
    """

    model: type[Model]
    path: str
    field: str
    shared: Shared | None = None


@dataclass(frozen=True)
class Said:
    """Texts that people wrote about a record; ``path`` leads to its CPL number."""

    model: type[Model]
    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Redactable:
    """A member that may be redacted, and the column of the vocabulary that it is typed under.

    One that is typed under any of several, such as a certificate of one scheme or another, has no
    ``column``: there a cell is reached only where it holds the value.
    """

    member: str
    column: str
    kept: tuple[Kept, ...] = ()
    #: The column beside the published document that repeats it, for filters.
    beside: str = ""
    typed_under: tuple[str, ...] = ()
    #: Whose history says it as the reason of a line, where nothing else keeps it.
    why: Kept | None = None

    @property
    def title(self) -> str:
        """How people call it: as the vocabulary writes it, where it is the same word."""
        words = self.member.replace(".", ", ").replace("_", " ").capitalize()
        return self.column if self.column.lower() == words.lower() else words


def tombstone(number: int, at: datetime) -> str:
    """The words that stand where something was redacted."""
    return f"Redacted (no. {number}, {at:%Y-%m-%d})"


def is_tombstone(text: str) -> bool:
    """Whether the text stands where something was redacted."""
    return text.startswith("Redacted (no. ")


def values_at(document: Document, member: str) -> list[str]:
    """The texts that stand at the member, but for empty ones and what was redacted before."""
    held = [holder[name] for holder, name in _holders(document, member)]
    gone = {name for each in document.get(REDACTIONS, []) for name in each["members"]}
    if member in gone:
        held = [each for each in held if not is_tombstone(str(each))]
    return [each for each in held if isinstance(each, str) and each]


def redact(
    document: Document, members: Sequence[str], *, number: int, at: datetime, values: set[str]
) -> list[str]:
    """Put the tombstone where one of the values stands at a member; returns the members changed."""
    changed = []
    for member in members:
        found = [(h, name) for h, name in _holders(document, member) if h[name] in values]
        for holder, name in found:
            holder[name] = tombstone(number, at)
        if found:
            changed.append(member)
    if changed:
        entry = {"date": f"{at:%Y-%m-%d}", "members": sorted(changed), "redaction": number}
        document[REDACTIONS] = [*document.get(REDACTIONS, []), entry]
    return changed


def _holders(value: Any, member: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects that hold the member, with the name that it has in them."""
    name, _, rest = member.partition(".")
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and name in each:
            if rest:
                yield from _holders(each[name], rest)
            else:
                yield each, name
