"""A manufacturer's release: uploaded, mended in place, sent, followed, and a receipt to keep."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.models import Submission
from tests.accounts.factories import OrganisationFactory, make_person
from tests.browser.desk import press
from tests.browser.looking import assert_accessible
from tests.browser.people import sign_in
from tests.registry import make_panel, reviewed
from tests.rows import numbered_row
from tests.submissions.importing import xlsx_file

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Release of spring"


def test_a_release_is_uploaded_mended_sent_and_followed(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    maker = make_person(organisation=OrganisationFactory(name="Fictional Meters Ltd"))
    page = open_page("/submissions/")
    sign_in(page, maker.email)

    assert_accessible(page)
    upload_with_a_wrong_value(page, tmp_path)
    mend_it_in_place(page)
    press(page, "Submit")
    expect(page.get_by_role("listitem").filter(has_text="Now with the Panel")).to_be_visible()

    by = make_panel().reviewer
    submissions_accept(submissions=[reviewed(Submission.objects.get(), by=by)], by=by)

    page.get_by_role("link", name="Your submissions").click()
    expect(page.get_by_role("row", name=TITLE)).to_contain_text("Accepted")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("link", name="publication 1")).to_be_visible()
    assert_accessible(page)
    keep_the_receipt(page, maker)
    assert_accessible(page)


def upload_with_a_wrong_value(page: Page, folder: Path) -> None:
    """The workbook is a draft of theirs; the findings name row, column and value."""
    page.get_by_role("link", name="Upload a workbook").click()
    assert_accessible(page)
    wrong = numbered_row(41, **{"Manufacturer code": "FA1"})
    page.get_by_label("Workbook").set_input_files(xlsx_file(folder, wrong))
    page.get_by_label("Title").fill(TITLE)
    press(page, "Upload and check")

    found = page.get_by_role("region", name="Findings")
    expect(found.get_by_role("row", name="Manufacturer code")).to_contain_text("FA1")
    assert_accessible(page)


def mend_it_in_place(page: Page) -> None:
    page.get_by_role("link", name="Mend row 2").click()
    assert_accessible(page)
    page.get_by_label("Manufacturer code", exact=True).fill("FA0A")
    press(page, "Save")

    expect(page.get_by_role("heading", name=TITLE)).to_contain_text("Draft")
    expect(page.get_by_role("link", name="Problems 0")).to_be_visible()


def keep_the_receipt(page: Page, maker: User) -> None:
    """The page to print says what the file says."""
    page.get_by_role("link", name="Receipt").click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download it as JSON").click()
    receipt = json.loads(kept.value.path().read_text())
    assert (receipt["sent_by"], receipt["state"]) == (maker.email, "accepted")
    expect(page.get_by_role("main")).to_contain_text(receipt["digest"])
