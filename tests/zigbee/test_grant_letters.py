"""Letters about grants: who holds one hears that it is revoked or ends, never what it is to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import user_deactivate
from sec_registry.notices.models import Notice
from tests.accounts.factories import BY, make_party, make_person
from tests.zigbee.grants import asked, granted, make_grant, two_members_needed
from zigbee.endings import grant_ends_tell
from zigbee.grants import grant_revoke
from zigbee.models import AccessGrant

pytestmark = pytest.mark.django_db
PURPOSE = "A study of imaginary chipsets"


def to_person(member: User) -> tuple[AccessGrant, set[str]]:
    person = make_person()
    return make_grant(member, person=person, kind="device_type", value="CH"), {person.email}


def to_service(member: User) -> tuple[AccessGrant, set[str]]:
    answers = make_person()
    service = make_person(is_service=True, responsible_person=answers)
    return make_grant(member, person=service), {answers.email}


def to_organisation(member: User) -> tuple[AccessGrant, set[str]]:
    party = make_party()
    people = {make_person(organisation=party).email for _ in range(2)}
    gone = make_person(organisation=party)
    user_deactivate(user=gone, reason="left", by=BY)
    make_person(organisation=make_party(name="Others"))
    return make_grant(member, organisation=party), people


def to_role(member: User) -> tuple[AccessGrant, set[str]]:
    make_person(role=Role.PANEL_ADMINISTRATOR)
    holder = make_person(role=Role.PANEL_REVIEWER)
    return make_grant(member, role=Role.PANEL_REVIEWER), {holder.email}


@pytest.mark.parametrize("given", [to_person, to_service, to_organisation, to_role])
def test_holders_hear_once_that_access_ends_and_that_it_is_revoked(
    member: User, given: Callable[[User], tuple[AccessGrant, set[str]]]
) -> None:
    grant, holders = given(member)
    now = timezone.now()

    assert grant_ends_tell(now - timedelta(minutes=1)) == 0
    assert [grant_ends_tell(now + timedelta(days=1)) for _ in range(3)] == [1, 0, 0]
    grant_revoke(by=member, grant=grant, reason="Over, says minute 9.")

    letters = Notice.objects.order_by("pk")
    for deed in ("ends", "revoked"):
        told = letters.filter(key=f"grant-{deed}:{grant.pk}")
        assert {each.reader.email for each in told} == holders
    assert letters.count() == 2 * len(holders)
    said = " ".join(f"{each.subject} {each.text}" for each in letters)
    assert f"grant {grant.pk}" in said
    for unsaid in (PURPOSE, "minute 9", str(grant.scope), "CPL"):
        assert unsaid not in said


def test_nobody_hears_of_what_was_never_opened_is_over_or_is_renewed(member: User) -> None:
    two_members_needed()
    proposal = make_grant(member, person=make_person())
    revoked = make_grant(member, person=make_person(), kind="device_type", value="CH")
    grant_revoke(by=member, grant=revoked, reason="A mistake.")
    Notice.objects.all()._raw_delete("default")

    grant_revoke(by=member, grant=proposal, reason="Not wanted.")
    assert grant_ends_tell(timezone.now() + timedelta(days=1)) == 0
    assert not Notice.objects.exists()


def test_requester_hears_of_the_decision_and_not_what_it_is(member: User) -> None:
    person = make_person()
    granted(member, asked(person))

    letter = Notice.objects.get(recipient=person)
    for unsaid in (PURPOSE, "All records", "granted", "For the study."):
        assert unsaid not in letter.subject + letter.text
