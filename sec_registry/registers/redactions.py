"""Redactions: what two people took out of published documents, and the one gate that lets them.

A redaction is proposed, and carried out or declined by somebody else. While it is carried out, in
one transaction, its state is ``approved`` and the rows it reaches are listed; triggers of the
append-only tables (``sec_registry.audit.constraints``) let exactly these rows change, in exactly
the columns that a redaction may blank. When that transaction is over the gate is shut.

Keep these tables as they are: SQLite cannot remake a table that other tables' triggers name.
"""

import hashlib
import json
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from sec_registry.audit.constraints import (
    LEDGER_CLOSED,
    AppendOnly,
    LedgerGuarded,
    Refusal,
    TriggerConstraint,
)
from sec_registry.registers.two_people import (
    DecidedByTwo,
    ProposedFirst,
    RedactionState,
    decided_by_two,
)


class ProposedThenDecided(ProposedFirst):
    """It is approved with the ledger open, and done once what it changed is stated."""

    def moves(self, unchanged: str) -> str:
        """SQL: the steps from state to state."""
        stated = "EXISTS (SELECT 1 FROM registers_redactionstatement WHERE redaction_id = OLD.id)"
        return (
            "(OLD.state = 'proposed' AND NEW.state = 'declined') "
            f"OR (OLD.state = 'proposed' AND NEW.state = 'approved' AND NOT {LEDGER_CLOSED}) "
            f"OR (OLD.state = 'approved' AND NEW.state = 'done' AND {stated} AND {unchanged})"
        )


class OnlyWhileCarriedOut(TriggerConstraint):
    """Rows are added only for a redaction that is being carried out."""

    def refusals(self, model: type[models.Model], vendor: str) -> Iterable[Refusal]:
        under_way = (
            "EXISTS (SELECT 1 FROM registers_redaction "
            "WHERE id = NEW.redaction_id AND state = 'approved')"
        )
        yield Refusal(
            "INSERT",
            f"NOT {under_way}",
            "rows of a redaction that is not under way are append-only",
        )


class Redaction(DecidedByTwo):
    """Members of one record to be taken out of what was published of it, and why.

    What was written beside the registers is named by its row and field instead, and ``cpl_number``
    is 0 where it is about no record.
    """

    register = models.CharField(max_length=16)
    cpl_number = models.PositiveIntegerField("CPL number")
    members = models.JSONField(help_text="Names of members of the document")
    publications = models.JSONField(help_text="Those that brought the documents to be redacted")
    reason_public = models.BooleanField(default=False)

    class Meta(DecidedByTwo.Meta):
        constraints = [
            *decided_by_two("redaction"),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=RedactionState.APPROVED),
                name="redaction_one_at_a_time",
            ),
            ProposedThenDecided(name="redaction_proposed_then_decided"),
        ]

    def __str__(self) -> str:
        what = f"CPL {self.cpl_number}" if self.cpl_number else "what was written"
        return f"Redaction {self.pk} of {what} in {self.register}"


class RedactionReach(models.Model):
    """One row that a redaction reached: its table and its key."""

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="reached")
    place = models.CharField("table", max_length=64)
    row_key = models.BigIntegerField("row")

    class Meta:
        verbose_name = "row of a redaction"
        verbose_name_plural = "rows of redactions"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "row_key", "redaction"], name="redaction_reaches_once"
            ),
            AppendOnly(name="redaction_reach_kept"),
            OnlyWhileCarriedOut(name="redaction_reach_open"),
        ]

    def __str__(self) -> str:
        return f"Row {self.row_key} of {self.place}"


class RedactionStatement(models.Model):
    """What was signed of a redaction: which documents of one register it changed.

    The statements of a register are numbered without gaps and chained, each register by itself,
    so that those of an open one tell nothing of the others. docs/publications.md has the bytes.
    """

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="statements")
    register = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    statement = models.TextField(help_text="Canonical JSON")
    key_id = models.CharField(max_length=64, help_text="Of the key that signed")
    value = models.CharField(max_length=128, help_text="Base64 of the signature's DER form")

    class Meta:
        verbose_name = "statement of a redaction"
        verbose_name_plural = "statements of redactions"
        ordering = ["register", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "number"], name="redaction_number_once_per_register"
            ),
            AppendOnly(name="redaction_statement_kept"),
            LedgerGuarded(name="redaction_statement_ledger"),
            OnlyWhileCarriedOut(name="redaction_statement_open"),
        ]

    def __str__(self) -> str:
        return f"Redaction {self.number} of {self.register}"


def last_statement(register: str) -> str:
    """The digest of the register's last redaction; "" while nothing was ever redacted."""
    stated = RedactionStatement.objects.filter(register=register).order_by("-number")
    text = stated.values_list("statement", flat=True).first()
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def redactions_made(register: str) -> int:
    """How many redactions the register has had: part of every tag, since they change the past."""
    return RedactionStatement.objects.filter(register=register).count()


def left_by_redactions(register: str) -> dict[tuple[int, str], str]:
    """The digest of what was left of each redacted document, by its CPL number and own digest."""
    stated = RedactionStatement.objects.filter(register=register).order_by("number")
    return {
        (each["cpl_number"], each["digest"]): each["redacted"]
        for text in stated.values_list("statement", flat=True)
        for each in json.loads(text)["records"]
    }
