"""A page's links ask about roles from one look; what reads a register asks afresh."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from accounts.people import (
    is_auditor,
    is_panel,
    is_ssc,
    may_manage_accounts,
    may_submit,
    roles_seen_together,
)
from accounts.services import role_end
from tests.accounts.factories import (
    BY,
    OrganisationFactory,
    make_holding,
    make_person,
    make_superuser,
)

pytestmark = pytest.mark.django_db


def test_one_look_answers_every_question(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    auditor, other = make_person(Role.AUDITOR), make_person()

    with django_assert_num_queries(2), roles_seen_together():
        answers = [is_auditor(auditor), is_panel(auditor), is_ssc(auditor), is_auditor(other)]

    assert answers == [True, False, False, False]


def test_after_the_block_a_role_that_ended_is_over() -> None:
    person = make_person()
    holding = make_holding(person, Role.AUDITOR)
    with roles_seen_together():
        assert is_auditor(person)
        role_end(holding=holding, reason="over", by=BY)

    assert not is_auditor(person)


def test_a_new_block_looks_anew() -> None:
    person = make_person()
    with roles_seen_together():
        assert not is_auditor(person)
    make_holding(person, Role.AUDITOR)

    with roles_seen_together():
        assert is_auditor(person)


def test_the_account_itself_is_part_of_the_look(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keeper, maker = make_superuser(), make_person(organisation=OrganisationFactory())

    with django_assert_num_queries(2), roles_seen_together():
        answers = [may_manage_accounts(keeper), may_submit(keeper)]
        answers += [may_manage_accounts(maker), may_submit(maker)]

    assert answers == [True, False, False, True]


def test_a_closed_account_holds_nothing_in_the_look() -> None:
    person = make_person(Role.AUDITOR)
    User.objects.filter(pk=person.pk).update(is_active=False)

    with roles_seen_together():
        answers = [is_auditor(person), may_manage_accounts(person), may_submit(person)]

    assert answers == [False, False, False]
