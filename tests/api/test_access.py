"""Requests for access and grants over REST: the whole way, and what each reader is told (Z1)."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import token_issue
from tests.accounts.factories import make_party, make_person
from tests.registry import accept, make_panel
from tests.rows import numbered_row
from tests.zigbee.grants import asked, granted, make_grant, make_member, two_members_needed
from zigbee.models import AccessGrant, AccessRequest
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/zigbee/access-requests/"
GRANTS = "/api/v1/zigbee/grants/"
DECISION = {"decision": "grant", "text": "For the study.", "meeting": "SSC 12"}


def client_of(person: User, *scopes: str) -> Client:
    _, clear = token_issue(user=person, by=person, scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {clear}"})


def send(client: Client, address: str, **members: Any) -> Any:
    return client.post(address, json.dumps(members), content_type="application/json")


def body(**members: Any) -> dict[str, Any]:
    until = (timezone.now() + timedelta(days=60)).date().isoformat()
    scope = {"kind": "device_type", "values": ["ESME"]}
    return {"scope": scope, "for": "me", "purpose": "CanaryPurpose", "until": until, **members}


def pointers(answer: Any) -> set[str]:
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return {each["pointer"] for each in answer.json()["errors"]}


def test_the_whole_way_of_a_request(django_assert_max_num_queries: Any) -> None:
    accept(numbered_row(1), numbered_row(2), panel=make_panel())
    member, person = make_member(), make_person()
    asker, committee = client_of(person, "access"), client_of(member, "review")

    made = send(asker, ROOT, **body(scope={"kind": "records", "values": [2, "1", 2]}))
    assert made.status_code == 201, made.content
    one = made["Location"].removeprefix("http://testserver")
    told = made.json()
    assert made["Cache-Control"] == "private, no-store"
    assert told["scope"] == {"kind": "records", "values": [1, 2]}
    assert told["until"].endswith("T23:59:59Z")
    expected = {"state": "waiting", "for": "me", "holder": str(person), "decision": None}
    assert told == told | expected | {"requester": person.email, "grant": None, "renews": None}

    narrower = {"kind": "records", "values": ["1"]}
    decided = send(committee, f"{one}decide/", **DECISION, scope=narrower)
    assert decided.status_code == 200, decided.content
    assert decided.json()["decision"]["by"] == member.email
    own = asker.get(one).json()
    grant = AccessGrant.objects.get()
    assert own == own | {"state": "granted", "grant": grant.pk}
    assert own["decision"] == own["decision"] | {"text": "For the study.", "by": None}
    assert DZIR.reach(person).numbers == {1}

    with django_assert_max_num_queries(12):
        (listed,) = asker.get(GRANTS).json()["results"]
    assert listed == listed | {
        "id": grant.pk,
        "state": "in_force",
        "scope": {"kind": "records", "values": [1]},
        "purpose": "CanaryPurpose",
        "request": told["id"],
        "decided_by": None,
        "revocation_reason": None,
    }
    later = (grant.until + timedelta(days=90)).date().isoformat()
    renewal = send(asker, ROOT, renews=grant.pk, purpose="It goes on.", until=later)
    assert renewal.status_code == 201, renewal.content
    assert renewal.json()["renews"] == grant.pk
    revoked = send(committee, f"{GRANTS}{grant.pk}/revoke/", reason="Misuse.")
    assert (revoked.json()["state"], revoked.json()["revocation_reason"]) == ("revoked", "Misuse.")
    assert not DZIR.reach(person)
    withdrawn = send(asker, f"{ROOT}{renewal.json()['id']}/withdraw/")
    assert withdrawn.json()["state"] == "withdrawn"
    for deed, members in (("withdraw", {}), ("decide", DECISION)):
        late = send({"withdraw": asker, "decide": committee}[deed], f"{one}{deed}/", **members)
        assert late.status_code == 409
        assert late["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("members", "at"),
    [
        ({"scope": {"kind": "everything"}}, {"#/scope/kind"}),
        ({"scope": {"kind": "all", "values": ["ESME"]}}, {"#/scope/values"}),
        ({"scope": {"kind": "device_type", "values": ["KETTLE"]}}, {"#/scope/values"}),
        ({"scope": {"kind": "records", "values": [True, {}, "1 2"]}}, 3),
        ({"scope": {"kind": "records", "values": ["9" * 10, 0]}}, {"#/scope/values/1"}),
        ({"scope": {"kind": "records", "values": [99]}, "purpose": " "}, {"#/purpose"}),
        ({"scope": {"kind": "records", "values": [99]}, "for": "organisation"}, 2),
        ({"for": "role"}, {"#/for"}),
        ({"for": "me", "role": "PANEL_REVIEWER"}, {"#/role"}),
        ({"until": "2020-01-01"}, {"#/until"}),
        ({"until": "9999-12-31"}, {"#/until"}),
        ({"until": "soon"}, {"#/until"}),
        ({"until": 7, "purpose": 7, "wish": 1}, {"#/until", "#/purpose", "#/wish"}),
        ({"renews": 1}, {"#/scope", "#/for"}),
        ({"scope": None, "until": "soon", "purpose": ""}, {"#/scope", "#/until", "#/purpose"}),
        ({"purpose": "a\x00b"}, {"#/purpose"}),
    ],
)
def test_what_cannot_be_asked_for_is_said_where_it_stands(
    client: Client, members: dict[str, Any], at: Any
) -> None:
    client.force_login(make_person())

    found = pointers(send(client, ROOT, **body(**members)))

    assert len(found) == at if isinstance(at, int) else found == at
    assert not AccessRequest.objects.exists()


def test_an_empty_wish_misses_all_that_it_needs_and_a_ceased_party_is_told_where(
    client: Client,
) -> None:
    client.force_login(make_person(organisation=make_party(ceased_on=date(2020, 1, 1))))

    assert pointers(send(client, ROOT)) == {"#/scope", "#/purpose", "#/until"}
    for whom in ("me", "organisation"):
        wish = body(scope={"kind": "all"}, **{"for": whom})
        assert pointers(send(client, ROOT, **wish)) == {"#/for"}


def test_others_find_nothing_and_may_decide_nothing(client: Client) -> None:
    member = make_member()
    request = asked(make_person(), purpose="CanaryPurpose")
    granted(member, request)
    grant = AccessGrant.objects.get()
    addresses = (f"{ROOT}{request.pk}/", f"{GRANTS}{grant.pk}/")
    absent = (f"{ROOT}{request.pk + 9}/", f"{GRANTS}9{'9' * 30}/", f"{ROOT}x/")
    deeds = [f"{addresses[0]}{deed}/" for deed in ("decide", "countersign", "decline")]
    deeds += [f"{addresses[1]}{deed}/" for deed in ("revoke", "countersign")]
    for other in (make_person(role=Role.PANEL_ADMINISTRATOR), make_person(role=Role.AUDITOR)):
        client.force_login(other)
        assert len({client.get(each).content for each in (*addresses, *absent)}) == 1
        for listed in (ROOT, GRANTS):
            assert client.get(f"{listed}?count=true").json() == {
                "next": None,
                "count": 0,
                "results": [],
            }
        assert send(client, f"{addresses[0]}withdraw/").status_code == 404
        renewing = body(renews=grant.pk)
        del renewing["scope"], renewing["for"]
        assert send(client, ROOT, **renewing).status_code == 404
        for deed in deeds:
            assert send(client, deed, **DECISION, reason="x").status_code == 403
    client.logout()
    for each in (*addresses, *absent, ROOT, GRANTS):
        assert client.get(each).status_code == 401


def test_colleagues_learn_of_the_organisations_grant_and_not_what_it_is_for(
    client: Client,
) -> None:
    party = make_party()
    asker, colleague = make_person(organisation=party), make_person(organisation=party)
    granted(make_member(), asked(asker, for_whom="organisation", purpose="CanaryPurpose"))
    client.force_login(colleague)

    (told,) = client.get(GRANTS).json()["results"]

    assert (told["holder"], told["purpose"], told["request"]) == (party.name, None, None)
    assert client.get(ROOT).json()["results"] == []


def test_a_proposal_is_the_committees_alone_until_it_is_countersigned(client: Client) -> None:
    two_members_needed()
    member, other, person = make_member(), make_member(), make_person()
    request = granted(member, asked(person))
    one = f"{ROOT}{request.pk}/"
    client.force_login(person)
    seen = client.get(one).json()
    assert (seen["state"], seen["decision"], seen["grant"]) == ("waiting", None, None)
    assert [each["id"] for each in client.get(f"{ROOT}?state=waiting").json()["results"]] == [
        request.pk
    ]
    assert client.get(f"{ROOT}?state=proposed").json()["results"] == []
    assert client.get(GRANTS).json()["results"] == []

    client.force_login(member)
    assert client.get(one).json()["state"] == "proposed"
    assert client.get(f"{ROOT}?state=proposed&count=true").json()["count"] == 1
    assert send(client, f"{one}countersign/").status_code == 403
    client.force_login(other)
    assert send(client, f"{one}decline/", reason="Too wide.").json()["state"] == "waiting"
    assert send(client, f"{one}decide/", **DECISION).json()["state"] == "proposed"
    client.force_login(member)
    assert send(client, f"{one}countersign/").json()["state"] == "granted"
    assert DZIR.reach(person)

    proposed = make_grant(member, person=person)
    client.force_login(other)
    assert send(client, f"{GRANTS}{proposed.pk}/countersign/").json()["state"] == "in_force"


def test_tokens_do_what_their_scopes_say() -> None:
    person = make_person()
    request = asked(person)
    reading, asking = client_of(person, "read"), client_of(person, "access")
    for client in (reading, asking):
        assert client.get(ROOT).status_code == 200
    assert send(reading, ROOT, **body()).status_code == 403
    assert send(reading, f"{ROOT}{request.pk}/withdraw/").status_code == 403
    assert send(asking, ROOT, **body()).status_code == 201
    deciding = client_of(make_member(), "access")
    assert send(deciding, f"{ROOT}{request.pk}/decide/", **DECISION).status_code == 403


def test_lists_go_on_below_a_number(client: Client) -> None:
    person = make_person()
    made = [asked(person).pk for _ in range(3)]
    client.force_login(person)

    first = client.get(f"{ROOT}?limit=2&state=waiting").json()
    second = client.get(first["next"]).json()

    assert [each["id"] for each in (*first["results"], *second["results"])] == made[::-1]
    assert second["next"] is None
    assert pointers(client.get(f"{ROOT}?state=open&purpose__contains=x")) == {
        "#/state",
        "#/purpose__contains",
    }
