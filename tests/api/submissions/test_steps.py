"""The steps by program: who may is one answer, whether the state allows it another."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from sec_registry.registers.models import Publication
from sec_registry.submissions.models import Waiver
from tests.accounts.factories import make_holding, make_person
from tests.api.conftest import Reading
from tests.api.submissions.calls import ROOT, created, in_review, look, refused, send
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

DOUBTFUL = {"Model identifier": "MODEL"}
REASON = {"reason": "because"}
STEPS: dict[str, Any] = {
    "submit": None,
    "withdraw": None,
    "review": None,
    "waive": {"rule": "any", **REASON},
    "return": REASON,
    "accept": None,
    "reject": REASON,
}
MAKERS = {"submit", "withdraw"}


def test_a_submission_goes_all_the_way(maker: Client, reviewer: Client) -> None:
    number = created(maker, numbered_row(1), numbered_row(2))["id"]

    sent = send(maker, f"{number}/submit/").json()
    reviewed = send(reviewer, f"{number}/review/").json()
    accepted = send(reviewer, f"{number}/accept/", {"reason": "in order"}).json()

    assert [each["state"] for each in (sent, reviewed, accepted)] == [
        "submitted",
        "in_review",
        "accepted",
    ]
    assert accepted["publication"] == 1
    followed = look(maker, f"{number}/").json()
    assert followed["decision"]["reason"] == "in order"
    items = look(maker, f"{number}/items/").json()["results"]
    assert [item["given_number"] for item in items] == [1, 2]


def test_what_has_problems_is_not_sent_and_the_refusal_says_which(maker: Client) -> None:
    number = created(maker, numbered_row(1, **{"Image hash": "12"}))["id"]

    problem = refused(send(maker, f"{number}/submit/"), 422)

    told = problem["errors"][0]
    assert told["pointer"] == "#/items/0/values/Image%20hash"
    assert told["clause"]
    assert told["rule"]
    assert look(maker, f"{number}/").json()["state"] == "draft"


def test_unwaived_advisories_stand_in_the_way_of_acceptance(
    maker: Client, reviewer: Client
) -> None:
    number = in_review(maker, reviewer, numbered_row(1, **DOUBTFUL))

    problem = refused(send(reviewer, f"{number}/accept/"), 422)

    rules = {each["rule"] for each in problem["errors"]}
    assert rules == {"model-identifier-form"}
    waiver = {"rule": "model-identifier-form", "reason": "seen", "item": 1}
    assert send(reviewer, f"{number}/waive/", waiver).status_code == 200
    (found,) = look(maker, f"{number}/findings/", level="advisory").json()["results"]
    assert found["waived"]["reason"] == "seen"
    assert send(reviewer, f"{number}/accept/").json()["state"] == "accepted"


def test_a_waiver_names_a_rule_and_an_item_that_are_there(maker: Client, reviewer: Client) -> None:
    number = in_review(maker, reviewer, numbered_row(1, **DOUBTFUL))

    absent = {"rule": "model-identifier-form", "reason": "seen", "item": 7}
    problem = refused(send(reviewer, f"{number}/waive/", absent), 400)
    refused(send(reviewer, f"{number}/waive/", {"rule": "no-such-rule", "reason": "seen"}), 400)

    assert problem["errors"][0]["pointer"] == "#/item"
    assert Waiver.objects.count() == 0


def test_a_comment_speaks_of_an_item_that_is_there(maker: Client, reviewer: Client) -> None:
    number = in_review(maker, reviewer)
    comments = [{"item": 1, "text": "Here"}, {"item": 7, "text": "Where?"}]

    problem = refused(send(reviewer, f"{number}/return/", {**REASON, "comments": comments}), 400)

    assert [each["pointer"] for each in problem["errors"]] == ["#/comments/1/item"]
    assert look(maker, f"{number}/").json()["state"] == "in_review"


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_not_yours_is_refused_whatever_the_state(
    step: str, maker: Client, reviewer: Client
) -> None:
    wrong = reviewer if step in MAKERS else maker
    for number in (created(maker)["id"], in_review(maker, reviewer, numbered_row(2))):
        refused(send(wrong, f"{number}/{step}/", STEPS[step]), 403)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_the_state_forbids_is_a_conflict(
    step: str, maker: Client, reviewer: Client
) -> None:
    number = created(maker)["id"]
    send(maker, f"{number}/withdraw/", REASON)

    right = maker if step in MAKERS else reviewer
    problem = refused(send(right, f"{number}/{step}/", STEPS[step]), 409)

    assert "withdrawn" in problem["detail"]


@pytest.mark.parametrize("step", [*STEPS, "validate"])
def test_a_step_on_somebody_elses_submission_is_as_on_none_at_all(
    step: str, maker: Client, stranger: Client
) -> None:
    number = created(maker)["id"]

    others = send(stranger, f"{number}/{step}/", STEPS.get(step))
    absent = send(stranger, f"99999/{step}/", STEPS.get(step))

    refused(others, 404)
    assert others.content == absent.content


def test_nobody_accepts_what_they_made(reviewer: Client, reading: Reading) -> None:
    both = make_person(role=Role.PANEL_ADMINISTRATOR)
    make_holding(both, Role.PANEL_REVIEWER)
    number = in_review(reading(both), reviewer)

    refused(send(reading(both), f"{number}/accept/"), 403)


def test_a_decided_submission_keeps_the_findings_it_was_decided_on(
    maker: Client, reviewer: Client
) -> None:
    number = in_review(maker, reviewer)
    send(reviewer, f"{number}/reject/", REASON)

    refused(send(maker, f"{number}/validate/"), 409)


def test_several_submissions_make_one_publication(maker: Client, reviewer: Client) -> None:
    numbers = [in_review(maker, reviewer, numbered_row(n)) for n in (1, 2)]

    foretold = look(reviewer, f"accept/?submissions={numbers[0]},{numbers[1]}").json()
    assert (foretold["publication"], foretold["happened"], foretold["stranded"]) == (0, False, 0)
    told = send(reviewer, "accept/", {"submissions": numbers, "reason": "together"}).json()

    assert told["publication"] == 1
    assert [each["state"] for each in told["submissions"]] == ["accepted", "accepted"]
    assert Publication.objects.count() == 1


def test_several_are_accepted_all_or_none(maker: Client, reviewer: Client) -> None:
    ready = in_review(maker, reviewer, numbered_row(1))
    draft = created(maker, numbered_row(2))["id"]

    refused(send(reviewer, "accept/", {"submissions": [ready, draft]}), 409)
    problem = refused(send(reviewer, "accept/", {"submissions": [ready, 99_999]}), 400)

    assert problem["errors"][0]["pointer"] == "#/submissions/1"
    assert look(maker, f"{ready}/").json()["state"] == "in_review"
    assert Publication.objects.count() == 0


def test_who_does_not_review_accepts_nothing_together(maker: Client, administrator: Client) -> None:
    for client in (maker, administrator):
        refused(send(client, "accept/", {"nonsense": 1}), 403)
        refused(look(client, "accept/?submissions=1"), 403)


@pytest.mark.parametrize("query", ["", "submissions=", "submissions=1,x", "submissions=0", "of=1"])
def test_what_accepting_together_does_is_asked_by_numbers(query: str, reviewer: Client) -> None:
    refused(look(reviewer, f"accept/?{query}"), 400)
    problem = refused(look(reviewer, "accept/?submissions=99999"), 400)
    assert problem["errors"] == [
        {"pointer": "#/submissions/0", "detail": "There is no submission 99999."}
    ]


@pytest.mark.parametrize("path", ["submit/", "accept/"])
def test_steps_are_not_taken_by_reading(path: str, maker: Client) -> None:
    number = created(maker)["id"]

    refused(maker.get(f"{ROOT}{number}/{path}"), 405)
