"""Purposes, decisions, reasons and notes: two members take out what got into the wrong field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from sec_registry.audit.history import history_of
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.redactions.proposals import redaction_decline
from sec_registry.redactions.texts import texts_offered, texts_propose
from sec_registry.registers.models import Redaction, RedactionState, RedactionStatement
from sec_registry.submissions.errors import NotForYou
from tests.accounts.factories import make_person
from tests.redactions.world import NAME, make_world, places_that_hold
from tests.wholeness import assert_whole
from tests.zigbee.grants import asked, make_grant, two_members_needed
from zigbee.choices import ReviewState
from zigbee.decisions import request_decline, request_grant
from zigbee.grants import grant_revoke
from zigbee.models import AccessGrant, AccessRequest, UnusualReading, ZigbeeRecord
from zigbee.questions import question_answered, questions_ask
from zigbee.reviews import records_review
from zigbee.written import family_asked, family_of

pytestmark = pytest.mark.django_db
REASON = "A person's name got into it."
Members = tuple[User, User]


@pytest.fixture
def members(db: None) -> Members:
    one, other = (make_person(Role.SECURITY_SUB_COMMITTEE, staff=True) for _ in range(2))
    return one, other


def proposed(row: Any, by: User, *fields: str, reason: str = REASON) -> Redaction:
    family = family_of(row)
    offered = [each.name for each in texts_offered(family)]
    names = [name for name in offered if name.rpartition(":")[2] in fields]
    return texts_propose(family=family, names=names, reason=reason, by=by)


def carried_out(row: Any, members: Members, *fields: str) -> Redaction:
    return redaction_approve(redaction=proposed(row, members[0], *fields), by=members[1])


def test_purpose_goes_from_request_grant_and_history_and_the_rest_stays(members: Members) -> None:
    requester = make_person(staff=True)
    # So long that the history of the grant keeps but its beginning.
    purpose = f"The meter of {NAME} " + "is looked into. " * 60
    request = asked(requester, purpose=purpose)
    request_grant(by=members[0], request=request, text=f"As {NAME} asked.", meeting="SSC 12")
    grant = AccessGrant.objects.get()
    grant_revoke(by=members[0], grant=grant, reason=f"{NAME} moved away.")
    names = [each.name for each in texts_offered(family_of(grant))]
    assert len(names) == 5  # purpose twice, decision, meeting, reason of the revocation

    done = carried_out(request, members, "purpose", "decision", "revocation_reason")

    assert places_that_hold(NAME) == set()
    assert places_that_hold("is looked into") == set()
    request.refresh_from_db()
    grant.refresh_from_db()
    texts = {request.purpose, request.decision, grant.purpose, grant.revocation_reason}
    assert texts == {request.purpose}
    assert request.purpose.startswith("Redacted (no. 1, ")
    assert (request.meeting, grant.decided_by, done.state) == ("SSC 12", members[0], "done")
    assert '"records":[]' in RedactionStatement.objects.get().statement
    assert_whole()
    browser = Client()
    browser.force_login(requester)
    assert request.purpose in browser.get("/api/v1/zigbee/access-requests/").text


def test_text_of_a_decision_that_was_taken_back_stands_in_history_alone(members: Members) -> None:
    two_members_needed()
    request = asked(make_person())
    request_grant(by=members[0], request=request, text=f"As {NAME} asked.", meeting="SSC 12")
    request_decline(by=members[1], request=request, reason=f"{NAME} is a person.")
    assert AccessRequest.objects.get().decision == ""

    carried_out(request, members, "decision", "revocation_reason")

    assert places_that_hold(NAME) == set()
    assert AccessRequest.objects.get().decision == ""


def test_notes_of_reviews_questions_and_reading_are_taken_out(members: Members) -> None:
    world, name = make_world(), "Joan Fictitious"
    record = ZigbeeRecord.objects.get(pk=world.number)
    concern = ReviewState.CONCERN
    one = ZigbeeRecord.objects.filter(pk=record.pk)
    records_review(by=members[0], records=one, state=concern, note=f"Call {name.upper()} first.")
    (question,) = questions_ask(by=members[0], records=[record], text=f"Is {name} yours?")
    question_answered(by=world.panel.administrator, question=question, text=f"{name} is nobody.")
    looked_into = {"settled_at": question.asked_at, "settled_by": members[0]}
    episode = UnusualReading.objects.create(
        read_by="person",
        reader="hungry@test.example",
        began_at=question.asked_at,
        latest_at=question.asked_at,
        noticed_at=question.asked_at,
        records=2,
        looks=2,
        most_records=1,
        hours=24,
        note=f"It was {name}.",
        **looked_into,
    )
    assert len(places_that_hold(name)) == 8

    carried_out(record, members, "note", "text", "answer")
    carried_out(episode, members, "note")

    assert places_that_hold(name) == set()
    assert_whole()


def test_only_members_have_a_part_and_it_takes_two(members: Members) -> None:
    request = asked(make_person(), purpose=f"For {NAME}")
    panel, root = make_person(Role.PANEL_ADMINISTRATOR), make_person()
    for person in (panel, root, request.requester):
        with pytest.raises(NotForYou):
            proposed(request, person, "purpose")
    with pytest.raises(ValidationError, match="repeats what is to be redacted"):
        proposed(request, members[0], "purpose", reason=f"It says for {NAME.lower()}")
    with pytest.raises(ValidationError, match="at least one text"):
        proposed(request, members[0], "decision")
    redaction = proposed(request, members[0], "purpose")
    with pytest.raises(ValidationError, match="waits for a decision already"):
        proposed(request, members[1], "purpose")
    for person in (members[0], panel):
        with pytest.raises(NotForYou):
            redaction_approve(redaction=redaction, by=person)
    with pytest.raises(ValidationError, match="The note repeats"):
        redaction_approve(redaction=redaction, by=members[1], note=f"For {NAME}, indeed.")
    assert AccessRequest.objects.get().purpose == f"For {NAME}"

    redaction_decline(redaction=redaction, by=members[1])

    assert Redaction.objects.get().state == RedactionState.DECLINED
    line = history_of(AccessRequest).objects.get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE zigbee_historicalaccessrequest SET purpose = 'x'")
    line.refresh_from_db()
    assert line.purpose == f"For {NAME}"


def test_desk_leads_there_and_shows_no_text(members: Members) -> None:
    grant = make_grant(members[0], person=make_person(), purpose=f"For {NAME}")
    one, other, panel = (
        _browser(person) for person in (*members, make_person(Role.PANEL_ADMINISTRATOR, staff=True))
    )
    page = one.get(reverse("admin:zigbee_accessgrant_change", args=[grant.pk])).text
    add = f"{reverse('admin:registers_redaction_add')}?text=accessgrant:{grant.pk}"
    assert add in page
    for address in (add, add.replace("accessgrant", "nothing"), f"{add}9", f"{add}%00"):
        assert panel.get(address).status_code == 404
        assert (one.get(address).status_code == 200) == (address == add)
    form = one.get(add).text
    assert NAME not in form
    assert f"Access grant {grant.pk}: the purpose" in form

    wrong = one.post(add, {"names": ["accessgrant:999:purpose"], "reason": REASON})
    assert wrong.status_code == 422
    name = f"accessgrant:{grant.pk}:purpose"
    made = one.post(add, {"names": [name], "reason": REASON}, follow=True).text

    said = f"of access grant {grant.pk} (DZIR) waits for another member"
    assert said in made.replace("&#x27;", "'")
    assert NAME not in made
    # What there is, and no empty CPL number, publications or decision.
    assert "Register:" in made
    for label in ("CPL number:", "Publications:", "Decided by:", "Number in the register:"):
        assert label not in made
    redaction = Redaction.objects.get()
    decide = reverse("admin:registers_redaction_change", args=[redaction.pk])
    assert panel.get(decide).status_code == 404
    decided = other.post(decide, {"deed": "approve"}, follow=True).text
    assert "carried out." in decided
    assert "Decided by:" in decided
    assert places_that_hold(NAME) == set()
    listed = one.get(reverse("admin:registers_redaction_changelist")).text
    assert f"of access grant {grant.pk} (DZIR)" in listed


def test_families_are_asked_for_by_kind_and_key(members: Members) -> None:
    assert family_asked("accessrequest", 1) is None
    assert family_asked("user", members[0].pk) is None


def _browser(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser
