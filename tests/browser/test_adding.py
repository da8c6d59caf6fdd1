"""A Device Model from the form to the list: two people, one return, one publication."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import at_the_desk, open_submission, press, take
from tests.browser.entering import fill_in
from tests.browser.looking import assert_accessible
from tests.registry import make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "A new electricity meter"
LIST = "/api/v1/cpl/device-models/1"


def test_a_device_model_is_added_returned_mended_and_accepted(
    open_page: Callable[..., Page],
) -> None:
    panel = make_panel()
    maker = at_the_desk(open_page, panel.administrator)
    reviewer = at_the_desk(open_page, panel.reviewer)

    submit_with_a_wrong_value_first(maker)
    return_with_a_comment(reviewer)
    mend_what_came_back(maker)
    review_what_changed(reviewer)
    assert_not_for_the_maker_to_accept(maker)
    assert maker.request.get(LIST).status == 404
    take(reviewer, "Accept")
    expect(reviewer.get_by_role("link", name="Publication 1")).to_be_visible()

    assert_listed(maker)
    listed = maker.request.get(LIST).json()
    assert (listed["status"], listed["model"]["name"]) == ("CURRENT", "Imaginary Won")


def submit_with_a_wrong_value_first(maker: Page) -> None:
    """The problem stands at its field; nothing is sent until it is mended."""
    maker.get_by_role("link", name="Add Device Model").click()
    assert_accessible(maker)
    fill_in(maker, numbered_row(41, **{"Manufacturer code": "FA1"}))
    maker.get_by_label("Title").fill(TITLE)
    press(maker, "Save and submit")

    field = maker.get_by_label("Manufacturer code", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Found FA1"))
    assert_accessible(maker)
    field.fill("FA0A")
    press(maker, "Save and submit")

    expect(maker.get_by_text("was sent to the Panel")).to_be_visible()


def return_with_a_comment(reviewer: Page) -> None:
    open_submission(reviewer, TITLE)
    press(reviewer, "Start the review")
    reviewer.get_by_label("Comment on row 1").fill("The label says Won.")
    take(reviewer, "Return to its makers", "One name to look at.", "What has to be mended")

    expect(reviewer.get_by_role("heading", level=1)).to_contain_text("Returned")


def mend_what_came_back(maker: Page) -> None:
    open_submission(maker, TITLE)
    expect(maker.get_by_role("row", name="The label says Won.")).to_be_visible()
    maker.get_by_role("link", name="Edit row 1").click()
    maker.get_by_label("Model name", exact=True).fill("Imaginary Won")
    press(maker, "Save and submit")

    expect(maker.get_by_text("was sent to the Panel")).to_be_visible()


def review_what_changed(reviewer: Page) -> None:
    """The reviewer sees the one field that is otherwise than when it was returned."""
    open_submission(reviewer, TITLE)
    press(reviewer, "Start the review")
    since = reviewer.get_by_role("region", name="Returned to its makers")
    expect(since.get_by_role("row", name="Model name Imaginary One Imaginary Won")).to_be_visible()
    assert_accessible(reviewer)


def assert_not_for_the_maker_to_accept(maker: Page) -> None:
    """Under review the Panel's administrator, who made it, has nothing to accept it by."""
    open_submission(maker, TITLE)
    expect(maker.get_by_role("heading", level=1)).to_contain_text("In review")
    expect(maker.get_by_text("Withdraw…", exact=True)).to_be_visible()
    expect(maker.get_by_text("Accept…", exact=True)).to_have_count(0)


def assert_listed(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Device Models", exact=True).click()
    page.get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_text("Imaginary Won").first).to_be_visible()
    assert_accessible(page)
