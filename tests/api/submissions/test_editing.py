"""Editing a draft by program: rows put in place of others, and nobody overwrites unread work."""

import pytest
from django.test import Client

from accounts.models import User
from sec_registry.submissions.models import Contributor, Item, ProposedPart, Submission
from tests.api.conftest import Reading
from tests.api.submissions.calls import created, edit, in_review, item_of, look, refused, send
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


def test_an_item_takes_the_place_of_the_one_in_its_row(maker: Client) -> None:
    made = created(maker, numbered_row(1, **{"Image hash": "12"}), numbered_row(2))
    mended = {**item_of(numbered_row(1)), "row": 1}

    answer = edit(maker, made["id"], {"revision": 1, "items": [mended], "title": "Mended"})

    told = answer.json()
    assert (answer.status_code, told["title"], told["items"]) == (200, "Mended", 2)
    assert made["findings"]["problem"] > 0
    assert told["findings"]["problem"] == 0
    assert told["stale"] is False


def test_items_are_added_beside_others_and_rows_taken_out(maker: Client) -> None:
    made = created(maker, numbered_row(1), numbered_row(2))
    new = {**item_of(numbered_row(3)), "row": 9}

    told = edit(maker, made["id"], {"revision": 1, "items": [new], "remove": [1]}).json()

    rows = Item.objects.filter(submission=made["id"]).order_by("position")
    assert [item.position for item in rows] == [2, 9]
    assert edit(maker, made["id"], {"revision": told["revision"], "remove": [2]}).status_code == 200


def test_a_row_that_is_not_there_cannot_be_taken_out(maker: Client) -> None:
    made = created(maker)
    new = {**item_of(numbered_row(3)), "row": 9}

    refused(edit(maker, made["id"], {"revision": 1, "items": [new], "remove": [7]}), 400)

    assert Item.objects.filter(submission=made["id"]).count() == 1
    assert Submission.objects.get(pk=made["id"]).revision == 1


def test_an_edit_of_what_moved_on_is_refused_and_changes_nothing(maker: Client) -> None:
    number = created(maker)["id"]
    first = {"revision": 1, "items": [{**item_of(numbered_row(2)), "row": 2}]}
    assert edit(maker, number, first).status_code == 200

    problem = refused(edit(maker, number, {"revision": 1, "remove": [1]}), 409)

    assert "revision 2" in problem["detail"]
    assert Item.objects.filter(submission=number).count() == 2


def test_a_title_is_not_written_over_unread_either(maker: Client) -> None:
    number = created(maker)["id"]

    first = edit(maker, number, {"revision": 1, "title": "One person's"}).json()
    refused(edit(maker, number, {"revision": 1, "title": "Another's"}), 409)

    assert (first["title"], first["revision"], first["stale"]) == ("One person's", 2, False)
    assert Submission.objects.get(pk=number).title == "One person's"


def test_a_part_that_the_new_item_does_not_mention_stays(maker: Client) -> None:
    number = created(maker)["id"]
    row = numbered_row(1, **{"ZigBee chipset vendor": None, "ZigBee stack version": None})

    edit(maker, number, {"revision": 1, "items": [{**item_of(row), "row": 1}]})

    assert ProposedPart.objects.filter(item__submission=number, register="zigbee").exists()


def test_what_is_sent_can_no_longer_be_edited(maker: Client) -> None:
    number = created(maker)["id"]
    send(maker, f"{number}/submit/")

    refused(edit(maker, number, {"revision": 1, "title": "Too late"}), 409)


def test_the_panel_sees_a_draft_and_does_not_edit_it(
    maker: Client, reviewer: Client, administrator: Client
) -> None:
    number = created(maker)["id"]

    for client in (reviewer, administrator):
        assert look(client, f"{number}/").status_code == 200
        # Before a word of the body is read.
        refused(edit(client, number, {"nonsense": 1}), 403)


def test_what_was_returned_is_edited_and_sent_again(maker: Client, reviewer: Client) -> None:
    number = in_review(maker, reviewer)
    comments = [{"item": 1, "text": "Which hardware?"}]
    body = {"reason": "A question", "comments": comments}
    assert send(reviewer, f"{number}/return/", body).json()["state"] == "returned"

    told = edit(maker, number, {"revision": 1, "items": [{**item_of(numbered_row(5)), "row": 1}]})

    assert told.json()["state"] == "returned"
    assert send(maker, f"{number}/submit/").json()["state"] == "submitted"


def test_who_edits_has_a_hand_in_it(maker_person: User, reading: Reading, maker: Client) -> None:
    number = created(maker)["id"]

    edit(maker, number, {"revision": 1, "title": "Renamed"})

    people = Contributor.objects.filter(submission=number).values_list("person", flat=True)
    assert list(people) == [maker_person.pk]
