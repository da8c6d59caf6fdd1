"""The submitters' pages on a telephone and where no script runs: from a file to its receipt."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.accounts.factories import OrganisationFactory, make_person
from tests.browser.desk import press
from tests.browser.entering import fill_in
from tests.browser.looking import assert_accessible, assert_no_sideways_scrolling
from tests.browser.people import sign_in
from tests.rows import numbered_row
from tests.submissions.importing import csv_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maker() -> User:
    return make_person(organisation=OrganisationFactory())


def at_work(open_page: Callable[..., Page], person: User, **window: object) -> Page:
    """A window of this person's own, signed in at their submissions."""
    page = open_page("/submissions/", **window)
    sign_in(page, person.email)
    return page


def fits(page: Page) -> None:
    """The page is accessible, and as wide as the telephone."""
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_a_workbook_is_uploaded_mended_and_sent_on_a_telephone(
    maker: User, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = at_work(open_page, maker, width=390)
    fits(page)
    page.get_by_role("link", name="Upload a workbook").click()
    press(page, "Upload and check")
    fits(page)

    bad = numbered_row(41, **{"Manufacturer code": "FA1", "Release notes": "w" * 300})
    page.get_by_label("Workbook").set_input_files(csv_file(tmp_path, bad))
    press(page, "Upload and check")
    fits(page)
    page.get_by_role("link", name="Mend row 2").first.click()
    fits(page)
    page.get_by_label("Manufacturer code").fill("FA0A")
    press(page, "Save")
    press(page, "Submit")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Submitted")
    fits(page)
    page.get_by_role("link", name="Your receipt").click()
    fits(page)
    expect(page.get_by_text("FA0A", exact=True)).to_be_visible()
    page.get_by_role("link", name="Your submissions").click()
    fits(page)


def test_a_device_model_is_typed_and_sent_without_scripts(
    maker: User, open_page: Callable[..., Page]
) -> None:
    page = at_work(open_page, maker, scripts=False)

    page.get_by_role("link", name="Add a Device Model").click()
    fill_in(page, numbered_row(41))
    press(page, "Save and submit")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Submitted")
