"""The history seam: the only module that knows django-simple-history's records.

The actor is text from ``acting``; a history table is append-only, and one that belongs to a
register takes rows only while the ledger is open, like the register itself.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from simple_history.models import HistoricalRecords

from sec_registry.audit.acting import LONGEST_REASON, act_time, current_act
from sec_registry.audit.constraints import AppendOnly, LedgerGuarded


def _actor_of(historical: Any) -> str:
    return str(historical.history_user_id)


def _set_actor(historical: Any, actor: str) -> None:
    historical.history_user_id = actor


def _actor(**_: object) -> str:
    return current_act().actor


class AuditTrail(HistoricalRecords):
    """History of a model: who recorded what, when and why.

    ``ledger=True`` for tables of a register; ``excluded_fields`` names what must never be kept,
    ``redacted`` the columns that a redaction may change.
    """

    def __init__(
        self, *, ledger: bool = False, redacted: Sequence[str] = (), **options: Any
    ) -> None:
        self.ledger = ledger
        self.redacted = tuple(redacted)
        super().__init__(
            history_user_id_field=models.CharField("recorded by", max_length=254),
            history_user_getter=_actor_of,
            history_user_setter=_set_actor,
            history_change_reason_field=models.CharField(
                "reason", max_length=LONGEST_REASON, blank=True
            ),
            get_user=_actor,
            **options,
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        table = f"{model._meta.app_label}_{model._meta.model_name}"
        constraints: list[models.BaseConstraint] = [
            AppendOnly(name=f"{table}_history_kept", redacted=self.redacted)
        ]
        if self.ledger:
            constraints.append(LedgerGuarded(name=f"{table}_history_ledger"))
        return {**super().get_meta_options(model), "constraints": constraints}

    def get_change_reason_for_object(
        self, instance: models.Model, history_type: str, using: str | None
    ) -> str:
        return current_act().reason

    def create_historical_record(
        self, instance: Any, history_type: str, using: str | None = None
    ) -> None:
        instance._history_date = act_time(current_act())
        try:
            super().create_historical_record(instance, history_type, using=using)
        finally:
            del instance._history_date


@cache
def history_of(model: type[models.Model]) -> Any:
    """The model of its history's rows.

    Kept, since each look at ``model.history`` makes a manager's class anew: a tenth of the time of
    a small acceptance.
    """
    return model.history.model  # type: ignore[attr-defined]  # added by AuditTrail


def changes_recorded(*tables: type[models.Model]) -> list[int | None]:
    """The last line of each model's history: nothing changes without a later one."""
    if not tables:
        return []
    quote = connection.ops.quote_name
    last = [
        f"(SELECT MAX(history_id) FROM {quote(history_of(model)._meta.db_table)})"  # noqa: S608  # names of our own tables
        for model in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(last)}")
        return list(cursor.fetchone())
