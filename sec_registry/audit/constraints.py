"""Rules about *when* a row may change, held by triggers in both databases.

A ``BaseConstraint`` in ``Meta.constraints`` is found by ``makemigrations`` and survives SQLite's
table remakes, which silently drop triggers written by hand: every statement is deferred and names
its table through ``Table``, so that a remake runs it again on the renamed table.

Assumptions: the ledger's table is ``registers_ledger`` and its column ``opened_for`` is empty
while the ledger is closed. Only the owner of a table can drop its triggers on PostgreSQL, so the
application's role should not be the owner (docs/operations.md). A redaction's tables are
``registers_redaction`` and ``registers_redactionreach`` (``sec_registry.registers.redactions``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

LEDGER_CLOSED = "NOT EXISTS (SELECT 1 FROM registers_ledger WHERE opened_for IS NOT NULL)"


@dataclass(frozen=True)
class Refusal:
    """One event (INSERT, UPDATE, DELETE) refused while ``when`` holds; None refuses always."""

    event: str
    when: str | None
    message: str


class TriggerConstraint(BaseConstraint):
    """A constraint spelt as triggers; subclasses say which events they refuse, and when."""

    #: The condition under which PostgreSQL's TRUNCATE is refused too; None leaves it alone.
    truncate_refused_when: str | None = None

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)

    def refusals(self, model: type[Model], vendor: str) -> Iterable[Refusal]:
        """The events this constraint refuses on the model's table."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, TriggerConstraint)
            and self.deconstruct() == other.deconstruct()
            and type(self) is type(other)
        )

    def __hash__(self) -> int:
        return hash((type(self), self.name))

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Nothing to say about values: only the database knows whether this is the moment."""

    def constraint_sql(  # type: ignore[override]  # the base returns an inline clause, we have none
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> None:
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(  # type: ignore[override]  # SQLite remakes the table: nothing to run now
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement | None:
        if schema_editor.connection.vendor == "sqlite":
            self.constraint_sql(model, schema_editor)
            return None
        return self._joined(self._statements(model, schema_editor))

    def remove_sql(  # type: ignore[override]  # SQLite drops the triggers with the old table
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement | None:
        if schema_editor.connection.vendor == "sqlite":
            return None
        table = Table(model._meta.db_table, schema_editor.quote_name)
        drops = [
            Statement(f"DROP TRIGGER IF EXISTS {name} ON %(table)s", table=table)
            for name in (self.name, f"{self.name}_t")
        ]
        functions = [
            Statement(f"DROP FUNCTION IF EXISTS {name}()", table=table)
            for name in (self.name, f"{self.name}_t")
        ]
        return self._joined([*drops, *functions])

    @staticmethod
    def _joined(statements: Sequence[Statement]) -> Statement:
        template = ";\n".join(statement.template for statement in statements)
        return Statement(template, **statements[0].parts)

    def _statements(
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> list[Statement]:
        vendor = schema_editor.connection.vendor
        table = Table(model._meta.db_table, schema_editor.quote_name)
        refusals = list(self.refusals(model, vendor))
        spell = self._sqlite if vendor == "sqlite" else self._postgresql
        return [Statement(sql, table=table) for sql in spell(refusals)]

    def _sqlite(self, refusals: list[Refusal]) -> Iterable[str]:
        for refusal in refusals:
            when = f"WHEN {refusal.when} " if refusal.when else ""
            yield (
                f"CREATE TRIGGER {self.name}_{refusal.event.lower()} BEFORE {refusal.event} "
                f"ON %(table)s FOR EACH ROW {when}"
                f"BEGIN SELECT RAISE(ABORT, '{refusal.message}'); END"
            )

    def _postgresql(self, refusals: list[Refusal]) -> Iterable[str]:
        branches = "".join(
            f"IF TG_OP = '{refusal.event}' THEN IF {refusal.when or 'TRUE'} THEN "
            f"{_raise(refusal.message)} END IF; END IF; "
            for refusal in refusals
        )
        events = " OR ".join(refusal.event for refusal in refusals)
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {branches}IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {events} ON %(table)s "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )
        if self.truncate_refused_when is not None:
            yield (
                f"CREATE OR REPLACE FUNCTION {self.name}_t() RETURNS trigger LANGUAGE plpgsql "
                f"AS $$ BEGIN IF {self.truncate_refused_when} THEN "
                f"{_raise(refusals[0].message)} END IF; RETURN NULL; END $$"
            )
            yield (
                f"CREATE TRIGGER {self.name}_t BEFORE TRUNCATE ON %(table)s "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_t()"
            )


class AppendOnly(TriggerConstraint):
    """Rows are only ever added; each column in ``once`` may go from empty to a value, once.

    The columns in ``redacted`` may change in the rows that a redaction reaches, while it is
    carried out (``sec_registry.registers.redactions``).
    """

    truncate_refused_when = "TRUE"

    def __init__(
        self, *, name: str, once: Sequence[str] = (), redacted: Sequence[str] = ()
    ) -> None:
        super().__init__(name=name)
        self.once = tuple(once)
        self.redacted = tuple(redacted)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        more = {"once": self.once, "redacted": self.redacted}
        return path, args, {**kwargs, **{name: of for name, of in more.items() if of}}

    def refusals(self, model: type[Model], vendor: str) -> Iterable[Refusal]:
        message = f"{_table(model)} is append-only"
        allowed = self.allowed(model, vendor)
        yield Refusal("DELETE", None, message)
        yield Refusal("UPDATE", f"NOT ({' OR '.join(allowed)})" if allowed else None, message)

    def allowed(self, model: type[Model], vendor: str) -> list[str]:
        """SQL: under which conditions an update is let through all the same."""
        allowed = []
        if self.once:
            allowed.append(_empty_or_same(model, vendor, self.once))
        if self.redacted:
            allowed.append(
                f"({_reached(model)} AND {every_column_but(model, vendor, self.redacted)})"
            )
        return allowed


def every_column_but(model: type[Model], vendor: str, changing: Sequence[str]) -> str:
    """SQL: the update leaves every column as it is, except those named by their fields."""
    same = _same(vendor)
    kept = [
        f'NEW."{field.column}" {same} OLD."{field.column}"'
        for field in model._meta.local_concrete_fields
        if not {field.name, field.attname} & set(changing)
    ]
    return f"({' AND '.join(kept)})"


def _empty_or_same(model: type[Model], vendor: str, once: Sequence[str]) -> str:
    columns = [
        field.column
        for field in model._meta.local_concrete_fields
        if {field.name, field.attname} & set(once)
    ]
    same = _same(vendor)
    moved = [f'(OLD."{each}" IS NULL OR NEW."{each}" {same} OLD."{each}")' for each in columns]
    return f"({every_column_but(model, vendor, once)} AND {' AND '.join(moved)})"


def _reached(model: type[Model]) -> str:
    """SQL: a redaction that is being carried out reaches this row."""
    return (  # names of our own tables
        "EXISTS (SELECT 1 FROM registers_redactionreach reached "  # noqa: S608
        "JOIN registers_redaction under_way ON under_way.id = reached.redaction_id "
        f"WHERE under_way.state = 'approved' AND reached.place = '{_table(model)}' "
        f'AND reached.row_key = OLD."{model._meta.pk.column}")'
    )


def _same(vendor: str) -> str:
    return "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"


class LedgerGuarded(TriggerConstraint):
    """Rows change only while the ledger is open, that is inside an acceptance."""

    truncate_refused_when = LEDGER_CLOSED

    def refusals(self, model: type[Model], vendor: str) -> Iterable[Refusal]:
        message = f"{_table(model)} changes only while the ledger is open"
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield Refusal(event, LEDGER_CLOSED, message)


def _table(model: type[Model]) -> str:
    # While SQLite remakes a table, the model it works with has another name.
    return model._meta.db_table.removeprefix("new__")


def _raise(message: str) -> str:
    # The code of a check violation, so that Django reports an IntegrityError as SQLite does.
    return f"RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = '23514';"
