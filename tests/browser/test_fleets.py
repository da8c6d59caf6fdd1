"""A Party sends an inventory on a telephone, reads its waves and takes them away as a table."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.factories import make_party, make_person
from tests.browser.looking import assert_accessible, assert_no_sideways_scrolling
from tests.browser.people import sign_in
from tests.firmware.fleet.fleets import publish_list

#: What lies around a page: that of paper is white, however dark the screen.
SURROUND = """() => [
    getComputedStyle(document.body).backgroundColor,
    getComputedStyle(document.documentElement).colorScheme,
]"""

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_inventory_is_sent_planned_and_taken_away(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    publish_list()
    file = tmp_path / "fleet.csv"
    file.write_text("CPL number,Device type,Count\n101,,ten\n103,,2\n110,CHF,3\n110,GPF,4\n")
    page = open_page("/fleet-plan/", width=390)
    sign_in(page, make_person(organisation=make_party()).email)
    page.get_by_label("A csv file").set_input_files(file)
    page.get_by_role("button", name="Make the plan").click()

    expect(page.get_by_role("alert")).to_contain_text("Row 2, count")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    file.write_text(file.read_text().replace("ten", "10"))
    page.get_by_label("A csv file").set_input_files(file)
    page.get_by_role("button", name="Make the plan").click()

    expect(page.get_by_role("heading", name="Wave 1")).to_be_visible()
    expect(page.get_by_text("16 devices in 4 rows")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(SURROUND) == ["rgb(255, 255, 255)", "light"]
    page.emulate_media(media="screen", color_scheme="light")
    with page.expect_download() as taken:
        page.get_by_role("link", name="waves (csv)").click()
    lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Wave,CPL number,From,Devices")
    assert lines[1].startswith("1,")
    page.get_by_role("button", name="Delete the inventory").click()

    expect(page.get_by_text("None is kept.")).to_be_visible()
