"""What a register declares of itself; everything else runs over the list of these.

Each register app builds one ``Register`` in its ``register.py``. The read door is two methods:
``visible_to`` for published records and ``live_visible_to`` for the rows behind them (admin and
history). There is no other way out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from accounts.models import User
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.clauses import Clause
from sec_registry.registers.digests import Document
from sec_registry.registers.findings import Rule
from sec_registry.registers.models import PublishedRecord
from sec_registry.registers.reach import Paths, Reach
from sec_registry.registers.redactable import Redactable, Said
from sec_registry.registers.tables import Table
from sec_registry.registers.vocabulary import Column

Reader = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Accepted:
    """A candidate that is being accepted: its CPL number, and the publication's number and day."""

    candidate: Candidate
    number: int
    publication: int
    published_on: date
    organisation_id: int | None
    numbers_by_reference: Mapping[str, int]

    @property
    def action(self) -> str:
        return self.candidate.action


@dataclass(frozen=True, slots=True)
class AcceptedForMany:
    """A candidate that is being accepted and names no record: it gets no CPL number."""

    candidate: Candidate
    publication: int
    published_on: date

    @property
    def action(self) -> str:
        return self.candidate.action


class Apply(Protocol):
    """Write the accepted candidates into the live tables, in sets."""

    def __call__(self, accepted: Sequence[Accepted]) -> None: ...


class ApplyToMany(Protocol):
    """Write what concerns many records at once, in sets, after all changes of single ones.

    Returns the CPL numbers of the records whose documents may have changed by it.
    """

    def __call__(self, accepted: Sequence[AcceptedForMany]) -> set[int]: ...


def nothing_of_many(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """For a register in which no change concerns many records."""
    return set()


class WriteBeside(Protocol):
    """Write what belongs to records that were published just now, in the same transaction."""

    def __call__(
        self, records: Sequence[PublishedRecord], documents: Iterable[Document]
    ) -> None: ...


def nothing_beside(records: Sequence[PublishedRecord], documents: Iterable[Document]) -> None:
    """Most registers publish the record and no more."""


class WriteRedacted(Protocol):
    """Change the columns of one row that a redaction reaches."""

    def __call__(self, model: type[Model], key: Any, values: Mapping[str, Any]) -> None: ...


class RedactBeside(Protocol):
    """Redact what stands beside records that were redacted just now, in the same transaction."""

    def __call__(self, records: Sequence[PublishedRecord], write: WriteRedacted) -> None: ...


def nothing_redacted_beside(records: Sequence[PublishedRecord], write: WriteRedacted) -> None:
    """Most registers publish the record and no more."""


@dataclass(frozen=True)
class Register:
    """A register.

    ``render`` takes CPL numbers and gives ``{number: document}`` from the live rows; ``cells``
    turns a document back into a row of the vocabulary; ``gather`` hands a batch the facts its
    rules need; ``apply`` writes what was accepted of single records, and ``apply_to_many`` what
    concerns many at once; ``paths`` says where the live model keeps the identity; ``admits`` tells
    who may knock (role first), ``reach`` how far they see, and ``overseers`` who watches over its
    disclosures (auditors always do); ``write_beside`` writes what else is published with a record;
    ``policies`` are the tables of policy that its rules go by: findings are stale when one of them
    changes; ``redactable`` are the members that may be redacted, ``said`` the texts about a record
    that may repeat one, and ``redact_beside`` redacts beside the records; ``table`` says how
    documents become rows; ``route`` is the name of its
    records' routes and ``relation`` what a link to one of them is called.
    """

    code: str
    title: str
    short_title: str
    marking: str
    restricted: bool
    clauses: Sequence[Clause]
    columns: Sequence[Column]
    rules: Sequence[Rule]
    live: type[Model]
    published: type[PublishedRecord]
    paths: Paths
    admits: Callable[[Reader], bool]
    reach: Callable[[Reader], Reach]
    gather: Callable[[Batch], None]
    apply: Apply
    render: Callable[[Sequence[int]], dict[int, Document]]
    cells: Callable[[Document], dict[str, str]]
    apply_to_many: ApplyToMany = nothing_of_many
    extra_columns: Callable[[Document], dict[str, Any]] = field(default=lambda document: {})
    overseers: Callable[[Reader], bool] = field(default=lambda reader: False)
    write_beside: WriteBeside = nothing_beside
    redactable: Sequence[Redactable] = ()
    said: Sequence[Said] = ()
    redact_beside: RedactBeside = nothing_redacted_beside
    policies: Sequence[type[Model]] = ()
    table: Table = field(default_factory=Table)
    route: str = ""
    relation: str = ""

    def visible_to(self, user: Reader) -> QuerySet[PublishedRecord]:
        """The published records, of all times, that this person may read now."""
        return self.within(self.reach(user))

    def within(self, reach: Reach) -> QuerySet[PublishedRecord]:
        """The published records within a reach that was asked for already, to be recorded too."""
        return reach.restrict_published(self.published._default_manager.all())

    def live_visible_to(self, user: Reader) -> QuerySet[Any]:
        """The live rows that this person may read now."""
        return self.reach(user).restrict(self.live._default_manager.all(), self.paths)
