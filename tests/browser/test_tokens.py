"""A Party's first call to the API: the token is made in the browser, the call is a program's."""

from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accounts.factories import make_party, make_person
from tests.browser.desk import press
from tests.browser.looking import assert_accessible, assert_no_sideways_scrolling
from tests.browser.people import sign_in
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_party_makes_a_token_calls_with_it_and_revokes_it(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    accept(numbered_row(1), panel=make_panel())
    person = make_person(organisation=make_party())
    page = open_page("/tokens/", width=390)
    sign_in(page, person.email)
    record = f"{live_server.url}/api/v1/firmware/records/1"

    page.get_by_label("Name").fill("Meter data warehouse")
    assert_accessible(page)
    press(page, "Make the token")
    token = page.get_by_label("Token", exact=True).input_value()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    called = requests.get(record, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    page.get_by_role("link", name="Revoke Meter data warehouse").click()
    press(page, "Revoke it")
    expect(page.get_by_text("is revoked")).to_be_visible()
    refused = requests.get(record, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    assert called.json()["release_notes"] == "First release."
    assert refused.status_code == 401
