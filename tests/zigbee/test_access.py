"""Who reads which Zigbee records (F2.38): every kind of person, every state of a grant."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import (
    organisation_cease,
    role_end,
    user_deactivate,
    user_join_organisation,
)
from sec_registry.registers.guardian import permit, withdraw
from tests.accounts.factories import BY, make_party, make_person, make_superuser
from tests.registry import accept, make_panel
from tests.rows import numbered_row, row_of
from tests.zigbee.grants import MONTH, make_grant, make_member
from zigbee.access import READ
from zigbee.choices import GrantState, ScopeKind
from zigbee.grants import grant_revoke, grants_standing, grants_suspended
from zigbee.models import AccessGrant, AccessScope
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed() -> None:
    """CPL 1 and 2 are ESME of FA0A, 3 is a CH of FB0B."""
    hub = row_of("CH", **{"Manufacturer code": "FB0B", "Manufacturer": "Pretend Meters Ltd"})
    certificate = {"ZigBee certificate": "ZIG-HUB", "CPA certificate": "CPA-HUB"}
    hub = {**hub, **certificate, "Image hash": "AB" * 32}
    accept(numbered_row(1), numbered_row(2), hub, panel=make_panel())


def seen_by(user: User) -> list[int]:
    """The CPL numbers that the person sees, published and live alike."""
    published = list(DZIR.visible_to(user).values_list("cpl_number", flat=True))
    assert published == list(DZIR.live_visible_to(user).values_list("pk", flat=True))
    return published


def test_members_see_everything(member: User) -> None:
    assert DZIR.reach(member).everything
    assert DZIR.reach(member).right == "Security Sub Committee"


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SECURITY_SUB_COMMITTEE])
def test_other_roles_see_nothing_and_may_knock(role: Role) -> None:
    holder = make_person(role=role)

    assert DZIR.admits(holder)
    assert not DZIR.reach(holder)


def test_people_of_a_party_see_nothing() -> None:
    assert not DZIR.reach(make_person(organisation=make_party()))


def test_superuser_sees_nothing_even_with_every_permission() -> None:
    operator = make_superuser()
    operator.user_permissions.set(Permission.objects.all())

    assert not DZIR.reach(operator)


def test_nobody_may_not_even_knock() -> None:
    assert not DZIR.admits(AnonymousUser())
    assert not DZIR.reach(AnonymousUser())


def test_member_whose_role_ended_sees_nothing(member: User) -> None:
    other = make_member()
    (holding,) = other.role_holdings.all()

    role_end(holding=holding, reason="left", by=BY)

    assert not DZIR.reach(other)


def test_grantee_sees_everything_under_the_name_of_the_grant(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    assert DZIR.reach(person).everything
    assert DZIR.reach(person).right == f"grant {grant.pk}"


def test_superuser_with_a_grant_sees_what_it_gives(member: User) -> None:
    operator = make_superuser()

    make_grant(member, person=operator)

    assert DZIR.reach(operator).everything


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("kind", "value", "seen"),
    [
        (ScopeKind.ALL, "", [1, 2, 3]),
        (ScopeKind.DEVICE_TYPE, "ESME", [1, 2]),
        (ScopeKind.DEVICE_TYPE, "GSME", []),
        (ScopeKind.MANUFACTURER, "FB0B", [3]),
        (ScopeKind.RECORD, "2", [2]),
    ],
)
def test_grantee_sees_the_scope_and_no_more(
    member: User, person: User, kind: str, value: str, seen: list[int]
) -> None:
    make_grant(member, person=person, kind=kind, value=value)

    assert seen_by(person) == seen


@pytest.mark.usefixtures("listed")
def test_grants_add_up_and_are_all_named(member: User, person: User) -> None:
    first = make_grant(member, person=person, kind=ScopeKind.RECORD, value="1")
    second = make_grant(member, person=person, kind=ScopeKind.MANUFACTURER, value="FB0B")

    assert seen_by(person) == [1, 3]
    assert DZIR.reach(person).right == f"grant {first.pk}, grant {second.pk}"


@pytest.mark.usefixtures("listed")
def test_later_records_enter_the_scope(member: User, person: User) -> None:
    make_grant(member, person=person, kind=ScopeKind.DEVICE_TYPE, value="ESME")

    accept(numbered_row(4), panel=make_panel())

    assert seen_by(person) == [1, 2, 4]


def test_grant_opens_nothing_before_it_begins(member: User, person: User) -> None:
    make_grant(member, person=person, starts=timezone.now() + timedelta(days=1))

    assert not DZIR.reach(person)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert DZIR.reach(person)


def test_grant_expires_by_itself(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    with time_machine.travel(grant.until - timedelta(seconds=1), tick=False):
        assert DZIR.reach(person)
    with time_machine.travel(grant.until, tick=False):
        assert not DZIR.reach(person)


def test_revoked_grant_opens_nothing(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    grant_revoke(by=member, grant=grant, reason="The study is over.")

    assert not DZIR.reach(person)


def test_guardian_row_without_grant_opens_nothing(person: User) -> None:
    permit(person, READ, AccessScope.objects.create(kind=ScopeKind.ALL))

    assert not DZIR.reach(person)


def test_grant_without_guardian_row_opens_nothing(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    withdraw(person, READ, grant.scope)

    assert not DZIR.reach(person)


def test_global_permission_opens_nothing(person: User) -> None:
    person.user_permissions.set(Permission.objects.filter(codename="read_zigbee"))

    assert not DZIR.reach(person)


def test_inactive_grantee_sees_nothing(member: User, person: User) -> None:
    make_grant(member, person=person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    # Asked of the person as loaded before: the answer is the database's.
    assert not DZIR.admits(person)
    assert not DZIR.reach(person)


def test_inactive_member_sees_nothing(member: User) -> None:
    User.objects.filter(pk=member.pk).update(is_active=False)

    assert not DZIR.reach(User.objects.get(pk=member.pk))


def test_organisations_grant_is_its_peoples(member: User, person: User) -> None:
    organisation = make_party()
    colleague = make_person(organisation=organisation)

    grant = make_grant(member, organisation=organisation)

    assert DZIR.reach(colleague).right == f"grant {grant.pk}"
    assert not DZIR.reach(person)


def test_organisations_grant_does_not_go_with_who_leaves(member: User) -> None:
    organisation, other = make_party(), make_party()
    colleague = make_person(organisation=organisation)
    make_grant(member, organisation=organisation)

    user_join_organisation(user=colleague, organisation=other, by=BY)

    assert not DZIR.reach(colleague)


def test_organisations_grant_comes_to_who_joins(member: User, person: User) -> None:
    organisation = make_party()
    make_grant(member, organisation=organisation)

    user_join_organisation(user=person, organisation=organisation, by=BY)

    assert DZIR.reach(person)


def test_group_alone_opens_nothing(member: User, person: User) -> None:
    organisation = make_party()
    make_grant(member, organisation=organisation)

    person.groups.add(organisation.group)

    assert not DZIR.reach(person)


def test_grant_of_an_organisation_that_ceased_opens_nothing(member: User) -> None:
    organisation = make_party()
    colleague = make_person(organisation=organisation)
    make_grant(member, organisation=organisation)

    organisation_cease(organisation=organisation, on=timezone.localdate(), by=BY)

    assert not DZIR.reach(colleague)


def test_grant_without_a_holder_who_could_read_is_suspended_and_not_in_force(member: User) -> None:
    organisation, person, gone = make_party(), make_person(), make_person()
    standing = make_grant(member, person=person)
    role = make_grant(member, role=Role.PANEL_REVIEWER)
    suspended = {make_grant(member, organisation=organisation), make_grant(member, person=gone)}
    later = make_grant(member, organisation=organisation, starts=timezone.now() + MONTH)

    organisation_cease(organisation=organisation, on=timezone.localdate(), by=BY)
    user_deactivate(user=gone, reason="left", by=BY)

    assert set(grants_suspended()) == suspended
    assert set(grants_standing()) == {standing, role}
    states = {each.pk: each.state for each in AccessGrant.objects.all()}
    assert states == {
        standing.pk: GrantState.IN_FORCE,
        role.pk: GrantState.IN_FORCE,
        later.pk: GrantState.NOT_BEGUN,
        **{each.pk: GrantState.SUSPENDED for each in suspended},
    }


def test_grant_of_an_organisation_that_will_cease_lasts_until_then(member: User) -> None:
    organisation = make_party()
    colleague = make_person(organisation=organisation)
    make_grant(member, organisation=organisation)
    last_day = timezone.localdate() + timedelta(days=3)

    organisation_cease(organisation=organisation, on=last_day, by=BY)

    assert DZIR.reach(colleague)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert not DZIR.reach(colleague)


def test_personal_grant_outlives_a_ceased_organisation(member: User) -> None:
    party = make_party()
    colleague = make_person(organisation=party)
    make_grant(member, person=colleague)

    organisation_cease(organisation=party, on=timezone.localdate(), by=BY)

    assert DZIR.reach(colleague)


def test_nobody_of_a_ceased_party_is_given_a_grant(member: User) -> None:
    colleague = make_person(organisation=make_party(ceased_on=date(2020, 1, 1)))

    with pytest.raises(ValidationError, match="ceased"):
        make_grant(member, person=colleague)


def test_reach_is_asked_afresh(member: User, person: User) -> None:
    grant = make_grant(member, person=person, until=timezone.now() + MONTH)
    assert DZIR.reach(person)

    AccessGrant.objects.filter(pk=grant.pk).update(until=timezone.now())

    assert not DZIR.reach(person)
