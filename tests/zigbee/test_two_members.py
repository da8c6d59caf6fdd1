"""Access that needs two members of the committee: nothing opens before both have signed (Z1)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Role, User
from accounts.services import user_join_organisation
from sec_registry.registers.guardian import objects_permitted, permit
from tests.accounts.factories import BY, make_party, make_person
from tests.zigbee.grants import make_grant, two_members_needed
from zigbee.access import READ
from zigbee.choices import ScopeKind
from zigbee.grants import (
    grant_countersign,
    grant_revoke,
    grants_ending,
    grants_standing,
    grants_to_countersign,
)
from zigbee.models import AccessGrant, AccessScope
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def policy() -> None:
    two_members_needed()


def test_proposal_opens_nothing_until_another_member_signs(member: User, other: User) -> None:
    person = make_person()
    grant = make_grant(member, person=person)
    assert not DZIR.reach(person)
    assert not objects_permitted(person, READ, AccessScope.objects.all()).exists()
    assert list(grants_to_countersign()) == [grant]
    assert not grants_standing().exists()

    # SECURITY: guardian's row alone does not open it either.
    permit(person, READ, grant.scope)
    assert not DZIR.reach(person)

    signed = grant_countersign(by=other, grant=grant)

    assert DZIR.reach(person).right == f"grant {grant.pk}"
    assert (signed.decided_by, signed.countersigned_by) == (member, other)
    assert not grants_to_countersign().exists()
    lines = AccessGrant.history.order_by("history_id").values_list(
        "history_user_id", "history_change_reason"
    )
    assert [who for who, _ in lines] == [member.email, other.email]
    assert lines[1][1] == "countersigned"


def test_role_grant_waits_for_the_second_member_too(member: User, other: User) -> None:
    reviewer = make_person(role=Role.PANEL_REVIEWER)
    grant = make_grant(member, role=Role.PANEL_REVIEWER)
    assert not DZIR.reach(reviewer)

    grant_countersign(by=other, grant=grant)

    assert DZIR.reach(reviewer)


def test_nobody_countersigns_who_is_not_another_impartial_member(member: User, other: User) -> None:
    organisation = make_party()
    person = make_person(organisation=organisation)
    grant = make_grant(member, person=person)
    user_join_organisation(user=other, organisation=organisation, by=BY)

    for by in (member, other, person, make_person(role=Role.PANEL_ADMINISTRATOR)):
        with pytest.raises(PermissionDenied):
            grant_countersign(by=by, grant=grant)

    assert not DZIR.reach(person)


def test_proposal_is_declined_by_revoking_and_then_signed_by_nobody(
    member: User, other: User
) -> None:
    person = make_person()
    grant = make_grant(member, person=person)

    grant_revoke(by=other, grant=grant, reason="Too wide.")

    with pytest.raises(ValidationError, match="does not wait"):
        grant_countersign(by=other, grant=grant)
    assert not DZIR.reach(person)


def test_proposal_whose_end_has_come_is_signed_by_nobody(member: User, other: User) -> None:
    grant = make_grant(member, person=make_person())

    with (
        time_machine.travel(grant.until, tick=False),
        pytest.raises(ValidationError, match="ended by now"),
    ):
        grant_countersign(by=other, grant=grant)


def test_narrow_scope_needs_one_member_and_is_countersigned_by_nobody(
    member: User, other: User
) -> None:
    person = make_person()
    grant = make_grant(member, person=person, kind=ScopeKind.DEVICE_TYPE, value="ESME")

    assert DZIR.reach(person)
    with pytest.raises(ValidationError, match="does not wait"):
        grant_countersign(by=other, grant=grant)


def test_revoked_one_takes_nothing_from_the_other_that_is_open(member: User, other: User) -> None:
    person = make_person()
    opened = grant_countersign(by=other, grant=make_grant(member, person=person))
    proposed = make_grant(member, person=person)

    grant_revoke(by=member, grant=proposed, reason="Asked twice.")

    assert DZIR.reach(person).right == f"grant {opened.pk}"


def test_grants_that_end_soon_are_open_ones(member: User, other: User) -> None:
    grant = make_grant(member, person=make_person())
    with time_machine.travel(grant.until - timedelta(days=3), tick=False):
        assert not grants_ending().exists()
        grant_countersign(by=other, grant=grant)
        assert list(grants_ending()) == [grant]
