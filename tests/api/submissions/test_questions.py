"""Questions of the committee by program: read by those who are asked, answered once."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from accounts.models import User
from sec_registry.registers import disclosure
from tests.api.conftest import Reading
from tests.api.submissions.calls import look, refused, send
from tests.registry import Panel, accept, numbers_given
from tests.rows import numbered_row
from tests.zigbee.grants import make_member
from zigbee.models import Question, ZigbeeRecord
from zigbee.questions import questions_ask

pytestmark = pytest.mark.django_db

WORDS, ANSWER = "CanaryQuestion?", "CanaryAnswer"


@pytest.fixture
def number(maker_person: User, panel_people: Panel) -> int:
    """An accepted submission of three rows, each with a question."""
    publication = accept(*[numbered_row(n) for n in (1, 2, 3)], panel=panel_people, by=maker_person)
    records = ZigbeeRecord.objects.filter(pk__in=numbers_given(publication))
    questions_ask(by=make_member(), records=records, text=WORDS)
    return publication.submissions.get().pk


def answer(client: Client, number: int, key: Any, body: Any = None) -> Any:
    return send(
        client, f"{number}/questions/{key}/answer/", {"text": ANSWER} if body is None else body
    )


def test_questions_come_in_pages_with_what_was_supplied(maker: Client, number: int) -> None:
    first = look(maker, f"{number}/questions/", limit="2")
    page = first.json()
    rest = maker.get(page["next"]).json()

    assert page["markings"] == ["Access is managed by the Security Sub Committee (F2.38)"]
    assert (page["count"], len(page["results"]), rest["next"]) == (3, 2, None)
    assert [each["row"] for each in page["results"] + rest["results"]] == [2, 3, 4]
    one = page["results"][0]
    assert (one["text"], one["state"], one["answer"]) == (WORDS, "waiting", None)
    assert one["supplied"] == {
        "ZigBee chipset vendor": "Imaginary Silicon",
        "ZigBee stack version": "HouseOfCards 1.2.3.4",
    }
    assert first["Cache-Control"] == "private, no-store"


def test_an_answer_is_given_once(maker: Client, number: int) -> None:
    key = Question.objects.earliest("pk").pk

    told = answer(maker, number, key)
    again = answer(maker, number, key)

    assert told.status_code == 200
    assert (told.json()["state"], told.json()["answer"]) == ("answered", ANSWER)
    assert "answered already" in refused(again, 409)["detail"]


def test_words_that_will_not_do(maker: Client, number: int) -> None:
    key = Question.objects.earliest("pk").pk
    bodies: tuple[tuple[Any, str], ...] = (
        ({}, "#/text"),
        ({"text": "  "}, "#/text"),
        ({"text": "x" * 4_001}, "#/text"),
        ({"text": "a\0b"}, "#/text"),
        ({"text": 4}, "#/text"),
        ({"text": "Well", "by": "me"}, "#/by"),
    )

    for body, pointer in bodies:
        problem = refused(answer(maker, number, key, body), 400)
        assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert not Question.objects.filter(answer__isnull=False).exists()


def test_others_find_nothing(
    stranger: Client,
    reviewer: Client,
    administrator: Client,
    reading: Reading,
    number: int,
) -> None:
    key = Question.objects.earliest("pk").pk
    colleague = reading(make_member())

    for client, status in (
        (stranger, 404),
        (colleague, 404),
        (reviewer, 403),
        (administrator, 403),
    ):
        refused(look(client, f"{number}/questions/"), status)
        refused(answer(client, number, key), 404)
        assert "Canary" not in look(client, f"{number}/questions/").content.decode()

    assert not Question.objects.filter(answer__isnull=False).exists()


def test_a_question_that_is_not_there(maker: Client, number: int) -> None:
    for key in ("nothing", "0", "9" * 30, "-1"):
        refused(answer(maker, number, key), 404)


def test_nothing_leaves_without_its_record(
    maker: Client, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError("full")

    monkeypatch.setattr(disclosure, "_write", fail)
    found = look(maker, f"{number}/questions/")

    refused(found, 503)
    assert b"Canary" not in found.content
