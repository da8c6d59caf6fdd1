"""Who asks for access to Zigbee records in these tests, and who decides."""

import pytest

from accounts.models import User
from tests.accounts.factories import make_person
from tests.zigbee.grants import make_member


@pytest.fixture
def member() -> User:
    """A member of the Security Sub Committee."""
    return make_member()


@pytest.fixture
def other(member: User) -> User:
    """Another member, who came later."""
    return make_member()


@pytest.fixture
def person() -> User:
    """Somebody without a role."""
    return make_person()
