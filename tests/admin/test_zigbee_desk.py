"""The committee's desk: reviews of Zigbee records, and access given and taken (F2.38, Z1, Z5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Role
from sec_registry.notices.models import Notice
from tests.accounts.factories import make_party, make_person
from tests.admin.desk import VENDOR, Cast, page, said, text
from tests.registry import accept
from tests.rows import Cells
from tests.zigbee.grants import asked, granted, two_members_needed
from zigbee.grants import grant_revoke
from zigbee.models import AccessGrant, AccessPolicy, Review

RECORDS = "zigbee_zigbeerecord_changelist"
GRANTS = "zigbee_accessgrant_changelist"


def act(client: Client, name: str, action: str, *keys: int, **typed: str) -> Any:
    chosen = {"action": action, "_selected_action": [str(key) for key in keys]}
    return client.post(page(name), {**chosen, **typed})


def states(cast: Cast) -> dict[int, str]:
    return dict(Review.objects.filter(record__in=cast.numbers).values_list("record", "state"))


def listed(client: Client, name: str, query: str = "") -> list[Any]:
    return list(client.get(page(name) + query).context["cl"].result_list)


def test_new_records_wait_for_review(cast: Cast) -> None:
    client = cast.client("ssc")

    waiting = listed(client, RECORDS, "?review=unreviewed")

    assert [row.pk for row in waiting] == cast.numbers
    assert listed(client, RECORDS, "?review=reviewed") == []


def test_records_are_marked_as_reviewed_in_bulk(cast: Cast) -> None:
    answer = act(cast.client("ssc"), RECORDS, "mark_reviewed", *cast.numbers, note="Minute 12")

    assert "2 records: reviewed" in said(answer)
    assert set(states(cast).values()) == {"reviewed"}
    assert set(Review.objects.values_list("note", flat=True)) == {"Minute 12"}
    assert Review.objects.filter(decided_by=cast.people["ssc"]).count() == 2


def test_a_concern_asks_for_its_note_first(cast: Cast) -> None:
    one, two = cast.numbers
    client = cast.client("ssc")

    asked = act(client, RECORDS, "raise_concern", one)
    without = act(client, RECORDS, "raise_concern", one, confirmed="1", note=" ")
    raised = act(client, RECORDS, "raise_concern", one, confirmed="1", note="Known weakness.")

    assert f"CPL {one}" in text(asked)
    assert f"CPL {two}" not in text(asked)
    assert VENDOR not in text(asked)
    assert "This field is required." in text(without)
    assert "1 record: concern raised" in said(raised)
    assert states(cast) == {one: "concern", two: "unreviewed"}
    assert [row.pk for row in listed(client, RECORDS, "?review=concern")] == [one]


def test_a_review_is_put_back(cast: Cast) -> None:
    client = cast.client("ssc")
    act(client, RECORDS, "mark_reviewed", *cast.numbers)

    act(client, RECORDS, "put_back", cast.numbers[0])

    assert states(cast)[cast.numbers[0]] == "unreviewed"


@pytest.mark.parametrize("who", ["grantee", "superuser", "reviewer", "auditor"])
def test_reviews_are_the_committees(cast: Cast, who: str) -> None:
    one = cast.numbers[0]
    client = cast.client(who)

    act(client, RECORDS, "mark_reviewed", one)
    act(client, RECORDS, "raise_concern", one, confirmed="1", note="mischief")

    assert set(states(cast).values()) == {"unreviewed"}


def test_a_grantee_reads_nothing_of_reviews(cast: Cast) -> None:
    one = cast.numbers[0]
    act(cast.client("ssc"), RECORDS, "raise_concern", one, confirmed="1", note="CanaryConcern")
    client = cast.client("grantee")

    pages = [
        page(RECORDS),
        page("zigbee_zigbeerecord_change", one),
        page("zigbee_zigbeerecord_history", one),
    ]
    shown = "".join(text(client.get(each)) for each in pages)

    assert VENDOR in shown
    assert "CanaryConcern" not in shown
    assert "Concern raised" not in shown
    assert client.get(page(RECORDS) + "?review=concern").status_code == 400


def test_history_of_a_record_holds_its_radios_and_reviews(cast: Cast) -> None:
    one = cast.numbers[0]
    act(cast.client("ssc"), RECORDS, "raise_concern", one, confirmed="1", note="CanaryConcern")

    shown = text(cast.client("ssc").get(page("zigbee_zigbeerecord_history", one)))

    assert VENDOR in shown
    assert "CanaryConcern" in shown


def grant_form(**typed: str) -> dict[str, str]:
    until = (timezone.now() + timedelta(days=60)).date().isoformat()
    form = {"person": "", "organisation": "", "kind": "all", "value": "", "until": until}
    return {**form, "purpose": "Inquiry 3", **typed}


def given(client: Client, **typed: str) -> Any:
    return client.post(page("zigbee_accessgrant_add"), grant_form(**typed))


def test_access_is_given_to_a_person_and_works_at_once(cast: Cast) -> None:
    person = cast.people["auditor"]
    two = str(cast.numbers[1])

    answer = given(cast.client("ssc"), person=person.email.upper(), kind="records", value=two)

    grant = AccessGrant.objects.latest("pk")
    assert answer.status_code == 302
    assert (grant.person, grant.decided_by) == (person, cast.people["ssc"])
    assert (grant.scope.kind, grant.scope.value) == ("records", two)
    assert [row.pk for row in listed(cast.client("auditor"), RECORDS)] == [cast.numbers[1]]


def test_access_is_given_to_an_organisation(cast: Cast, client: Client) -> None:
    party = make_party()
    person = make_person(organisation=party, staff=True)

    given(cast.client("ssc"), organisation=str(party.pk), kind="device_type", value="ESME")
    client.force_login(person)

    assert [row.pk for row in listed(client, RECORDS)] == cast.numbers


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "one person, one organisation or one Panel role"),
        ({"person": "nobody@test.example"}, "no account with this email address"),
        ({"person": "someone", "kind": "records", "value": "987654"}, "A CPL number that there is"),
        ({"person": "someone", "kind": "all", "value": "ESME"}, "names no value"),
        (
            {"person": "someone", "kind": "device_type", "value": "XYZ"},
            "A Physical Device Type is needed",
        ),
        ({"person": "someone", "purpose": " "}, "This field is required."),
        ({"person": "someone", "until": "2999-01-01"}, "at most"),
        ({"person": "someone", "until": "2020-01-01"}, "in the future"),
        ({"person": "someone", "until": "soon"}, "valid date"),
        ({"person": "myself"}, "Nobody decides on access for themselves"),
    ],
)
def test_what_cannot_be_granted_is_said_on_the_form(
    cast: Cast, typed: dict[str, str], sentence: str
) -> None:
    names = {"someone": cast.people["auditor"].email, "myself": cast.people["ssc"].email}
    filled = {name: names.get(value, value) for name, value in typed.items()}
    before = AccessGrant.objects.count()

    answer = given(cast.client("ssc"), **filled)

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert AccessGrant.objects.count() == before


def test_standing_access_of_a_role_is_proposed_and_countersigned_at_the_desk(cast: Cast) -> None:
    two_members_needed()
    given(cast.client("ssc"), role="PANEL_REVIEWER")
    grant = AccessGrant.objects.latest("pk")
    assert [*listed(cast.client("ssc"), GRANTS, "?state=awaits another member")] == [grant]

    own = act(cast.client("ssc"), GRANTS, "countersign", grant.pk)
    assert "Another member countersigns" in said(own)
    other = Client()
    other.force_login(make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True))
    act(other, GRANTS, "countersign", grant.pk)

    grant.refresh_from_db()
    assert grant.countersigned_by is not None
    assert [row.pk for row in listed(cast.client("reviewer"), RECORDS)] == cast.numbers


def test_a_stale_list_decides_on_nothing_that_it_did_not_show(cast: Cast) -> None:
    client, (one, _) = cast.client("ssc"), cast.numbers
    shown = client.get(page(RECORDS))
    seen = str(shown.context["action_form"]["seen"].value())
    assert f'name="seen" value="{seen}"' in text(shown)
    row: Cells = {"Action": "amend", "CPL number": one, "ZigBee stack version": "Tower 2"}
    accept(row, panel=cast.panel)

    refused = act(client, RECORDS, "mark_reviewed", *cast.numbers, seen=seen)
    asked = act(client, RECORDS, "raise_concern", one, seen=seen, note="Sample")

    assert f"CPL {one}. Look again" in said(refused)
    assert set(states(cast).values()) == {"unreviewed"}
    assert ("seen", seen) in asked.context["carried"]
    assert asked.context["form"].initial["note"] == "Sample"
    again = str(client.get(page(RECORDS)).context["action_form"]["seen"].value())
    assert "2 records: reviewed" in said(
        act(client, RECORDS, "mark_reviewed", *cast.numbers, seen=again)
    )


def test_policy_on_access_is_the_committees_alone(cast: Cast) -> None:
    address = page("zigbee_accesspolicy_change", "all")
    form = {"longest_days": "30", "members": "2", "reason": "minute 12"}

    assert cast.client("administrator").get(address).status_code == 200
    assert cast.client("administrator").post(address, form).status_code == 403
    assert cast.client("ssc").post(address, form).status_code == 302
    assert cast.client("ssc").post(address, form | {"reason": "no change"}).status_code == 302

    letter = Notice.objects.get(recipient=cast.people["ssc"])
    assert "Longest (days): 366, now 30\nMembers who decide: 1, now 2\n" in letter.text
    assert f"By: {cast.people['ssc']}\nReason: minute 12\n" in letter.text
    before, line, _ = AccessPolicy.history.order_by("history_id")
    assert (before.longest_days, before.members) == (366, 1)
    assert (line.longest_days, line.members) == (30, 2)
    assert (line.history_user_id, line.history_change_reason) == (
        cast.people["ssc"].email,
        "minute 12",
    )


def test_auditors_find_whose_decision_a_grant_was_and_none_of_its_words(cast: Cast) -> None:
    party, member = cast.people["party"], cast.people["ssc"]
    decided = granted(member, asked(party, purpose="CanaryPurpose"))
    grant = AccessGrant.objects.get(request=decided)
    grant_revoke(by=member, grant=grant, reason="CanaryReason")
    client, one = cast.client("auditor"), page("zigbee_accessgrant_change", grant.pk)

    assert f"Grant {grant.pk}" in text(client.get(page(GRANTS)))
    for term in (f"Grant {grant.pk}", str(grant.pk)):
        assert listed(client, GRANTS, f"?q={term}") == [grant]
    assert listed(client, GRANTS, "?q=Canary") == []
    assert listed(cast.client("ssc"), GRANTS, "?q=Canary") == [grant]
    shown = text(client.get(one))
    for told in (str(party), member.email, "SSC 12, item 4", "All records", "revoked"):
        assert escape(told) in shown
    assert "historylink" not in shown
    assert "Canary" not in shown + text(client.get(page(GRANTS)))
    assert client.get(page("zigbee_accessgrant_history", grant.pk)).status_code == 403
    assert client.get(page("zigbee_accessgrant_add")).status_code == 403
    client.post(page(GRANTS), {"action": "revoke", "_selected_action": [str(cast.grant.pk)]})
    cast.grant.refresh_from_db()
    assert cast.grant.revoked_at is None
    assert "historylink" in text(cast.client("ssc").get(one))


def test_access_is_revoked_with_a_reason(cast: Cast) -> None:
    client = cast.client("ssc")

    without = act(client, GRANTS, "revoke", cast.grant.pk)
    revoked = act(client, GRANTS, "revoke", cast.grant.pk, reason="Study over")

    cast.grant.refresh_from_db()
    assert "Write a reason" in said(without)
    assert "revoked" in said(revoked)
    assert cast.grant.revocation_reason == "Study over"
    assert (
        cast.client("grantee").get(page("zigbee_zigbeerecord_change", cast.numbers[0])).status_code
        == 404
    )


def test_a_second_revocation_is_said_to_be_one(cast: Cast) -> None:
    client = cast.client("ssc")
    act(client, GRANTS, "revoke", cast.grant.pk, reason="Study over")

    again = act(client, GRANTS, "revoke", cast.grant.pk, reason="Study over")

    assert "revoked already" in said(again)


@pytest.mark.parametrize("who", ["superuser", "administrator", "reviewer", "grantee"])
def test_nobody_else_gives_or_takes_access(cast: Cast, who: str) -> None:
    client = cast.client(who)
    before = AccessGrant.objects.count()

    answers = [
        given(client, person=cast.people["auditor"].email),
        act(client, GRANTS, "revoke", cast.grant.pk, reason="mischief"),
    ]

    cast.grant.refresh_from_db()
    assert {answer.status_code for answer in answers} == {403}
    assert AccessGrant.objects.count() == before
    assert cast.grant.revoked_at is None


def test_grants_are_listed_by_state(cast: Cast) -> None:
    client = cast.client("ssc")
    queries = ("?state=in+force", "?state=expired", "?state=revoked", "?kind=records")

    found = {query: len(listed(client, GRANTS, query)) for query in queries}

    assert found == {queries[0]: 1, queries[1]: 1, queries[2]: 0, queries[3]: 1}
