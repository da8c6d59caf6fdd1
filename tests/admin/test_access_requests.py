"""Requests for access at the committee's desk: what waits, deciding, countersigning (Z1)."""

from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from sec_registry.dashboard import dashboard_of
from tests.accounts.factories import make_person
from tests.admin.desk import Cast, page, said, text
from tests.zigbee.grants import asked, granted, two_members_needed
from zigbee.choices import RequestState
from zigbee.models import AccessGrant, AccessRequest
from zigbee.register import DZIR

LIST = "zigbee_accessrequest_changelist"
ONE = "zigbee_accessrequest_change"
DECIDE = "zigbee_accessrequest_decide"
SIGN = "zigbee_accessrequest_sign"
WORDS = {"text": "CanaryText", "meeting": "SSC 14"}


@pytest.fixture
def request_made(cast: Cast) -> AccessRequest:
    kind: dict[str, Any] = {"kind": "device_type", "values": ["ESME", "CH"]}
    return asked(cast.people["party"], **kind, purpose="CanaryPurpose")


def terms(request: AccessRequest, **typed: str) -> dict[str, str]:
    day = request.until.date().isoformat()
    scope = {"kind": request.scope.kind, "value": request.scope.value}
    return {"decision": "grant", **scope, "last_day": day, **WORDS, **typed}


def another_member() -> Client:
    client = Client()
    client.force_login(make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True))
    return client


def test_what_waits_is_listed_and_granted_as_it_was_asked(
    cast: Cast, request_made: AccessRequest
) -> None:
    client, key = cast.client("ssc"), request_made.pk
    board = {line.what: line.count for line in dashboard_of(cast.people["ssc"]).mine}
    assert board["Requests for access"] == 1
    assert [*client.get(page(LIST) + "?state=open").context["cl"].result_list] == [request_made]
    assert page(DECIDE, key) in text(client.get(page(ONE, key)))
    shown = client.get(page(DECIDE, key))
    assert "CanaryPurpose" in text(shown)
    assert shown.context["form"].initial["value"] == "CH, ESME"
    for fact in (
        f"({cast.people['party'].organisation}, a SEC Party)",
        "2 records today, of FA0A Fictional Meters Ltd",
        f"/admin/registers/disclosure/?person={quote(cast.people['party'].email)}",
    ):
        assert fact in text(shown)
    assert f'value="{request_made.until.date().isoformat()}"' in text(shown)

    answer = client.post(page(DECIDE, key), terms(request_made))

    assert answer.status_code == 302
    grant = AccessGrant.objects.get(request=request_made)
    assert grant.until == request_made.until
    assert "granted" in said(client.get(page(ONE, key)))
    assert "CanaryText" in text(client.get(page(ONE, key)))
    assert DZIR.reach(cast.people["party"]).device_types == {"CH", "ESME"}
    again = asked(cast.people["party"], kind="manufacturer", values=["FFFF"])
    shown = client.get(page(DECIDE, again.pk))
    assert "No record today" in text(shown)
    assert f"{grant}</a>, until" in unescape(text(shown))
    late = client.post(page(DECIDE, key), terms(request_made, decision="refuse"))
    assert "stands otherwise by now" in text(late)


def test_less_is_granted_and_more_is_refused_on_the_form(
    cast: Cast, request_made: AccessRequest
) -> None:
    client, address = cast.client("ssc"), page(DECIDE, request_made.pk)
    for typed, sentence in (
        ({"value": "GSME"}, "No more is granted than was asked for."),
        ({"last_day": "2999-01-01"}, "No longer is granted than was asked for."),
        ({"meeting": ""}, "This field is required."),
        ({"value": "KETTLE"}, "A Physical Device Type is needed."),
    ):
        assert sentence in text(client.post(address, terms(request_made, **typed)))

    client.post(address, terms(request_made, value="CH"))

    assert DZIR.reach(cast.people["party"]).device_types == {"CH"}


def test_a_refusal_is_recorded_with_its_words(cast: Cast, request_made: AccessRequest) -> None:
    cast.client("ssc").post(page(DECIDE, request_made.pk), terms(request_made, decision="refuse"))

    request_made.refresh_from_db()
    assert (request_made.state, request_made.decision) == (RequestState.REFUSED, "CanaryText")
    history = text(cast.client("ssc").get(page("zigbee_accessrequest_history", request_made.pk)))
    assert "refused: SSC 14" in history


def test_two_members_decide_on_a_wide_scope(cast: Cast, request_made: AccessRequest) -> None:
    two_members_needed("device_type")
    client, key = cast.client("ssc"), request_made.pk
    client.post(page(DECIDE, key), terms(request_made))
    assert page(SIGN, key) in text(client.get(page(ONE, key)))
    own = client.post(page(SIGN, key), {"decision": "sign"})
    assert "Another member countersigns" in text(own)
    other = another_member()
    assert "CanaryText" in text(other.get(page(SIGN, key)))
    assert "Write something." in text(other.post(page(SIGN, key), {"decision": "decline"}))

    other.post(page(SIGN, key), {"decision": "decline", "reason": "Too wide."})
    assert not DZIR.reach(cast.people["party"])
    client.post(page(DECIDE, key), terms(request_made))
    other.post(page(SIGN, key), {"decision": "sign"})

    assert DZIR.reach(cast.people["party"])


def test_nobody_else_sees_a_request(cast: Cast, request_made: AccessRequest) -> None:
    granted(cast.people["ssc"], request_made)
    keyed = (ONE, DECIDE, SIGN, "zigbee_accessrequest_history")
    addresses = [page(LIST), *(page(each, request_made.pk) for each in keyed)]
    for who in ("administrator", "reviewer", "auditor", "superuser", "grantee"):
        client = cast.client(who)
        for each in addresses:
            assert client.get(each).status_code == 403, (who, each)
            assert client.post(each, terms(request_made)).status_code == 403, (who, each)


def test_the_list_asks_as_often_for_many_as_for_one(
    cast: Cast, request_made: AccessRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        asked(cast.people["party"])
    client = cast.client("ssc")

    with django_assert_max_num_queries(25):
        client.get(page(LIST))
