"""Reading rows by many keys: lists go to the database in pieces that every database takes."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from cpl.choices import Scheme

SIZE = 500


def matching(queryset: QuerySet[Any, Any], field: str, keys: Iterable[Any]) -> Iterator[Any]:
    """The queryset's rows whose ``field`` is one of the keys; one query for each 500 keys."""
    wanted = sorted({key for key in keys if _can_be_kept(key)})
    for start in range(0, len(wanted), SIZE):
        yield from queryset.filter(**{f"{field}__in": wanted[start : start + SIZE]})


def with_certificates(
    queryset: QuerySet[Any, Any], numbers: Iterable[str], path: str = ""
) -> Iterator[Any]:
    """The rows whose certificate, at the end of the path, has one of the numbers in any scheme."""
    # The index is by scheme and number: by the number alone every certificate would be read.
    of_any_scheme = queryset.filter(**{f"{path}scheme__in": Scheme.values})
    return matching(of_any_scheme, f"{path}number", numbers)


def _can_be_kept(key: object) -> bool:
    # A zero character, say, is refused by the rules; asked for, it would upset PostgreSQL first.
    return not isinstance(key, str) or key.isprintable()
