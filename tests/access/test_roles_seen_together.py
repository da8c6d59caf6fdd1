"""A page's links ask about roles from one look; what reads a register asks afresh."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from accounts.people import is_auditor, is_panel, is_ssc, roles_seen_together
from accounts.services import role_end
from tests.accounts.factories import BY, make_holding, make_person

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
