"""An edition: one register as one publication holds it, all of it, in the order of CPL numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from sec_registry.registers.declaration import Register
from sec_registry.registers.models import PublicationRegister, PublishedRecord
from sec_registry.registers.paging import as_published
from sec_registry.registers.redactions import left_by_redactions

#: Documents that are held in memory at a time.
BATCH = 1_000


class Row(NamedTuple):
    """A record of an edition: its document, and what it was committed to with."""

    cpl_number: int
    document: str
    digest: str
    salt: str
    redaction: int | None


@dataclass(frozen=True)
class Mark:
    """What tells an edition from all others, an earlier state of it included."""

    register: Register
    publication: int
    #: The publication's digest, by which its manifest and so the root are proved.
    digest: str
    redactions: int


@dataclass(frozen=True)
class Edition(Mark):
    """What a whole list is of. It stays as it is until something in it is redacted."""

    #: None before the first publication, where nothing stands and nothing was signed.
    published_at: datetime | None
    root: str
    records: int
    highest_number: int

    def rows(self, records: QuerySet[PublishedRecord]) -> Iterator[list[Row]]:
        """Those of the records that stand in the edition, some at a time.

        Each query begins behind the last number, so that nothing stays open while they are sent.
        """
        after = 0
        held = as_published(records, self.publication).order_by("cpl_number")
        while after < self.highest_number:
            onward = held.filter(cpl_number__gt=after)
            found = [Row(*each) for each in onward.values_list(*Row._fields)[:BATCH]]
            if not found:
                return
            yield found
            after = found[-1].cpl_number

    def left(self) -> dict[tuple[int, str], str]:
        """What redactions left of the register's documents (``left_by_redactions``)."""
        return left_by_redactions(self.register.code)


#: Written out: an unchanged list is asked for far oftener than a changed one, and to put the query
#: together would take longer than all the rest of the answer.
_MARK = """
    SELECT publication.digest, state.redactions
    FROM registers_publicationregister state
    JOIN registers_publication publication ON publication.number = state.publication_id
    WHERE state.register = %s AND state.publication_id = %s
"""


def mark_of(register: Register, publication: int) -> Mark | None:
    """The mark of the register in that publication; None when there is no such."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [register.code, publication])
        found = cursor.fetchone()
    return Mark(register, publication, *found) if found else None


def before_the_first(register: Register) -> Edition:
    """The register before anything was published: publication 0, as lists call it."""
    return Edition(
        register=register,
        publication=0,
        published_at=None,
        digest="",
        root="",
        records=0,
        highest_number=0,
        redactions=0,
    )


def edition_of(register: Register, publication: int) -> Edition | None:
    """The register in that publication; None when there is no such."""
    states = PublicationRegister.objects.filter(register=register.code, publication=publication)
    state = states.select_related("publication").first()
    if state is None:
        return None
    return Edition(
        register=register,
        publication=state.publication_id,
        published_at=state.publication.published_at,
        digest=state.publication.digest,
        root=state.root,
        records=state.records,
        highest_number=state.highest_number,
        redactions=state.redactions,
    )
