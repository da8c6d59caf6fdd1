"""Workbooks at the desk: what is found, what is waived, and one publication for several."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import at_the_desk, open_submission, press
from tests.browser.looking import assert_accessible
from tests.registry import make_panel
from tests.rows import Cells, numbered_row
from tests.submissions.importing import xlsx_file

pytestmark = pytest.mark.django_db(transaction=True)

UNUSUAL = {"Model identifier": "0A1"}


def test_two_workbooks_are_accepted_together_as_one_publication(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    panel = make_panel()
    maker = at_the_desk(open_page, panel.administrator)
    reviewer = at_the_desk(open_page, panel.reviewer)

    upload(maker, "Spring", tmp_path, numbered_row(41), numbered_row(42, **UNUSUAL))
    expect(maker.get_by_role("link", name="Advisories 1")).to_be_visible()
    assert_accessible(maker)
    press(maker, "Submit")
    upload(maker, "Summer", tmp_path, numbered_row(43))
    press(maker, "Submit")

    review_and_waive(reviewer, "Spring")
    open_submission(reviewer, "Summer")
    press(reviewer, "Start the review")
    accept_both(reviewer)

    expect(reviewer.get_by_text("2 submissions accepted in publication 1.")).to_be_visible()
    listed = maker.request.get("/api/v1/cpl/device-models/?publication=1").json()
    assert [each["cpl_number"] for each in listed["results"]] == [1, 2, 3]


def test_a_workbook_with_problems_is_a_draft_that_names_them(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    maker = at_the_desk(open_page, make_panel().administrator)

    upload(maker, "Wrong", tmp_path, numbered_row(41, **{"Manufacturer code": "FA1"}))
    found = maker.get_by_role("region", name="Findings")
    expect(found.get_by_role("row", name="2 Manufacturer code")).to_contain_text("FA1")
    press(maker, "Submit")

    expect(maker.get_by_text("Problems stand in the way")).to_be_visible()
    expect(maker.get_by_role("heading", level=1)).to_contain_text("Draft")


def upload(maker: Page, title: str, folder: Path, *rows: Cells) -> None:
    maker.goto("/admin/")
    maker.get_by_role("link", name="Upload a workbook").click()
    maker.get_by_label("Workbook").set_input_files(xlsx_file(folder, *rows))
    maker.get_by_label("Title").fill(title)
    press(maker, "Upload and check")

    expect(maker.get_by_text("Read models.xlsx")).to_be_visible()


def review_and_waive(reviewer: Page, title: str) -> None:
    open_submission(reviewer, title)
    press(reviewer, "Start the review")
    reviewer.get_by_role("link", name="Advisories 1").click()
    reviewer.get_by_label("because").fill("This maker always writes three digits.")
    press(reviewer, "Waive")

    expect(reviewer.get_by_text("were waived")).to_be_visible()
    assert_accessible(reviewer)


def accept_both(reviewer: Page) -> None:
    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name="Submissions", exact=True).first.click()
    reviewer.get_by_role("checkbox", name="Select all").check()
    reviewer.get_by_role("combobox", name="Action").select_option(
        "Accept the chosen ones together, as one publication"
    )
    press(reviewer, "Go")
    expect(reviewer.get_by_role("heading", name="What is accepted together")).to_be_visible()
    press(reviewer, "Accept and publish")
