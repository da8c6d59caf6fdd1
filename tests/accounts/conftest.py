"""People in the roles that the tests of accounts ask for."""

import pytest

from accounts.models import Role, User
from tests.accounts.factories import make_person, make_superuser


@pytest.fixture
def administrator(db: None) -> User:
    """Panel administrator with the admin open to them."""
    return make_person(Role.PANEL_ADMINISTRATOR, staff=True, name="Ada Administrator")


@pytest.fixture
def reviewer(db: None) -> User:
    """Panel reviewer with the admin open to them."""
    return make_person(Role.PANEL_REVIEWER, staff=True, name="Rolf Reviewer")


@pytest.fixture
def member(db: None) -> User:
    """First member of the Security Sub Committee, with the admin open to them."""
    return make_person(Role.SECURITY_SUB_COMMITTEE, staff=True, name="Sefa Member")


@pytest.fixture
def superuser(db: None) -> User:
    """An operator."""
    return make_superuser()


@pytest.fixture
def person(db: None) -> User:
    """Somebody without organisation and role."""
    return make_person(name="Pat Person")
