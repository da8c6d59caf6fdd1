"""A Party follows a Device Model's pathways on a telephone, by links in the picture too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.factories import make_party, make_person
from tests.browser.looking import assert_accessible, assert_no_sideways_scrolling
from tests.browser.people import sign_in
from tests.published import documents_of, publish

pytestmark = pytest.mark.django_db(transaction=True)


def test_pathways_are_read_and_followed_on_a_telephone(open_page: Callable[..., Page]) -> None:
    records = [documents_of(number) for number in range(1, 9)]
    block = {"cpl_number": 1, "reason": "W" * 80, "since": "2025-01-02"}
    records[7]["firmware"]["upgrade"] = {"state": "listed", "baselines": [], "blocked": [block]}
    # Side by side they are wider than the telephone.
    for each in records[1:7]:
        each["firmware"]["upgrade"] = {"state": "listed", "baselines": [1], "blocked": []}
    publish(*records)
    page = open_page("/pathways/", width=390)
    sign_in(page, make_person(organisation=make_party()).email)
    page.get_by_label("CPL number").fill("1")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Upgrade pathways of CPL 1")

    expect(page.get_by_text("There are 6 newest")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("link", name="CPL 8, firmware version 00000008, no way").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Upgrade pathways of CPL 8")
    expect(page.get_by_text("No way leads to CPL 8.")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
