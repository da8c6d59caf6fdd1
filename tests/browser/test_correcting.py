"""The Panel corrects its own slip of the pen; two people, and the record says so."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import at_the_desk, open_submission, press, take
from tests.browser.looking import assert_accessible
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "One letter of CPL 1"
REASON = "The letter was misread."


def test_a_typing_error_is_corrected_by_two_people(open_page: Callable[..., Page]) -> None:
    panel = make_panel()
    accept(numbered_row(41, **{"Model name": "Imaginary Oen"}), panel=panel)
    maker = at_the_desk(open_page, panel.administrator)
    reviewer = at_the_desk(open_page, panel.reviewer)

    propose_the_correction(maker)
    accept_the_correction(reviewer)

    record = maker.request.get("/api/v1/cpl/device-models/1").json()
    assert record["model"]["name"] == "Imaginary One"
    assert (record["amended_in"], record["correction"]["reason"]) == (None, REASON)
    open_record(maker)
    expect(maker.get_by_role("row", name="Corrected")).to_be_visible()
    expect(maker.get_by_text(REASON).first).to_be_visible()
    assert_accessible(maker)


def open_record(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Device Models", exact=True).click()
    page.get_by_role("link", name="1", exact=True).click()


def propose_the_correction(maker: Page) -> None:
    open_record(maker)
    maker.get_by_role("link", name="Change", exact=True).click()
    maker.get_by_role("link", name="Correct", exact=True).click()
    maker.get_by_label("Model name", exact=True).fill("Imaginary One")
    maker.get_by_label("Reason", exact=True).fill(REASON)
    maker.get_by_label("Reason public", exact=True).select_option("yes")
    maker.get_by_label("Title").fill(TITLE)
    assert_accessible(maker)
    press(maker, "Save and submit")

    expect(maker.get_by_text("was sent to the Panel")).to_be_visible()


def accept_the_correction(reviewer: Page) -> None:
    open_submission(reviewer, TITLE)
    press(reviewer, "Start the review")
    changed = reviewer.get_by_role("row", name="Model name Imaginary Oen Imaginary One")
    expect(changed).to_be_visible()
    take(reviewer, "Accept")

    expect(reviewer.get_by_role("link", name="Publication 2")).to_be_visible()
