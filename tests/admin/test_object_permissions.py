"""*Object permissions* of a Zigbee record: the committee's form and list; others find it closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from sec_registry.registers.models import Disclosure
from tests.admin.desk import CLOSED, Cast, disclosures_during, page, said, text
from tests.zigbee.grants import make_grant
from zigbee.choices import ScopeKind
from zigbee.grants import grant_revoke, grants_over
from zigbee.models import AccessGrant, ZigbeeRecord

NAME = "zigbee_zigbeerecord_permissions"
OTHERS = [
    "grantee",
    "expired grantee",
    "reviewer",
    "administrator",
    "superuser",
    "auditor",
    "party",
]


def test_the_committee_opens_the_form_filled_in_for_the_record(cast: Cast) -> None:
    one, _ = cast.numbers
    client = cast.client("ssc")
    button = page(NAME, one)
    role = make_grant(cast.people["ssc"], role=Role.PANEL_REVIEWER)

    assert f'href="{button}"' in text(client.get(page("zigbee_zigbeerecord_change", one)))
    shown = text(client.get(button))

    assert f'value="{one}"' in shown
    assert '<option value="records" selected>' in shown
    assert cast.people["grantee"].name in shown
    assert cast.grant.purpose in shown
    held = f'{reverse("admin:zigbee_accessgrant_change", args=[role.pk])}">{role.holder}</a>'
    assert held in shown


def test_a_grant_given_there_is_on_the_record_alone(cast: Cast) -> None:
    one, other = cast.numbers
    form = {
        "person": cast.people["party"].email,
        "kind": "records",
        "value": str(one),
        "purpose": "Minute 4",
        "until": f"{timezone.now() + timedelta(days=20):%Y-%m-%d}",
    }
    client = cast.client("ssc")

    answer = client.post(page(NAME, one), form)

    assert answer.headers["Location"] == page(NAME, one)
    assert "given" in said(answer)
    party = cast.client("party")
    assert party.get(page("zigbee_zigbeerecord_change", one)).status_code == 200
    assert party.get(page("zigbee_zigbeerecord_change", other)).status_code == 404
    assert "Minute 4" in text(client.get(page("zigbee_zigbeerecord_change", one)))


def test_what_the_verb_refuses_is_said_beside_the_list(cast: Cast) -> None:
    form = {"person": cast.people["ssc"].email, "kind": "records", "value": "1", "purpose": "x"}
    form |= {"until": f"{timezone.now() + timedelta(days=20):%Y-%m-%d}"}
    before = AccessGrant.objects.count()

    shown = text(cast.client("ssc").post(page(NAME, cast.numbers[0]), form))

    assert "Nobody decides on access for themselves." in shown
    assert AccessGrant.objects.count() == before


@pytest.mark.parametrize("who", OTHERS)
def test_everybody_else_finds_one_closed_door_whether_or_not_there_is_a_record(
    cast: Cast, who: str
) -> None:
    client, (one, other) = cast.client(who), cast.numbers

    answers = [client.get(page(NAME, number)) for number in (one, other, 999_999, "nothing")]

    # What stands around it differs by the key of the form that signs out.
    inner = {text(answer).split("content-main")[1].split("</main>")[0] for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(inner) == 1
    assert CLOSED in inner.pop()


def test_a_grantee_sees_the_record_without_button_or_holders(cast: Cast) -> None:
    shown = text(cast.client("grantee").get(page("zigbee_zigbeerecord_change", cast.numbers[0])))

    assert "Object permissions" not in shown
    assert "Grants over this record" not in shown


def test_a_refusal_at_the_button_is_recorded(cast: Cast) -> None:
    client = cast.client("reviewer")

    (found,) = disclosures_during(lambda: client.get(page(NAME, cast.numbers[0])))

    assert (found.register, found.outcome) == ("zigbee", Disclosure.Outcome.REFUSED)


def test_grants_over_a_record_are_those_that_cover_it_and_are_not_over(cast: Cast) -> None:
    ssc, one = cast.people["ssc"], cast.numbers[0]
    record = ZigbeeRecord.objects.select_related("device_model").get(pk=one)
    person = cast.people["party"]
    wide = [
        make_grant(ssc, person=person, kind=kind, value=value)
        for kind, value in (
            (ScopeKind.ALL, ""),
            (ScopeKind.DEVICE_TYPE, record.device_model.device_type_id),
            (ScopeKind.MANUFACTURER, record.device_model.manufacturer_id),
        )
    ]
    make_grant(ssc, person=person, kind=ScopeKind.RECORD, value=str(cast.numbers[1]))
    make_grant(ssc, person=person, kind=ScopeKind.DEVICE_TYPE, value="CH")
    make_grant(ssc, person=person, kind=ScopeKind.MANUFACTURER, value="FFFF")
    over = make_grant(ssc, person=cast.people["auditor"])
    grant_revoke(by=ssc, grant=over, reason="over")

    assert {grant.pk for grant in grants_over(record)} == {cast.grant.pk, *(g.pk for g in wide)}
