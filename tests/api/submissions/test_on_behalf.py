"""What arrived by mail is keyed in by the Panel, by program too."""

from typing import Any

import pytest
from django.test import Client

from sec_registry.submissions.models import Submission
from tests.accounts.factories import OrganisationFactory
from tests.api.submissions.calls import body_of, look, refused, send
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

FOR = {"organisation": "Paper Meters", "person": "A. Writer", "reference": "letter of 1 May"}


def body(**words: Any) -> dict[str, Any]:
    return {**body_of(numbered_row(1)), "on_behalf_of": {**FOR, **words}}


def test_the_panel_says_for_whom(administrator: Client) -> None:
    OrganisationFactory(name="Paper Meters")

    answer = send(administrator, "", body())
    assert answer.status_code == 201, answer.content
    made = answer.json()

    assert made["on_behalf_of"] == FOR
    assert made["made_by"]["organisation"] is None
    assert look(administrator, f"{made['id']}/").json()["on_behalf_of"] == FOR


@pytest.mark.parametrize("path", ["", "validate/"])
def test_others_speak_for_themselves_and_learn_no_names(path: str, maker: Client) -> None:
    OrganisationFactory(name="Paper Meters")

    there, absent = (
        send(maker, path, body(organisation=name)) for name in ("Paper Meters", "No Such Ltd")
    )

    refused(there, 403)
    assert there.content == absent.content
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("path", ["", "validate/"])
def test_an_organisation_must_be_there(path: str, administrator: Client) -> None:
    problem = refused(send(administrator, path, body()), 400)

    assert problem["errors"][0]["pointer"] == "#/on_behalf_of/organisation"


def test_all_three_are_needed(administrator: Client) -> None:
    problem = refused(send(administrator, "", body(person="", reference="")), 400)

    pointers = {each["pointer"] for each in problem["errors"]}
    assert pointers == {"#/on_behalf_of/person", "#/on_behalf_of/reference"}
