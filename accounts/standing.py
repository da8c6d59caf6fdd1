"""One look at a person: what they hold at this moment, in one query.

Every page asks about the person who reads it ten times and more, and composing such a query costs
the ORM thirty times what the database needs to answer it. So it is written out here, once.

Assumption: it says of roles what ``RoleHoldingQuerySet.in_force`` says and of Parties what
``OrganisationQuerySet.current_parties`` says; a test holds them together.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

_LOOK = """
SELECT person.is_superuser,
       person.organisation_id,
       organisation.acceded_on <= %s
           AND (organisation.ceased_on IS NULL OR organisation.ceased_on > %s),
       organisation.is_dcc,
       holding.role
FROM accounts_user person
LEFT JOIN accounts_organisation organisation ON organisation.id = person.organisation_id
LEFT JOIN accounts_roleholding holding
    ON holding.user_id = person.id
    AND holding.starts <= %s
    AND (holding.until IS NULL OR holding.until > %s)
    AND holding.ended_at IS NULL
    AND (holding.role <> 'SECURITY_SUB_COMMITTEE'
         OR holding.countersigned_by_id IS NOT NULL
         OR holding.bootstrap)
WHERE person.id = %s AND person.is_active
"""


@dataclass(frozen=True)
class Standing:
    """The roles a person holds in force, and marks of their account and organisation.

    Of an account that is closed, or that nobody has, all of it is empty.
    """

    roles: frozenset[str] = frozenset()
    is_superuser: bool = False
    has_organisation: bool = False
    is_of_a_current_party: bool = False
    is_of_dcc: bool = False


def standing_of(key: int, on: date | None = None) -> Standing:
    """What stands in the database now; Parties are those of the day (default: today)."""
    now = timezone.now()
    day = connection.ops.adapt_datefield_value(on or timezone.localdate(now))
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [day, day, moment, moment, key])
        rows = cursor.fetchall()
    if not rows:
        return Standing()
    is_superuser, organisation, of_a_party, of_dcc, _ = rows[0]
    return Standing(
        roles=frozenset(role for *_, role in rows if role is not None),
        is_superuser=bool(is_superuser),
        has_organisation=organisation is not None,
        is_of_a_current_party=bool(of_a_party),
        is_of_dcc=bool(of_dcc),
    )
