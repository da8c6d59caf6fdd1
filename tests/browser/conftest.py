"""
A real browser against a real server: Debian's Chromium, driven over the server of the test.

Assumptions: nothing here is asynchronous, though the driver keeps an event loop in this thread, on
account of which Django would refuse the database. Without Chromium these tests are skipped on a
desk and fail where `CI` is set.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

#: What keeps Chromium from looking for its maker's hosts.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: So long something may take on a busy machine, in milliseconds; nothing waits without need.
PATIENCE = 60_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, started once."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("There is no chromium on the PATH: .ci/run installs it.")
        pytest.skip("There is no chromium on the PATH.")
    # As root it runs only without its own sandbox.
    sandbox = os.geteuid() != 0
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=found, args=list(QUIET), chromium_sandbox=sandbox
        )
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Open pages, each with cookies of its own; a fault on one fails the test."""
    opened, faults = [], []

    def at(address: str = "/", *, width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda got: faults.append(got.url) if got.status >= 500 else None)
        opened.append(context)
        page.goto(address)
        return page

    yield at
    for context in opened:
        context.close()
    assert faults == []
