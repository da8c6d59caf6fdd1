"""The one gate through append-only tables: rows of a redaction under way, listed one by one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from sec_registry.registers.models import Redaction, RedactionReach

BATCH = 500


class Gate:
    """Changes rows for one redaction, each named before it is changed; the ledger is open."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction
        self._named: set[tuple[str, Any]] = set()

    def name(self, model: type[Model], keys: Iterable[Any]) -> None:
        """List the rows as reached, so that the database lets them change."""
        place = model._meta.db_table
        fresh = [key for key in dict.fromkeys(keys) if (place, key) not in self._named]
        self._named |= {(place, key) for key in fresh}
        RedactionReach.objects.bulk_create(
            [RedactionReach(redaction=self._redaction, place=place, row_key=key) for key in fresh],
            batch_size=BATCH,
        )

    def write(self, model: type[Model], key: Any, values: Mapping[str, Any]) -> None:
        """Write the columns of one row."""
        self.name(model, [key])
        fitting = {name: _fitting(model, name, value) for name, value in values.items()}
        model._base_manager.filter(pk=key).update(**fitting)


def _fitting(model: type[Model], name: str, value: Any) -> Any:
    """The value as the column has room for it: of a tombstone at least its first word."""
    room = getattr(model._meta.get_field(name), "max_length", None)
    if room is None or not isinstance(value, str) or len(value) <= room:
        return value
    return value.partition(" (")[0][:room]
