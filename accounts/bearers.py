"""Whom a token's first letters may stand for: the token and its owner, in one look.

Every answer to a system begins with it, and to have the ORM compose it takes longer than most
answers do; so the statement is put together once, from the models' own columns, and kept.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from accounts.models import ApiToken, User

M = TypeVar("M", bound=Model)

_LOOK = """
SELECT {}
FROM accounts_apitoken token
JOIN accounts_user owner ON owner.id = token.user_id
WHERE token.token_key = %s AND token.expiry > %s AND owner.is_active
"""


def bearers(token_key: str) -> Iterator[ApiToken]:
    """The tokens in force that begin so, of people whose account is open, each with its owner.

    SECURITY: only the digest of what was sent says whether one of them is meant.
    """
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_look(), [token_key, moment])
        rows = cursor.fetchall()
    for row in rows:
        token = _made(ApiToken, row)
        token.user = _made(User, row[len(ApiToken._meta.concrete_fields) :])
        yield token


@cache
def _look() -> str:
    return _LOOK.format(
        ", ".join(
            f'{table}."{field.column}"'
            for table, model in (("token", ApiToken), ("owner", User))
            for field in model._meta.concrete_fields
        )
    )


def _made(model: type[M], row: Sequence[Any]) -> M:
    """The instance whose columns are the first of the row."""
    fields = model._meta.concrete_fields
    values = list(row[: len(fields)])
    for place, column, converters in _conversions(model):
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    return model.from_db(connection.alias, [field.attname for field in fields], values)


@cache
def _conversions(model: type[Model]) -> list[tuple[int, Any, list[Callable[..., Any]]]]:
    """What makes Python's values of the database's, as the ORM does, by place in the row."""
    found = []
    for place, field in enumerate(model._meta.concrete_fields):
        column = field.get_col(model._meta.db_table)
        own = field.get_db_converters(connection)
        if converters := [*connection.ops.get_db_converters(column), *own]:
            found.append((place, column, converters))
    return found
