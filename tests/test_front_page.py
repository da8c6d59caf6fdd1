"""The front page: where everybody arrives."""

import re

import pytest
from django.test import Client

from accounts.models import Role
from tests.accounts.factories import OrganisationFactory, make_party, make_person
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


def test_front_page_before_the_first_publication(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Nothing is published yet." in answer.content.decode()


@pytest.mark.parametrize("role", [None, Role.SECURITY_SUB_COMMITTEE, Role.PANEL_REVIEWER])
def test_front_page_counts_the_open_register_only(client: Client, role: Role | None) -> None:
    accept(*(numbered_row(n) for n in range(1, 4)), panel=make_panel())
    if role is not None:
        client.force_login(make_person(role=role))

    page = client.get("/").content.decode()
    # The day and minute of the publication may end in a three themselves.
    page = re.sub(r"<time.*?</time>", "", page)

    assert "Publication 1," in page
    assert "3 Device Models" in page
    assert "Access is managed by the Security Sub Committee (F2.38)" in page
    assert "SEC Parties only" in page
    assert page.count("3 ") == page.count("3 Device Models")


@pytest.mark.parametrize(("party", "closed"), [(True, 1), (False, 2)])
def test_it_leads_to_a_restricted_register_whoever_may_read_it(
    client: Client, party: bool, closed: int
) -> None:
    organisation = make_party() if party else OrganisationFactory()
    client.force_login(make_person(organisation=organisation))

    page = client.get("/").content.decode()

    assert ("Firmware records" in page) == party
    assert page.count("Not open to you") == closed
    assert "Zigbee records" not in page
