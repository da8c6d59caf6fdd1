"""People and organisations for tests, made through the same verbs as everywhere else.

The verbs ask the database about every constraint before they save, for the sake of a sentence
about what is wrong. Nothing is wrong here, and there are thousands of people: only the asking is
left out, and the constraints themselves stand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any
from unittest.mock import patch

from django.db.models import Model

from accounts.models import Organisation, Role, RoleHolding, User
from accounts.services import organisation_add, role_countersign, role_give, user_add
from sec_registry.notices.models import Notice

BY = "tests"
PASSWORD = "correct horse battery staple"  # made up for the tests
_numbers = count(1)


@contextmanager
def unasked() -> Iterator[None]:
    """Leave it to the database to refuse what its constraints forbid."""
    with patch.object(Model, "validate_constraints", return_value=None):
        yield


@unasked()
def OrganisationFactory(**facts: Any) -> Organisation:  # noqa: N802  # reads like a factory
    """An organisation; no SEC Party unless the facts say so."""
    return organisation_add(by=BY, **{"name": f"Organisation {next(_numbers)}", **facts})


def make_party(**facts: Any) -> Organisation:
    """A current SEC Party."""
    number = next(_numbers)
    party = {"name": f"Party {number}", "party_signifier": f"P{number}"}
    return OrganisationFactory(**{**party, "acceded_on": date(2013, 9, 23), **facts})


@unasked()
def UserFactory(**fields: Any) -> User:  # noqa: N802  # reads like a factory
    """An active person with the password ``PASSWORD``."""
    number = next(_numbers)
    person = {"email": f"person{number}@test.example", "name": f"Person {number}"}
    return user_add(by=BY, **{**person, "password": PASSWORD, **fields})


@unasked()
def make_superuser(**fields: Any) -> User:
    """An operator."""
    email = fields.pop("email", f"operator{next(_numbers)}@test.example")
    return User.objects.create_superuser(email, PASSWORD, by=BY, **{"name": "Operator", **fields})


def make_person(
    role: Role | None = None,
    organisation: Organisation | None = None,
    staff: bool = False,
    **fields: Any,
) -> User:
    """A person, holding the role in force when one is given."""
    user = UserFactory(organisation=organisation, is_staff=staff, **fields)
    if role is not None:
        make_holding(user, role)
    return user


@unasked()
def make_holding(user: User, role: Role, **terms: Any) -> RoleHolding:
    """A role in force; for the Security Sub Committee appointed or countersigned as it must be."""
    given = {"user": user, "role": role, "reason": "for a test", "by": BY, **terms}
    if role != Role.SECURITY_SUB_COMMITTEE:
        return role_give(**given)
    in_force = RoleHolding.objects.in_force().filter(role=role).exclude(user=user)
    first = in_force.select_related("user").first()
    if first is None:
        holding = role_give(**given, bootstrap=True)
    else:
        holding = role_countersign(holding=role_give(**given), by=first.user)
    # How people of tests came to their roles is no news.
    alerts = Notice.objects.filter(key__startswith="ssc-alert:", recipient__isnull=False)
    alerts._raw_delete(alerts.db)
    return holding
