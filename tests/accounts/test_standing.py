"""The one look at a person says what the querysets say, for every way of being in force or not."""

from datetime import timedelta
from itertools import combinations, product

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Organisation, Role, RoleHolding, User
from accounts.standing import standing_of
from sec_registry.audit.acting import acting
from tests.accounts.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_people(count: int) -> list[User]:
    """So many people, every seventh of them inactive, in one query."""
    unusable = make_password(None)
    people = [
        User(
            email=f"many{n}@test.example", name=f"Many {n}", password=unusable, is_active=n % 7 > 0
        )
        for n in range(count)
    ]
    return User.objects.bulk_create(people)


def test_roles_are_those_in_force() -> None:
    now, signer = timezone.now(), UserFactory()
    terms = [
        (role, starts, until, ended, signed, bootstrap)
        for role, starts, until, ended, (signed, bootstrap) in product(
            (Role.AUDITOR, Role.SECURITY_SUB_COMMITTEE),
            (now - 2 * DAY, now, now + DAY),
            (None, now - DAY, now, now + 2 * DAY),
            (None, now - DAY),
            ((None, False), (signer, False), (None, True)),
        )
        if (until is None or until > starts) and (role != Role.AUDITOR or not (signed or bootstrap))
    ]
    people = make_people(len(terms))
    with acting(by="tests"):
        RoleHolding.objects.bulk_create(
            RoleHolding(
                user=person,
                role=role,
                starts=starts,
                until=until,
                ended_at=ended,
                ended_by_text="tests" if ended else "",
                given_by_text="tests",
                countersigned_by=signed,
                countersigned_at=now if signed else None,
                bootstrap=bootstrap,
            )
            for person, (role, starts, until, ended, signed, bootstrap) in zip(
                people, terms, strict=True
            )
        )

    with time_machine.travel(now, tick=False):
        expected = set(RoleHolding.objects.in_force().values_list("user", "role"))
        looks = {person.pk: standing_of(person.pk).roles for person in people}

    assert {(key, role) for key, roles in looks.items() for role in roles} == expected
    assert 0 < len(expected) < len(terms)


def test_parties_are_the_current_ones() -> None:
    today = timezone.localdate()
    dates = (today - 2 * DAY, today - DAY, today, today + DAY, today + 2 * DAY)
    terms = [(None, None), *((acceded, None) for acceded in dates), *combinations(dates, 2)]
    people = [UserFactory(organisation=OrganisationFactory()) for _ in terms]
    for person, (acceded, ceased) in zip(people, terms, strict=True):
        Organisation.objects.filter(people=person).update(acceded_on=acceded, ceased_on=ceased)

    for on in (None, today - DAY, today + DAY):
        parties = set(Organisation.objects.current_parties(on).values_list("pk", flat=True))
        found = {
            person.organisation_id
            for person in people
            if standing_of(person.pk, on).is_of_a_current_party
        }
        assert found == parties
        assert parties


def test_nobody_stands_nowhere() -> None:
    assert standing_of(0) == standing_of(10**6)
    assert not standing_of(0).roles
