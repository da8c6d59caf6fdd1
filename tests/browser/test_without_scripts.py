"""Everything that must be done can be done where no script runs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import at_the_desk, press
from tests.browser.entering import fill_in
from tests.registry import make_panel
from tests.rows import numbered_row
from tests.submissions.importing import csv_file

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_workbook_is_uploaded_and_submitted(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = at_the_desk(open_page, make_panel().administrator, scripts=False)

    page.get_by_role("link", name="Upload a workbook").click()
    page.get_by_label("Workbook").set_input_files(csv_file(tmp_path, numbered_row(41)))
    press(page, "Upload and check")
    press(page, "Submit")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Submitted")


def test_the_form_gives_more_rows_and_submits(open_page: Callable[..., Page]) -> None:
    page = at_the_desk(open_page, make_panel().administrator, scripts=False)

    page.get_by_role("link", name="Add Device Model").click()
    fill_in(page, numbered_row(41))
    press(page, "Save and submit")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Submitted")
