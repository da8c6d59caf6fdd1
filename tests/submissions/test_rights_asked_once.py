"""One look is made of one right; the next asks anew."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from accounts.services import role_end
from sec_registry.registers.catalogue import register
from sec_registry.submissions.rights import beyond_reach, rights_asked_once
from tests.accounts.factories import BY, make_holding, make_person

pytestmark = pytest.mark.django_db


def test_inside_the_block_one_answer_stands(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person, fir = make_person(Role.PANEL_REVIEWER), register("firmware")
    with rights_asked_once():
        first = beyond_reach(fir, person)
        with django_assert_num_queries(0):
            again = beyond_reach(fir, person)

    assert (first, again) == (False, False)


def test_of_each_person_and_register_apart() -> None:
    reviewer, stranger = make_person(Role.PANEL_REVIEWER), make_person()
    with rights_asked_once():
        answers = [
            beyond_reach(register(code), person)
            for code in ("cpl", "firmware", "zigbee")
            for person in (reviewer, stranger)
        ]

    assert answers == [False, False, False, True, True, True]


def test_after_the_block_a_right_that_ended_is_over() -> None:
    person, fir = make_person(), register("firmware")
    holding = make_holding(person, Role.PANEL_REVIEWER)
    with rights_asked_once():
        before = beyond_reach(fir, person)
        role_end(holding=holding, reason="over", by=BY)

    assert (before, beyond_reach(fir, person)) == (False, True)
