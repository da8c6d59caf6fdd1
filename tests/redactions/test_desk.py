"""Redactions at the desk and over REST: two people, nobody else, and no value on any page."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from sec_registry.registers.models import Redaction, RedactionState
from tests.accounts.factories import make_person
from tests.redactions.world import NAME, World, places_that_hold, redacted

pytestmark = pytest.mark.django_db
ADD = "/admin/registers/redaction/add/"


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def form_of(world: World, **changes: object) -> dict[str, object]:
    said = {
        "cpl_number": world.number,
        "members": ["cpl:model.name"],
        "publications": "1",
        "reason": "A person stands there.",
    }
    return {**said, **changes}


def test_one_proposes_and_another_carries_out(world: World) -> None:
    administrator, reviewer = map(browser_of, (world.panel.administrator, world.panel.reviewer))
    committee = browser_of(make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True))
    assert NAME not in administrator.get(ADD).content.decode()

    made = administrator.post(ADD, form_of(world))

    redaction = Redaction.objects.get()
    page = reverse("admin:registers_redaction_change", args=[redaction.pk])
    assert (made.status_code, made["Location"]) == (302, page)
    assert committee.get(page).status_code == 404
    assert committee.post(page, {"deed": "approve"}).status_code == 404
    assert "waits for another person" in administrator.get(page).content.decode()
    assert administrator.post(page, {"deed": "approve"}).status_code == 403
    assert reviewer.post(page, {"deed": "nothing"}).status_code == 403
    assert "Approve and carry out" in reviewer.get(page).content.decode()
    done = reviewer.post(page, {"deed": "approve", "note": "Seen."}, follow=True)
    assert "(CPL): carried out." in done.content.decode()
    redaction.refresh_from_db()
    assert (redaction.state, redaction.note) == (RedactionState.DONE, "Seen.")
    assert places_that_hold(NAME) == set()
    listed = reviewer.get(reverse("admin:registers_redaction_changelist"), {"state": "done"})
    assert f"Redaction {redaction.pk} of CPL {redaction.cpl_number} (" in listed.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"members": ["zigbee:contact.email"]}, "is not one of the available choices"),
        ({"members": ["cpl:model.name", "firmware:release_notes"]}, "members of one register"),
        ({"publications": "one"}, "Write numbers of publications"),
        ({"publications": "9" * 30}, "Write numbers of publications"),
        ({"publications": "77"}, "was not changed in publication 77"),
        ({"cpl_number": "-1"}, "greater than or equal to 1"),
        ({"members": ["cpl:hardware_version"]}, "is in force today"),
        ({"reason": "x" * 501}, "at most 500"),
    ],
)
def test_proposal_that_cannot_be_is_refused_in_words(
    world: World, changes: dict[str, object], said: str
) -> None:
    answer = browser_of(world.panel.administrator).post(ADD, form_of(world, **changes))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Redaction.objects.exists()


def test_anyone_may_follow_redactions_of_the_public_list(world: World, client: Client) -> None:
    redacted(world, "contact.telephone", code="firmware")
    redacted(world, "model.name", reason="Said to all.", reason_public=True)

    answer = client.get("/api/v1/redactions/?count=true")

    (told,) = answer.json()["results"]
    assert answer.json()["count"] == 1
    assert (told["register"], told["number"], told["publications"]) == ("cpl", 1, [1])
    assert (told["members"], told["reason"]) == (["model.name"], "Said to all.")
    assert told["redacted_at"].endswith("Z")
    held = {"If-None-Match": answer["ETag"]}
    assert client.get("/api/v1/redactions/?count=true", headers=held).status_code == 304
