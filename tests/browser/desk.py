"""What people at the desk do again and again: find a submission, take a step."""

from collections.abc import Callable

from playwright.sync_api import Page

from accounts.models import User
from tests.browser.people import sign_in


def at_the_desk(open_page: Callable[..., Page], person: User, **window: object) -> Page:
    """A window of this person's own, signed in."""
    page = open_page("/admin/", **window)
    sign_in(page, person.email)
    return page


def open_submission(page: Page, title: str) -> None:
    """From the desk to the submission of this title."""
    page.goto("/admin/")
    page.get_by_role("link", name="Submissions", exact=True).first.click()
    page.get_by_role("link", name=title, exact=True).click()


def press(page: Page, button: str) -> None:
    """Press the button of this name."""
    page.get_by_role("button", name=button, exact=True).click()


def take(page: Page, step: str, typed: str = "", label: str = "") -> None:
    """Take a step that asks something first: unfold it, type under its label, press it."""
    page.get_by_text(f"{step}…", exact=True).click()
    if typed:
        page.get_by_label(label).fill(typed)
    press(page, step)
