"""A client that lost the answer sends again, and nothing is made twice."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from sec_registry.submissions.models import SentOnce, Submission
from tests.accounts.factories import OrganisationFactory, make_person
from tests.api.conftest import Reading
from tests.api.submissions.calls import ROOT, body_of, in_review, refused, send
from tests.processes import run_at_once
from tests.registry import make_panel
from tests.rows import numbered_row

BODY = body_of(numbered_row(1))
KEY = {"Idempotency-Key": "b2f1-0001"}


@pytest.mark.django_db
def test_the_same_key_and_words_answer_with_the_same_draft(maker: Client) -> None:
    first = send(maker, "", BODY, **KEY)
    again = send(maker, "", json.dumps(BODY, indent=3), **KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Location"] == first["Location"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_with_other_words_is_refused(maker: Client) -> None:
    send(maker, "", BODY, **KEY)

    refused(send(maker, "", body_of(numbered_row(2)), **KEY), 422)

    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_every_call_makes_a_draft(maker: Client) -> None:
    assert send(maker, "", BODY).json()["id"] != send(maker, "", BODY).json()["id"]


@pytest.mark.django_db
def test_a_key_belongs_to_one_person(maker: Client, stranger: Client) -> None:
    send(maker, "", BODY, **KEY)

    other = send(stranger, "", body_of(numbered_row(2)), **KEY)

    assert other.status_code == 201
    assert Submission.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_call_uses_up_no_key(maker: Client) -> None:
    refused(send(maker, "", {"title": "New", "items": []}, **KEY), 400)

    assert send(maker, "", BODY, **KEY).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 201, "two words", "\u00e9"])
def test_an_odd_key_is_refused(key: str, maker: Client) -> None:
    refused(send(maker, "", BODY, **{"Idempotency-Key": key}), 400)


@pytest.mark.django_db
def test_what_is_kept_of_the_words_confirms_no_guess(maker: Client, stranger: Client) -> None:
    for client in (maker, stranger):
        send(client, "", BODY, **KEY)

    first, second = SentOnce.objects.all()
    assert first.digest != second.digest


@pytest.mark.django_db(transaction=True)
def test_two_repeats_at_once_make_one_draft(reading: Reading) -> None:
    person = make_person(organisation=OrganisationFactory())
    client = reading(person)

    def job() -> str:
        return str(send(client, "", BODY, **KEY).json()["id"])

    first, second = run_at_once(job, job)

    assert first == second
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_acceptances_at_once_one_comes_too_late(reading: Reading) -> None:
    panel = make_panel()
    maker = reading(make_person(organisation=OrganisationFactory()))
    number = in_review(maker, reading(panel.reviewer))
    clients = [reading(person) for person in (panel.reviewer, _second_reviewer())]

    def accepting(client: Client) -> Callable[[], str]:
        return lambda: str(send(client, f"{number}/accept/").status_code)

    assert sorted(run_at_once(*(accepting(client) for client in clients))) == ["200", "409"]


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_comes_too_late(reading: Reading) -> None:
    client = reading(make_person(organisation=OrganisationFactory()))
    number = send(client, "", BODY).json()["id"]

    def editing(row: int) -> Callable[[], str]:
        item = {**body_of(numbered_row(row))["items"][0], "row": row}
        body = json.dumps({"revision": 1, "items": [item]})

        def job() -> str:
            path = f"{ROOT}{number}/"
            return str(client.patch(path, body, content_type="application/json").status_code)

        return job

    assert sorted(run_at_once(editing(2), editing(3))) == ["200", "409"]


def _second_reviewer() -> User:
    return make_panel().reviewer
