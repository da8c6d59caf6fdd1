"""The committee asks from a record's page and of chosen records, and finds what waits."""

from typing import Any

from django.test import Client

from tests.admin.desk import Cast, page, said, text
from zigbee.models import Question
from zigbee.questions import question_answered

RECORDS = "zigbee_zigbeerecord_changelist"
ASK = "zigbee_zigbeerecord_ask"
WORDS = "CanaryQuestion?"


def asked_of(client: Client, *keys: int, **typed: str) -> Any:
    chosen = {"action": "ask_question", "_selected_action": [str(key) for key in keys]}
    return client.post(page(RECORDS), {**chosen, **typed})


def listed(client: Client, query: str) -> list[int]:
    return [row.pk for row in client.get(page(RECORDS) + query).context["cl"].result_list]


def test_one_record_is_asked_about_from_its_page(cast: Cast) -> None:
    client, one = cast.client("ssc"), cast.numbers[0]
    record = text(client.get(page("zigbee_zigbeerecord_change", one)))
    without = client.post(page(ASK, one), {"text": " "})
    asked = client.post(page(ASK, one), {"text": WORDS})
    again = client.post(page(ASK, one), {"text": WORDS})

    assert page(ASK, one) in record
    assert "This field is required." in text(without)
    assert asked.status_code == 302
    assert "1 question asked" in said(asked)
    assert "waits for its answer already" in text(again)
    question = Question.objects.get()
    assert (question.text, question.submission) == (WORDS, cast.accepted.pk)
    assert WORDS in text(client.get(page("zigbee_zigbeerecord_change", one)))


def test_chosen_records_are_asked_about_at_once(cast: Cast) -> None:
    client = cast.client("ssc")

    form = asked_of(client, *cast.numbers)
    asked = asked_of(client, *cast.numbers, confirmed="1", text=WORDS)

    assert "CPL" in text(form)
    assert not Question.objects.filter(text="").exists()
    assert "2 questions asked" in said(asked)
    assert Question.objects.count() == 2


def test_what_waits_and_what_was_answered_is_found(cast: Cast) -> None:
    client, (one, two) = cast.client("ssc"), cast.numbers
    asked_of(client, one, two, confirmed="1", text=WORDS)
    question = Question.objects.get(review__record=two)
    question_answered(by=cast.people["submitter"], question=question, text="CanaryAnswer")

    board = text(client.get(page("index")))

    assert listed(client, "?question=waiting") == [one]
    assert listed(client, "?question=answered") == [two]
    assert "Questions that wait for an answer" in board
    assert "Questions answered" in board
    chosen = {"action": "mark_reviewed", "_selected_action": [str(one), str(two)]}
    client.post(page(RECORDS), chosen)
    assert listed(client, "?question=waiting") == listed(client, "?question=answered") == []


def test_makers_find_on_the_first_page_that_a_question_waits(cast: Cast) -> None:
    asked_of(cast.client("ssc"), *cast.numbers, confirmed="1", text=WORDS)

    boards = {who: text(cast.client(who).get(page("index"))) for who in ("submitter", "reviewer")}
    found = cast.client("submitter").get(
        page("submissions_submission_changelist") + "?question=waiting"
    )
    of_others = cast.client("reviewer").get(
        page("submissions_submission_changelist") + "?question=waiting"
    )
    own = text(cast.client("submitter").get("/submissions/"))

    told = "Questions of the Security Sub Committee"
    assert (told in boards["submitter"], told in boards["reviewer"]) == (True, False)
    assert [row.pk for row in found.context["cl"].result_list] == [cast.accepted.pk]
    assert list(of_others.context["cl"].result_list) == []
    assert "You: answer 2 questions" in own


def test_nobody_else_asks(cast: Cast) -> None:
    one = cast.numbers[0]
    for who in ("grantee", "superuser", "administrator", "auditor", "submitter"):
        client = cast.client(who)

        answers = [client.get(page(ASK, one)), client.post(page(ASK, one), {"text": WORDS})]
        asked_of(client, one, confirmed="1", text=WORDS)

        assert {answer.status_code for answer in answers} == {404}, who
        assert page(ASK, one) not in text(client.get(page("zigbee_zigbeerecord_change", one)))
    assert not Question.objects.exists()
    assert cast.client("grantee").get(page(RECORDS) + "?question=waiting").status_code == 400
