"""Anybody reads what was published and compares, on a telephone and where no script runs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import assert_accessible, assert_no_sideways_scrolling
from tests.published import documents_of, publish, publish_numbers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def past() -> None:
    publish_numbers(1, 2)
    publish(documents_of(2, status="REMOVED"), change="removed")
    publish_numbers(3, model={"identifier": "0A01", "name": "W" * 60})


def test_publications_fit_a_telephone(open_page: Callable[..., Page]) -> None:
    page = open_page("/", width=390)
    page.get_by_role("link", name="Publications", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publications")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)

    page.get_by_role("link", name="What changed since publication 1").click()
    expect(page.get_by_text("Removed", exact=True)).to_be_visible()
    page.get_by_text("CPL 3", exact=True).click()
    expect(page.get_by_role("cell", name="W" * 60)).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)

    page.get_by_role("link", name="Publication 3", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publication 3")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_two_publications_are_compared_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("/publications/compare/", scripts=False)

    page.get_by_label("From publication").fill("3")
    page.get_by_label("To publication").fill("7")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("There is no publication 7 yet.")).to_be_visible()
    page.get_by_label("To publication").fill("1")
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_text("Reinstated", exact=True)).to_be_visible()
    expect(page.get_by_text("Not there yet", exact=True)).to_be_visible()
