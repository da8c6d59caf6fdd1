"""Signing in at the desk, as a person does it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from tests.accounts.factories import make_person
from tests.browser.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reviewer() -> User:
    return make_person(Role.PANEL_REVIEWER, staff=True)


def test_a_reviewer_signs_in_and_meets_the_desk(
    reviewer: User, open_page: Callable[..., Page]
) -> None:
    page = open_page("/admin/")

    sign_in(page, reviewer.email)

    expect(page.get_by_role("heading", name="Desk")).to_be_visible()


def test_a_wrong_password_is_told(reviewer: User, open_page: Callable[..., Page]) -> None:
    page = open_page("/admin/")

    sign_in(page, reviewer.email, "not it")

    expect(page.get_by_role("alert")).to_contain_text("correct email address and password")
