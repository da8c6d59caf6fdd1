"""A receipt is what its reader sent, word for word, and can be checked by them."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from sec_registry.registers.models import Disclosure
from sec_registry.submissions.intake import Row, submission_replace_rows
from sec_registry.submissions.models import Contributor, Submission
from tests.accounts.factories import make_person
from tests.api.conftest import Reading
from tests.api.submissions.calls import created, in_review, look, refused, send
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db
SENT = ("row", "action", "cpl_number", "reference", "values")


def digest_of(item: dict[str, Any]) -> str:
    sent = {name: item[name] for name in SENT}
    text = json.dumps(sent, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_receipt_holds_the_zigbee_values_that_its_reader_typed(
    maker: Client, reviewer: Client, maker_person: User
) -> None:
    number = in_review(maker, reviewer)
    send(reviewer, f"{number}/accept/")
    before = Disclosure.objects.count()

    receipt = look(maker, f"{number}/receipt/").json()

    assert receipt["sent_by"] == maker_person.email
    assert (receipt["state"], receipt["publication"], receipt["count"]) == ("accepted", 1, 1)
    (item,) = receipt["results"]
    assert item["values"]["ZigBee chipset vendor"] == "Imaginary Silicon"
    assert item["given_number"] == 1
    assert Disclosure.objects.count() == before


def test_its_digests_can_be_worked_out_from_what_it_shows(maker: Client) -> None:
    rows = [numbered_row(n, **{"Release notes": "Grüße – “quoted”"}) for n in range(1, 4)]
    number = created(maker, *rows)["id"]

    first = look(maker, f"{number}/receipt/", limit="2").json()
    second = maker.get(first["next"]).json()

    items = [*first["results"], *second["results"]]
    assert [item["digest"] for item in items] == [digest_of(item) for item in items]
    joined = b"".join(bytes.fromhex(item["digest"]) for item in items)
    assert hashlib.sha256(joined).hexdigest() == first["digest"] == second["digest"]
    assert second["next"] is None


def test_the_panel_gets_no_receipt_of_what_others_sent(
    maker: Client, reviewer: Client, administrator: Client
) -> None:
    number = created(maker)["id"]

    for client in (reviewer, administrator):
        refused(look(client, f"{number}/receipt/"), 403)


def test_a_colleague_who_edited_gets_a_receipt_of_their_own_words_alone(
    maker: Client, maker_person: User, reading: Reading, administrator: Client
) -> None:
    number = created(maker)["id"]
    before = look(maker, f"{number}/receipt/").json()
    colleague = make_person(organisation=maker_person.organisation)
    submission = Submission.objects.get(pk=number)
    Contributor.objects.create(submission=submission, person=colleague, since=submission.created_at)
    submission_replace_rows(
        submission=submission, by=colleague, rows=[Row(1, {"Release notes": "Mine"})]
    )

    (item,) = look(reading(colleague), f"{number}/receipt/").json()["results"]

    assert item["values"] == {"Release notes": "Mine"}
    after = look(maker, f"{number}/receipt/").json()
    assert "Release notes" not in after["results"][0]["values"]
    assert after["digest"] != before["digest"]
