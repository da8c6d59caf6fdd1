"""Those who send Device Models in and those who decide, each with a client of their own."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.factories import OrganisationFactory, make_person
from tests.api.conftest import Reading
from tests.registry import Panel, make_panel


@pytest.fixture
def maker_person(db: None) -> User:
    """One of a Manufacturer's people, who may read neither FIR nor DZIR."""
    return make_person(organisation=OrganisationFactory(name="Fictional Meters Ltd"))


@pytest.fixture
def maker(maker_person: User, reading: Reading) -> Client:
    """The client of the Manufacturer's system."""
    return reading(maker_person)


@pytest.fixture
def stranger(db: None, reading: Reading) -> Client:
    """The client of somebody who may submit, and has no hand in what others make."""
    return reading(make_person(organisation=OrganisationFactory(name="Passing Test House")))


@pytest.fixture
def panel_people(db: None) -> Panel:
    """The Panel's administrator and reviewer."""
    return make_panel()


@pytest.fixture
def reviewer(panel_people: Panel, reading: Reading) -> Client:
    """The client of the Panel's reviewer."""
    return reading(panel_people.reviewer)


@pytest.fixture
def administrator(panel_people: Panel, reading: Reading) -> Client:
    """The client of the Panel's administrator."""
    return reading(panel_people.administrator)
