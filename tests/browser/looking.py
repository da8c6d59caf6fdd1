"""What every page of a story must be, whoever looks at it and at whatever width."""

# The package says nothing of its types.
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

#: WCAG 2.2 at level AA, as axe-core names its rules.
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def assert_accessible(page: Page) -> None:
    """The accessibility engine finds nothing on the page, once it has loaded."""
    page.wait_for_load_state()
    found = Axe().run(page, options={**WCAG, "resultTypes": ["violations"]})
    assert not found.response["violations"], found.generate_report()


def assert_no_sideways_scrolling(page: Page) -> None:
    """The page is as wide as the window at most, once it has loaded, and so is a list on it."""
    page.wait_for_load_state()
    wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window."
    lists = page.locator("#changelist .results")
    hidden = lists.evaluate_all("found => found.map(each => each.scrollWidth - each.clientWidth)")
    assert all(each <= 0 for each in hidden), f"{page.url} hides {hidden} px of its list."
