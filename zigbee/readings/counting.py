"""How many different records each reader was shown within a window, or since one began.

Only reading by grants or by membership counts: what the Panel reviews, or a submitter sees of what
they sent, is as large as submissions are. The database leaves out whoever cannot have reached the
number, by an upper bound over the window's index; the records of the few others are counted here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Func, IntegerField, Max, Min, Q, QuerySet, Sum

from sec_registry.registers.models import Disclosure
from zigbee.access import GRANTS_RIGHT, MEMBERS_RIGHT
from zigbee.choices import ReadBy
from zigbee.columns import CODE
from zigbee.models import ReadingPolicy

_BY_GRANTS = Q(right__startswith=GRANTS_RIGHT)
#: Whose looks count, and the column by which they are counted together.
_COUNTED = {
    ReadBy.PERSON: (_BY_GRANTS, "person"),
    ReadBy.ORGANISATION: (_BY_GRANTS & ~Q(organisation=""), "organisation"),
    ReadBy.MEMBER: (Q(right=MEMBERS_RIGHT), "person"),
}


class _Length(Func):
    """How many members a JSON list has."""

    function = "jsonb_array_length"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_array_length", **context)


@dataclass(frozen=True)
class Reading:
    """What one reader was shown within the window."""

    reader: str
    records: int
    looks: int
    began_at: datetime
    latest_at: datetime
    #: What the policy called usual when this was counted.
    usual: int


def readings_above(policy: ReadingPolicy, *, now: datetime) -> Iterator[Reading]:
    """Whoever was shown more records than the policy calls usual, in the window that ends now."""
    if policy.most_records is None:
        return
    column = _COUNTED[ReadBy(policy.read_by)][1]
    looks = _looks(policy, now).filter(at__gt=now - timedelta(hours=policy.hours))
    shown = looks.values(column).annotate(
        at_most=Sum(_Length("numbers")), looks=Count("pk"), began=Min("at"), latest=Max("at")
    )
    for each in shown.filter(at_most__gt=policy.most_records).order_by(column):
        records = _different(looks.filter(**{column: each[column]}))
        if records > policy.most_records:
            yield Reading(
                reader=each[column],
                records=records,
                looks=each["looks"],
                began_at=each["began"],
                latest_at=each["latest"],
                usual=policy.most_records,
            )


def read_since(policy: ReadingPolicy, reader: str, began: datetime, *, now: datetime) -> int:
    """How many different records the reader was shown since then."""
    column = _COUNTED[ReadBy(policy.read_by)][1]
    return _different(_looks(policy, now).filter(**{column: reader}, at__gte=began))


def _looks(policy: ReadingPolicy, now: datetime) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(
        _COUNTED[ReadBy(policy.read_by)][0],
        register=CODE,
        outcome=Disclosure.Outcome.DISCLOSED,
        at__lte=now,
    ).order_by()


def _different(looks: QuerySet[Disclosure]) -> int:
    # A page that is read again and again is one list here.
    lists: Iterable[list[int]] = looks.values_list("numbers", flat=True).distinct()
    return len(set().union(*lists))
