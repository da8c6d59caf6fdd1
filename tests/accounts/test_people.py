"""The questions that everything else asks about people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts import people
from accounts.models import Role, RoleHolding, User
from accounts.services import role_give, user_deactivate
from tests.accounts.factories import (
    BY,
    OrganisationFactory,
    UserFactory,
    make_holding,
    make_party,
    make_person,
    make_superuser,
)

pytestmark = pytest.mark.django_db
Question = Callable[[Any], bool]
QUESTIONS: list[Question] = [
    people.is_panel,
    people.is_panel_administrator,
    people.is_panel_reviewer,
    people.is_ssc,
    people.is_auditor,
    people.is_current_party_person,
    people.may_submit,
    people.may_manage_accounts,
]
ROLES = [
    (Role.PANEL_ADMINISTRATOR, {"is_panel", "is_panel_administrator", "may_submit"}),
    (Role.PANEL_REVIEWER, {"is_panel", "is_panel_reviewer"}),
    (Role.SECURITY_SUB_COMMITTEE, {"is_ssc"}),
    (Role.AUDITOR, {"is_auditor"}),
]


def yes(user: object) -> set[str]:
    """The names of the questions that are answered yes."""
    return {question.__name__ for question in QUESTIONS if question(user)}


@pytest.mark.parametrize(("role", "expected"), ROLES)
def test_role_in_force_answers_its_questions_and_no_others(role: Role, expected: set[str]) -> None:
    manages = {"may_manage_accounts"} if role == Role.PANEL_ADMINISTRATOR else set()

    assert yes(make_person(role)) == expected | manages


@pytest.mark.parametrize("nobody", [None, AnonymousUser(), User(email="unsaved@test.example")])
def test_nobody_is_anything(nobody: object) -> None:
    assert yes(nobody) == set()


def test_superuser_only_manages_accounts() -> None:
    assert yes(make_superuser()) == {"may_manage_accounts"}


def test_person_of_a_current_party_reads_and_submits() -> None:
    assert yes(make_person(organisation=make_party())) == {"is_current_party_person", "may_submit"}


def test_person_of_an_organisation_that_is_no_party_submits() -> None:
    assert yes(make_person(organisation=OrganisationFactory())) == {"may_submit"}


def test_party_ceases_for_its_people_at_midnight() -> None:
    party = make_party(ceased_on=datetime(2021, 6, 1, tzinfo=UTC).date())
    user = make_person(organisation=party)

    with time_machine.travel(datetime(2021, 5, 31, 23, 59, 59, tzinfo=UTC)):
        assert people.is_current_party_person(user)
    with time_machine.travel(datetime(2021, 6, 1, tzinfo=UTC)):
        assert not people.is_current_party_person(user)


@pytest.mark.parametrize(("role", "_expected"), ROLES)
def test_inactive_person_is_nobody(role: Role, _expected: set[str]) -> None:
    user = make_person(role, organisation=make_party())

    user_deactivate(user=user, reason="left", by=BY)

    # The instance still says that it is active, as one in a request under way would.
    assert user.is_active
    assert yes(user) == set()


def test_inactive_account_is_nobody_even_while_a_role_is_open() -> None:
    user = make_person(Role.PANEL_ADMINISTRATOR)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert yes(user) == set()


def test_role_is_in_force_from_its_start_until_its_end() -> None:
    now = timezone.now()
    user = UserFactory()
    role_give(
        user=user,
        role=Role.AUDITOR,
        reason="audit of the year",
        by=BY,
        starts=now + timedelta(days=1),
        until=now + timedelta(days=3),
    )

    assert not people.is_auditor(user)
    with time_machine.travel(now + timedelta(days=2), tick=False):
        assert people.is_auditor(user)
    with time_machine.travel(now + timedelta(days=3), tick=False):
        assert not people.is_auditor(user)
        assert RoleHolding.objects.get(user=user).state == "expired"


def test_ssc_members_are_those_in_force() -> None:
    first, second, third = make_person(Role.SECURITY_SUB_COMMITTEE), UserFactory(), UserFactory()
    make_holding(second, Role.SECURITY_SUB_COMMITTEE)
    role_give(user=third, role=Role.SECURITY_SUB_COMMITTEE, reason="waits", by=BY)

    assert set(people.ssc_members()) == {first, second}
