"""The verbs on grants: who may use them, and what they refuse."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import role_give, user_join_organisation
from sec_registry.registers.guardian import objects_permitted
from tests.accounts.factories import BY, make_holding, make_party, make_person, make_superuser
from tests.registry import accept, make_panel
from tests.rows import numbered_row
from tests.zigbee.grants import make_grant
from zigbee.access import READ
from zigbee.choices import ScopeKind
from zigbee.grants import grant_revoke
from zigbee.models import AccessGrant, AccessPolicy, AccessScope

pytestmark = pytest.mark.django_db


def permitted(user: User) -> bool:
    """Whether guardian holds a permission for the person."""
    return objects_permitted(user, READ, AccessScope.objects.all()).exists()


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SECURITY_SUB_COMMITTEE])
def test_other_roles_neither_give_nor_revoke(member: User, person: User, role: Role) -> None:
    grant = make_grant(member, person=person)
    other = make_person(role=role)

    with pytest.raises(PermissionDenied):
        make_grant(other, person=person)
    with pytest.raises(PermissionDenied):
        grant_revoke(by=other, grant=grant, reason="no")


def test_superuser_neither_gives_nor_revokes(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    with pytest.raises(PermissionDenied):
        make_grant(make_superuser(), person=person)
    with pytest.raises(PermissionDenied):
        grant_revoke(by=make_superuser(), grant=grant, reason="no")


def test_role_without_countersignature_gives_nothing(member: User, person: User) -> None:
    newcomer = make_person()
    role_give(user=newcomer, role=Role.SECURITY_SUB_COMMITTEE, reason="elected", by=BY)

    with pytest.raises(PermissionDenied):
        make_grant(newcomer, person=person)


def test_grant_keeps_who_decided_and_what_for(member: User, person: User) -> None:
    grant = make_grant(member, person=person, purpose="  A study  ")

    assert (grant.decided_by, grant.purpose) == (member, "A study")
    (line,) = AccessGrant.history.all()
    assert (line.history_user_id, line.history_change_reason) == (
        member.email,
        "access given: A study",
    )
    assert permitted(person)


def test_nobody_gives_access_to_themselves(member: User) -> None:
    with pytest.raises(PermissionDenied):
        make_grant(member, person=member)


def test_nobody_gives_access_to_their_own_organisation(member: User) -> None:
    organisation = make_party()
    user_join_organisation(user=member, organisation=organisation, by=BY)

    with pytest.raises(PermissionDenied):
        make_grant(member, organisation=organisation)


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param({"purpose": "  "}, id="no purpose"),
        pytest.param({"until": timezone.now() - timedelta(days=1)}, id="over already"),
        pytest.param({"until": timezone.now() + timedelta(days=400)}, id="too long"),
        pytest.param({"starts": timezone.now() - timedelta(days=2)}, id="begins in the past"),
        pytest.param({"kind": "everything"}, id="no such kind"),
        pytest.param({"value": "ESME"}, id="all records with a value"),
        pytest.param({"kind": ScopeKind.DEVICE_TYPE, "value": "KETTLE"}, id="no such type"),
        pytest.param({"kind": ScopeKind.DEVICE_TYPE, "value": ""}, id="no type"),
        pytest.param({"kind": ScopeKind.MANUFACTURER, "value": "FA0"}, id="malformed code"),
        pytest.param({"kind": ScopeKind.MANUFACTURER, "value": "fa0a"}, id="code in small letters"),
        pytest.param({"kind": ScopeKind.RECORD, "value": "99"}, id="no such CPL number"),
        pytest.param({"kind": ScopeKind.RECORD, "value": "one"}, id="no number"),
        pytest.param({"kind": ScopeKind.RECORD, "value": "9" * 16}, id="impossible number"),
    ],
)
def test_grant_on_bad_terms_is_refused_and_leaves_nothing(
    member: User, person: User, terms: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        make_grant(member, person=person, **terms)

    assert not AccessGrant.objects.exists()
    assert not permitted(person)


def test_grant_is_for_one_person_or_one_organisation(member: User, person: User) -> None:
    with pytest.raises(ValidationError):
        make_grant(member)
    with pytest.raises(ValidationError):
        make_grant(member, person=person, organisation=make_party())


def test_inactive_person_gets_no_grant(member: User, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)

    with pytest.raises(ValidationError):
        make_grant(member, person=person)


def test_organisation_that_ceased_gets_no_grant(member: User) -> None:
    with pytest.raises(ValidationError):
        make_grant(member, organisation=make_party(ceased_on=date(2020, 1, 1)))


def test_longest_grant_is_a_policy_of_each_kind_of_scope(member: User, person: User) -> None:
    AccessPolicy.objects.filter(pk=ScopeKind.ALL).update(longest_days=7)

    with pytest.raises(ValidationError, match="at most 7 days"):
        make_grant(member, person=person)
    make_grant(member, person=person, kind=ScopeKind.DEVICE_TYPE, value="ESME")


def test_scope_lists_its_values_once_and_in_order(member: User, person: User) -> None:
    accept(*(numbered_row(number) for number in range(1, 11)), panel=make_panel())

    grant = make_grant(member, person=person, kind=ScopeKind.RECORD, value="10; 9,2\n9 1")

    assert grant.scope.values == ["1", "2", "9", "10"]
    with pytest.raises(ValidationError, match='Not so: "11", "x"'):
        make_grant(member, person=person, kind=ScopeKind.RECORD, value="1, 11, x")


def test_nobody_gives_access_to_a_colleague_or_to_a_role_of_theirs(member: User) -> None:
    organisation = make_party()
    user_join_organisation(user=member, organisation=organisation, by=BY)
    make_holding(member, Role.PANEL_REVIEWER)

    with pytest.raises(PermissionDenied):
        make_grant(member, person=make_person(organisation=organisation))
    with pytest.raises(PermissionDenied):
        make_grant(member, role=Role.PANEL_REVIEWER)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY_SUB_COMMITTEE, "MANAGER"])
def test_standing_grant_goes_to_the_panels_roles_only(member: User, role: str) -> None:
    with pytest.raises(ValidationError):
        make_grant(member, role=role)


def test_grants_of_the_same_scope_share_it(member: User, person: User) -> None:
    accept(numbered_row(1), panel=make_panel())

    first = make_grant(member, person=person, kind=ScopeKind.RECORD, value="1")
    second = make_grant(member, person=make_person(), kind=ScopeKind.RECORD, value=" 1 ")

    assert first.scope == second.scope


def test_revocation_takes_guardians_permission_and_is_recorded(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    revoked = grant_revoke(by=member, grant=grant, reason="The study is over.")

    assert (revoked.revoked_by, revoked.revocation_reason) == (member, "The study is over.")
    assert revoked.revoked_at is not None
    assert not permitted(person)
    line = AccessGrant.history.latest("history_id")
    assert line.history_user_id == member.email


def test_revocation_leaves_the_permission_of_another_grant(member: User, person: User) -> None:
    first = make_grant(member, person=person)
    second = make_grant(member, person=person)

    grant_revoke(by=member, grant=first, reason="Renewed.")
    assert permitted(person)

    grant_revoke(by=member, grant=second, reason="The study is over.")
    assert not permitted(person)


def test_revocation_of_an_organisations_grant_takes_its_peoples_permission(member: User) -> None:
    organisation = make_party()
    colleague = make_person(organisation=organisation)
    grant = make_grant(member, organisation=organisation)
    assert permitted(colleague)

    grant_revoke(by=member, grant=grant, reason="The study is over.")

    assert not permitted(colleague)


def test_revocation_needs_a_reason_and_happens_once(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    with pytest.raises(ValidationError):
        grant_revoke(by=member, grant=grant, reason=" ")
    grant_revoke(by=member, grant=grant, reason="The study is over.")
    with pytest.raises(ValidationError):
        grant_revoke(by=member, grant=grant, reason="Again.")
