"""The committee's page: everything that waits, the security query, and nothing for anybody else."""

from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from accounts.services import role_give
from sec_registry.registers.disclosure import NotRecorded
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person, make_superuser
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import asked, make_grant, two_members_needed
from zigbee.models import ZigbeeRecord
from zigbee.pages import committee, security
from zigbee.questions import questions_ask
from zigbee.reviews import records_review

ADDRESS = "/zigbee/"
QUESTION = {"vendor": "imaginary silicon", "below": "HouseOfCards 7.4.10"}
#: What no one but a member may meet.
RESTRICTED = ("Imaginary Silicon", "HouseOfCards", "Tower 2", "Too old.", "An odd wish")


def read(person: User, **query: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(ADDRESS, query)


def disclosed() -> list[tuple[list[int], str]]:
    found = Disclosure.objects.filter(register="zigbee", outcome="disclosed").order_by("pk")
    assert {(each.channel, each.route) for each in found} <= {("page", ADDRESS)}
    return [(each.numbers, each.subject) for each in found]


@pytest.fixture
def member(db: None) -> User:
    """CPL 1, of another stack, and CPL 3 wait; CPL 2 has a concern."""
    other: Cells = {**numbered_row(1), "ZigBee stack version": "Tower 2"}
    accept(other, *[numbered_row(n) for n in (2, 3)], panel=make_panel())
    member = make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True)
    two = ZigbeeRecord.objects.filter(pk=2)
    records_review(by=member, records=two, state="concern", note="Too old.")
    return member


def test_a_member_sees_all_that_waits_once_it_is_recorded(
    member: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    request = asked(make_person(name="Curious Person"), purpose="An odd wish")
    soon = timezone.now() + timedelta(days=20)
    grant = make_grant(member, person=make_person(name="Leaving Person"), until=soon)
    coming = make_person(name="Coming Person")
    role_give(user=coming, role=Role.SECURITY_SUB_COMMITTEE, reason="A story", by="The Panel")
    two_members_needed("device_type")
    proposal = make_grant(member, person=coming, kind="device_type", value="ESME")
    three = ZigbeeRecord.objects.filter(pk=3)
    questions_ask(by=member, records=three, text="Which tower?")

    client = Client()
    client.force_login(member)
    with django_assert_max_num_queries(24):
        page = client.get(ADDRESS)

    assert page["Cache-Control"] == "private, no-store"
    assert disclosed() == [([1, 2, 3], "")]
    for words in (
        f"Request {request.pk}",
        "Curious Person",
        f"Grant {grant.pk}",
        "Leaving Person",
        "Too old.",
        "Coming Person, given by The Panel",
        member.name,
        f"Grant {proposal.pk}",
        "Which tower?",
        "Waits for an answer",
    ):
        assert words in page.text
    stacks = [(tuple(each), address) for each, address in page.context["stacks"]]
    assert [each for each, _ in stacks] == [
        ("Imaginary Silicon", "HouseOfCards 1.2.3.4", 1),
        ("Imaginary Silicon", "Tower 2", 1),
    ]
    filtered = client.get(stacks[1][1])
    assert [each.pk for each in filtered.context["cl"].result_list] == [1]


def test_the_security_query_is_answered_and_recorded(member: User) -> None:
    page = read(member, **QUESTION)

    found = page.context["found"]
    assert [(each["number"], each["finding"]) for each in found["rows"]] == [
        (1, "The stack version names another stack, or none."),
        (2, "Affected."),
        (3, "Affected."),
    ]
    assert not found["ways"]
    assert unescape(found["csv"]) in unescape(page.text)
    csv = urlsplit(found["csv"])
    assert csv.path == reverse("security-query")
    assert parse_qs(csv.query) == {
        "vendor": ["imaginary silicon"],
        "below": ["HouseOfCards 7.4.10"],
        "publication": ["1"],
        "format": ["csv"],
    }
    assert disclosed()[1] == ([1, 2, 3], "a security query over all records within reach")
    wrong = read(member, vendor="", below="soon")
    assert "The name of a chipset vendor is needed." in wrong.text
    assert "A stack version such as" in wrong.text
    assert wrong.context["found"] is None


def test_what_the_query_names_goes_over_pages(
    member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "MOST_NAMED", 2)

    first = read(member, **QUESTION)
    following = {name: each[0] for name, each in parse_qs(first.context["found"]["next"]).items()}
    last = read(member, **following)

    shown = [[row["number"] for row in page.context["found"]["rows"]] for page in (first, last)]
    assert shown == [[1, 2], [3]]
    assert following["publication"] == "1"
    assert (">Next page<" in first.text, ">Next page<" in last.text) == (True, False)
    assert [numbers for numbers, subject in disclosed() if subject] == [[1, 2], [3]]


def test_nothing_is_shown_that_cannot_be_recorded(
    member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise NotRecorded

    monkeypatch.setattr(committee, "disclose", broken)

    page = read(member)

    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert not [words for words in RESTRICTED if words in page.text]


def test_nobody_else_learns_anything(member: User) -> None:
    asked(make_person(), purpose="An odd wish")
    grantee = make_person()
    grant = make_grant(member, person=grantee)
    others = [
        grantee,
        make_person(organisation=make_party()),
        make_superuser(),
        *(make_person(role=role) for role in Role if role != Role.SECURITY_SUB_COMMITTEE),
    ]

    for person in others:
        page = read(person, **QUESTION)
        assert page.status_code == 200
        assert reverse("zigbee-access") in page.text
        assert f'href="{ADDRESS}"' not in page.text
        assert (f"Grant {grant.pk}: All records" in page.text) == (person == grantee)
        assert not [words for words in RESTRICTED if words in page.text]
    anonymous = Client().get(ADDRESS)
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith(reverse("login"))
    assert disclosed() == []
