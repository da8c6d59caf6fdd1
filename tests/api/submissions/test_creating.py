"""A manufacturer's system sends a draft and sees everything that is wrong with it."""

import pytest
from django.test import Client

from accounts.models import Role
from sec_registry.submissions.models import Item, ProposedPart, Submission
from tests.accounts.factories import make_person
from tests.api.conftest import Reading
from tests.api.submissions.calls import ROOT, body_of, created, look, refused, send
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


def test_a_draft_in_order_is_kept_and_can_be_sent(maker: Client) -> None:
    answer = send(maker, "", body_of(numbered_row(1), numbered_row(2)))

    made = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == made["url"] == f"http://testserver{ROOT}{made['id']}/"
    assert answer["Cache-Control"] == "private, no-store"
    assert (made["state"], made["items"], made["revision"]) == ("draft", 2, 1)
    assert made["findings"]["problem"] == 0
    assert "submit" in made["steps"]


def test_every_fault_of_every_item_is_told_at_once(maker: Client) -> None:
    broken = numbered_row(2, **{"Image hash": "12", "Contact email": "nobody"})

    made = created(maker, numbered_row(1, **{"GBCS version": None}), broken)

    places = {each["pointer"] for each in made["first_findings"] if each["level"] == "problem"}
    assert "#/items/1/values/Image%20hash" in places
    assert "#/items/1/values/Contact%20email" in places
    assert any(place.startswith("#/items/0/values/") for place in places)
    assert made["findings"]["problem"] == sum(
        rule["count"] for rule in made["rules"] if rule["level"] == "problem"
    )
    assert all(each["clause"] and each["message"] for each in made["first_findings"])


def test_a_number_where_hexadecimal_text_belongs_is_refused_and_never_padded(
    maker: Client,
) -> None:
    made = created(maker, numbered_row(1, **{"Firmware version": 1}))

    found = [each for each in made["first_findings"] if each["column"] == "Firmware version"]
    assert {each["level"] for each in found} == {"problem"}
    part = ProposedPart.objects.get(item__submission=made["id"], register="cpl")
    assert part.values["Firmware version"] == 1


def test_a_column_nobody_knows_is_told_by_its_name_and_its_value_is_not_kept(
    maker: Client,
) -> None:
    made = created(maker, numbered_row(1, **{"Zigbee chipset vender": "Secret Silicon"}))

    told = [each for each in made["first_findings"] if each["rule"] == "columns-are-known"]
    assert [each["pointer"] for each in told] == ["#/items/0/values/Zigbee%20chipset%20vender"]
    assert "Secret Silicon" not in str(made)
    kept = [*Item.objects.values("values"), *ProposedPart.objects.values("values")]
    assert "Secret Silicon" not in str(kept)


def test_the_band_that_was_struck_out_is_noted_by_its_clause_and_kept_nowhere(
    maker: Client,
) -> None:
    made = created(maker, *(numbered_row(n, **{"ZigBee band": "868 MHz"}) for n in range(1, 4)))

    notes = [each for each in made["first_findings"] if each["rule"] == "zigbee-band-is-not-kept"]
    assert [(each["level"], each["clause"]) for each in notes] == [("note", "App. Z 2.1(i)")]
    assert made["findings"]["problem"] == 0
    assert "868" not in str([*Item.objects.values("values")])


def test_validating_alone_tells_the_same_and_keeps_nothing(maker: Client) -> None:
    body = body_of(numbered_row(1, **{"Image hash": "12"}), numbered_row(2))

    told = send(maker, "validate/", body).json()

    assert Submission.objects.count() == 0
    assert told["sendable"] is False
    made = send(maker, "", body).json()
    assert told["findings"] == made["findings"]
    assert {each["pointer"] for each in told["results"]} == {
        each["pointer"] for each in made["first_findings"]
    }


def test_validating_a_draft_in_order_says_that_it_can_be_sent(maker: Client) -> None:
    told = send(maker, "validate/", body_of(numbered_row(1))).json()

    assert told["sendable"] is True
    assert told["changes"]["cpl"] > 10


@pytest.mark.parametrize("path", ["", "validate/"])
def test_who_speaks_for_no_organisation_makes_no_draft(path: str, reading: Reading) -> None:
    for role in (Role.SECURITY_SUB_COMMITTEE, Role.AUDITOR, Role.PANEL_REVIEWER):
        outsider = reading(make_person(role=role))
        # Refused before the body is looked at.
        refused(send(outsider, path, {"nonsense": 1}), 403)
    assert Submission.objects.count() == 0


def test_who_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    for answer in (look(client), send(client, "", body_of(numbered_row(1))), look(client, "1/")):
        refused(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"
