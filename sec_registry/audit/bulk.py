"""Writes in sets, with the history rows that single saves would have left.

What writes in sets skips the signals that feed history, so these functions write both. They run
inside ``acting``.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models, transaction

from sec_registry.audit.acting import act_time, acting, current_act
from sec_registry.audit.history import history_of
from sec_registry.audit.inserting import insert_all
from sec_registry.audit.pieces import pieces

BATCH = 500

M = TypeVar("M", bound=models.Model)


def create_all(model: type[M], objects: Iterable[M]) -> list[M]:
    """Insert the objects and their history; returns them with their keys. Shape: same order."""
    made = list(objects)
    create_each(model, made)
    return made


def create_each(model: type[M], objects: Iterable[M]) -> None:
    """The same for very many, which are made while they are written and not kept."""
    with transaction.atomic():
        for some in pieces(objects, BATCH):
            insert_all(model, some)
            _remember(model, some, "+")


def update_all(model: type[M], objects: Sequence[M], fields: Sequence[str]) -> None:
    """Write the named fields of the objects, and one history row each."""
    if not objects:
        return
    with transaction.atomic():
        model._default_manager.bulk_update(objects, fields, batch_size=BATCH)
        _remember(model, objects, "~")


def delete_all(model: type[M], objects: Sequence[M]) -> None:
    """Delete the objects, and leave one last history row each."""
    with transaction.atomic():
        _remember(model, objects, "-")
        for start in range(0, len(objects), BATCH):
            keys = [obj.pk for obj in objects[start : start + BATCH]]
            doomed = model._default_manager.filter(pk__in=keys)
            # Not ``delete``: it asks and signals row by row, and the history is written already.
            doomed._raw_delete(doomed.db)  # foreign keys still refuse in the database


def remember_as_it_stood(row: models.Model) -> None:
    """Write down a row that came with the registry before it changes for the first time.

    Without it nobody could read in its history what the first change changed.
    """
    act, model = current_act(), type(row)
    if history_of(model).objects.filter(**{model._meta.pk.attname: row.pk}).exists():
        return
    with acting(by=act.actor, reason="as it stood before its first change", at=act.at):
        _remember(model, [row], "+")


def _remember(model: type[M], objects: Sequence[M], kind: str) -> None:
    """Copy the rows as they stand in the table into its history, inside the database.

    What was written is what is remembered; no row travels twice, and no object is made for it.
    """
    act = current_act()
    history = history_of(model)
    said = {
        "history_date": act_time(act),
        "history_user_id": act.actor,
        "history_change_reason": act.reason,
        "history_type": kind,
    }
    quote = connection.ops.quote_name
    live: Any = model._meta
    fields = [history._meta.get_field(name) for name in said]
    kept = [field.name for field in history.tracked_fields]
    into = [quote(history._meta.get_field(name).column) for name in kept]
    into += [quote(field.column) for field in fields]
    taken = [quote(live.get_field(name).column) for name in kept]
    values = [field.get_db_prep_save(said[field.name], connection) for field in fields]
    key = quote(live.pk.column)
    with connection.cursor() as cursor:
        for start in range(0, len(objects), BATCH):
            keys = [obj.pk for obj in objects[start : start + BATCH]]
            cursor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(into)}) "  # noqa: S608  # names of our own tables
                f"SELECT {', '.join([*taken, *['%s'] * len(values)])} "
                f"FROM {quote(live.db_table)} "
                f"WHERE {key} IN ({', '.join(['%s'] * len(keys))}) ORDER BY {key}",
                [*values, *keys],
            )
