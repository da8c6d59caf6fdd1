"""The desk on a telephone: no page is wider than the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import at_the_desk
from tests.browser.looking import assert_accessible, assert_no_sideways_scrolling
from tests.registry import Panel, in_review, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def panel() -> Panel:
    return make_panel()


def test_the_form_fits_a_telephone(panel: Panel, open_page: Callable[..., Page]) -> None:
    page = at_the_desk(open_page, panel.administrator, width=390)
    assert_no_sideways_scrolling(page)

    page.get_by_role("link", name="Add Device Model").click()
    expect(page.get_by_role("button", name="Save and submit")).to_be_visible()

    assert_no_sideways_scrolling(page)
    assert_accessible(page)


def test_a_submission_under_review_fits_a_telephone(
    panel: Panel, open_page: Callable[..., Page]
) -> None:
    row = numbered_row(41, **{"Release notes": "w" * 300})
    in_review(row, by=panel.administrator, reviewer=panel.reviewer)
    page = at_the_desk(open_page, panel.reviewer, width=390)

    page.get_by_role("link", name="Submissions", exact=True).first.click()
    expect(page.get_by_role("link", name="Test", exact=True)).to_be_visible()
    assert_no_sideways_scrolling(page)
    page.get_by_role("link", name="Test", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("In review")

    assert_accessible(page)
    assert_no_sideways_scrolling(page)
