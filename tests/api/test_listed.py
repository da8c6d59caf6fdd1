"""Lists without columns of a register are tables too: one row each, marked and kept nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from accounts.services import token_issue
from tests.accounts.factories import make_person
from tests.api.test_tables import table
from tests.notices.subscribing import by_email
from tests.registry import accept, make_panel
from tests.rows import numbered_row
from tests.zigbee.grants import asked, make_grant, make_member
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db


def rows(person: User, path: str, **query: str) -> list[dict[str, str]]:
    client = Client()
    client.force_login(person)
    answer: Any = client.get(f"/api/v1/{path}", {"format": "csv", **query})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    return table(answer)


def test_the_committees_lists_are_tables() -> None:
    accept(numbered_row(1), panel=make_panel())
    member, person = make_member(), make_person()
    asked(person)
    make_grant(member, person=person)

    (review,) = rows(member, "zigbee/reviews/")
    (stack,) = rows(member, "zigbee/reviews/stacks/")
    (request,) = rows(member, "zigbee/access-requests/")
    (grant,) = rows(person, "zigbee/grants/")

    assert (review["CPL number"], review["Radios: chipset vendor"]) == ("1", "Imaginary Silicon")
    for marked in (review, stack):
        assert marked["Marking"] == DZIR.marking
        assert marked["Recipient"] == member.email
    assert (request["Requester"], request["Scope: kind"]) == (person.email, "all")
    assert grant["Holder"] == request["Holder"]


def test_what_is_ones_own_is_a_table() -> None:
    person = make_person()
    token_issue(user=person, by=person, name="=1+1", life=timedelta(days=1), scopes=["read"])
    subscription = by_email(by=person, name="Meters")

    (token,) = rows(person, "tokens/")
    (own,) = rows(person, "subscriptions/")

    assert (token["Name"], token["Scopes"], token["Expired"]) == ("'=1+1", "read", "no")
    assert own["Name"] == "Meters"
    assert rows(person, f"subscriptions/{subscription.pk}/notices/") == []


def test_deliveries_are_a_table() -> None:
    accept(numbered_row(1), panel=make_panel())

    (stand,) = rows(make_person(Role.PANEL_REVIEWER), "deliveries/")

    assert (stand["Publication"], stand["Records"], stand["Overtaken"]) == ("1", "1", "0")
