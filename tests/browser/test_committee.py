"""The Security Sub Committee: reviews Zigbee records, and says who else may read one (F2.38)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.accounts.factories import make_person
from tests.browser.desk import at_the_desk, press
from tests.browser.looking import assert_accessible
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db(transaction=True)

CONCERN = "A weakness in this stack is known."
STACK = "HouseOfCards 1.2.3.4"
CLOSED = "Access is managed by the Security Sub Committee (F2.38)"


def test_the_committee_reviews_and_shares_a_single_record(open_page: Callable[..., Page]) -> None:
    panel = make_panel()
    accept(numbered_row(1), numbered_row(2), panel=panel)
    member = at_the_desk(open_page, make_person(Role.SECURITY_SUB_COMMITTEE, staff=True))
    guest = make_person(staff=True)
    reader = at_the_desk(open_page, guest)

    open_records(member)
    assert_accessible(member)
    review_one_and_doubt_the_other(member)
    open_records(reader)
    expect(reader.get_by_text(CLOSED)).to_be_visible()

    share_the_first_with(member, guest.email)

    open_records(reader)
    expect(reader.get_by_role("link", name="1", exact=True)).to_be_visible()
    expect(reader.get_by_role("link", name="2", exact=True)).to_have_count(0)
    reader.get_by_role("link", name="1", exact=True).click()
    expect(reader.get_by_role("cell", name=STACK)).to_be_visible()
    expect(reader.get_by_role("link", name="Object permissions")).to_have_count(0)
    assert_accessible(reader)


def test_the_panel_reads_who_manages_access_and_nothing_else(
    open_page: Callable[..., Page],
) -> None:
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    page = at_the_desk(open_page, panel.reviewer)

    open_records(page)

    expect(page.get_by_role("main")).to_contain_text(CLOSED)
    expect(page.get_by_role("table")).to_have_count(0)
    assert STACK not in page.content()
    assert_accessible(page)


def open_records(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Zigbee records", exact=True).click()


def review_one_and_doubt_the_other(member: Page) -> None:
    act(member, 1, "Mark as reviewed")
    expect(member.get_by_text("1 record: reviewed.")).to_be_visible()

    act(member, 2, "Raise a concern")
    member.get_by_label("Concern").fill(CONCERN)
    assert_accessible(member)
    press(member, "Raise the concern")
    expect(member.get_by_text("1 record: concern raised.")).to_be_visible()

    member.get_by_role("link", name="2", exact=True).click()
    expect(member.get_by_role("cell", name=CONCERN)).to_be_visible()


def act(member: Page, number: int, action: str) -> None:
    """Choose the record of this CPL number in the list, and the action for it."""
    member.get_by_role("checkbox", name=f"CPL {number}").check()
    member.get_by_role("combobox", name="Action").select_option(action)
    press(member, "Go")


def share_the_first_with(member: Page, email: str) -> None:
    open_records(member)
    member.get_by_role("link", name="1", exact=True).click()
    member.get_by_role("link", name="Object permissions").click()
    member.get_by_label("Person").fill(email)
    member.get_by_label("Purpose").fill("Inquiry 3, minute 12")
    member.get_by_label("Last day").fill((timezone.now() + timedelta(days=30)).date().isoformat())
    assert_accessible(member)
    press(member, "Give access")

    grants = member.get_by_role("table")
    expect(grants.get_by_role("row", name="Inquiry 3, minute 12")).to_be_visible()
