"""Which records DCC has not loaded, today and as a publication held them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from sec_registry.registers.loading import Loading, loading_of, not_loaded
from tests.deliveries.world import enter, make_dcc_person
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed() -> None:
    """101: loaded, then changed. 102: loaded since. 103: failed. 104: only its change is loaded."""
    dcc = make_dcc_person()
    publish_numbers(101, 102, 103, 104)
    publish_numbers(101, 104, hardware_version="0200")
    enter(1, (101, "loaded"), (102, "loaded"), by=dcc)
    enter(1, (103, "failed"), by=dcc, reason="not known there")
    enter(2, (104, "loaded"), by=dcc)


@pytest.mark.usefixtures("followed")
def test_record_is_loaded_when_its_last_change_or_a_later_one_is() -> None:
    assert not_loaded([101, 102, 103, 104]) == {101, 103}
    assert loading_of([101, 102, 103, 104]) == {
        101: Loading(changed_in=2, loaded_in=1),
        102: Loading(changed_in=1, loaded_in=1),
        103: Loading(changed_in=1, loaded_in=None),
        104: Loading(changed_in=2, loaded_in=2),
    }


@pytest.mark.usefixtures("followed")
def test_earlier_form_counts_as_loaded_where_it_or_a_later_one_was() -> None:
    assert not_loaded([101, 102, 103, 104], publication=1) == {103}


@pytest.mark.usefixtures("followed")
def test_number_that_nobody_published_is_not_loaded() -> None:
    assert not_loaded([102, 999]) == {999}
    assert not_loaded([]) == set()
    assert loading_of([999]) == {}


def test_result_that_went_back_is_not_loaded_any_more() -> None:
    dcc = make_dcc_person()
    publish_numbers(101)
    enter(1, (101, "loaded"), by=dcc)
    enter(1, (101, "failed"), by=dcc, reason="taken out again")

    assert not_loaded([101]) == {101}


def test_many_numbers_are_asked_about_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish_numbers(*range(1, 1201))

    with django_assert_num_queries(1):
        assert len(not_loaded(range(1, 1201), publication=1)) == 1200
