"""What the tests of notices share."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.notices.receiving import Receiver, receiver


@pytest.fixture
def at_home(settings: Settings) -> Iterator[Receiver]:
    """A receiver on this machine, which webhooks may reach in this test."""
    settings.WEBHOOKS_ANYWHERE = True
    with receiver() as made:
        yield made
