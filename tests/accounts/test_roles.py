"""Giving, countersigning and ending roles (Z6)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role, RoleHolding, User
from accounts.people import is_auditor, is_panel_reviewer, is_ssc, ssc_members
from accounts.services import role_countersign, role_end, role_give, user_deactivate
from sec_registry.notices.models import Notice
from tests.accounts.factories import BY, UserFactory, make_holding, make_person

pytestmark = pytest.mark.django_db
SSC = Role.SECURITY_SUB_COMMITTEE


def waiting(user: User, by: User | str = BY) -> RoleHolding:
    """A role of the SSC that nobody has countersigned yet."""
    return role_give(user=user, role=SSC, reason="elected", by=by)


def test_administrator_gives_a_role(administrator: User, person: User) -> None:
    holding = role_give(user=person, role=Role.PANEL_REVIEWER, reason="minute 12", by=administrator)

    assert is_panel_reviewer(person)
    assert (holding.given_by, holding.given_by_text) == (administrator, administrator.email)
    record = holding.history.get()
    assert (record.history_user_id, record.history_change_reason) == (
        administrator.email,
        "minute 12",
    )


def test_superuser_gives_a_role(superuser: User, person: User) -> None:
    role_give(user=person, role=Role.AUDITOR, reason="audit", by=superuser)

    assert is_auditor(person)


@pytest.mark.parametrize("giver", ["reviewer", "member", "person"])
def test_others_give_no_role(giver: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(giver)

    with pytest.raises(PermissionDenied):
        role_give(user=UserFactory(), role=Role.AUDITOR, reason="a favour", by=by)


@pytest.mark.parametrize("giver", ["administrator", "superuser"])
def test_nobody_gives_themselves_a_role(giver: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(giver)

    with pytest.raises(PermissionDenied, match="gives themselves"):
        role_give(user=by, role=Role.PANEL_REVIEWER, reason="a favour", by=by)


def test_role_needs_a_reason(person: User) -> None:
    with pytest.raises(ValidationError, match="reason"):
        role_give(user=person, role=Role.AUDITOR, reason="", by=BY)


def test_role_is_held_once_at_a_time(person: User) -> None:
    now = timezone.now()
    role_give(user=person, role=Role.AUDITOR, reason="one", by=BY, until=now + timedelta(days=10))

    with pytest.raises(ValidationError, match="at that time"):
        role_give(
            user=person, role=Role.AUDITOR, reason="two", by=BY, starts=now + timedelta(days=9)
        )
    role_give(user=person, role=Role.AUDITOR, reason="next", by=BY, starts=now + timedelta(days=10))


def test_role_that_would_be_over_is_refused(person: User) -> None:
    now = timezone.now()

    with pytest.raises(ValidationError, match="passed already"):
        role_give(
            user=person,
            role=Role.AUDITOR,
            reason="late",
            by=BY,
            starts=now - timedelta(days=2),
            until=now - timedelta(days=1),
        )


def test_service_account_holds_no_role(person: User) -> None:
    service = UserFactory(is_service=True, responsible_person=person, password=None)

    with pytest.raises(ValidationError, match="not service accounts"):
        role_give(user=service, role=Role.AUDITOR, reason="robot", by=BY)


def test_role_that_ended_is_not_in_force_and_may_be_given_again(
    administrator: User, person: User
) -> None:
    holding = make_holding(person, Role.AUDITOR)

    ended = role_end(holding=holding, reason="audit done", by=administrator)

    assert not is_auditor(person)
    assert (ended.state, ended.ended_by_text) == ("ended", administrator.email)
    with pytest.raises(ValidationError, match="ended already"):
        role_end(holding=holding, reason="again", by=administrator)
    make_holding(person, Role.AUDITOR)
    assert is_auditor(person)


def test_holder_lays_a_role_down_and_strangers_do_not(person: User, reviewer: User) -> None:
    holding = make_holding(person, Role.AUDITOR)

    with pytest.raises(PermissionDenied):
        role_end(holding=holding, reason="rivalry", by=reviewer)
    role_end(holding=holding, reason="no time", by=person)

    assert not is_auditor(person)


def test_ssc_role_waits_for_a_member_to_countersign(administrator: User, member: User) -> None:
    user = UserFactory()
    holding = waiting(user, by=administrator)
    assert holding.state == "awaits countersignature"
    assert not is_ssc(user)

    signed = role_countersign(holding=holding, by=member)

    assert is_ssc(user)
    assert (signed.countersigned_by, signed.state) == (member, "in force")


@pytest.mark.parametrize("signer", ["administrator", "reviewer", "superuser"])
def test_only_members_countersign(
    signer: str, member: User, request: pytest.FixtureRequest
) -> None:
    holding = waiting(UserFactory())

    with pytest.raises(PermissionDenied):
        role_countersign(holding=holding, by=request.getfixturevalue(signer))


def test_holder_and_giver_do_not_countersign(administrator: User, member: User) -> None:
    make_holding(administrator, SSC)
    given = waiting(UserFactory(), by=administrator)
    member_until = timezone.now() + timedelta(days=5)
    role_end(holding=member.role_holdings.get(), reason="renewal", by=BY)
    own = make_holding(member, SSC, until=member_until)
    renewal = role_give(user=member, role=SSC, reason="renewal", by=BY, starts=member_until)

    with pytest.raises(ValidationError, match="Neither the holder nor the giver"):
        role_countersign(holding=given, by=administrator)
    with pytest.raises(ValidationError, match="Neither the holder nor the giver"):
        role_countersign(holding=renewal, by=member)
    with pytest.raises(ValidationError, match="does not wait"):
        role_countersign(holding=own, by=administrator)


def test_role_that_was_ended_is_not_countersigned(member: User) -> None:
    holding = waiting(UserFactory())
    role_end(holding=holding, reason="a mistake", by=BY)

    with pytest.raises(ValidationError, match="does not wait"):
        role_countersign(holding=holding, by=member)


def test_database_refuses_a_countersignature_by_the_holder(member: User) -> None:
    holding = waiting(UserFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHolding.objects.filter(pk=holding.pk).update(
            countersigned_by=holding.user, countersigned_at=timezone.now()
        )


def test_first_member_is_appointed_once_from_the_command_line(superuser: User) -> None:
    first, second = UserFactory(), UserFactory()
    waiting(UserFactory())

    with pytest.raises(ValidationError, match="command line"):
        role_give(user=first, role=SSC, reason="first", by=superuser, bootstrap=True)
    with pytest.raises(ValidationError, match="command line"):
        role_give(user=first, role=Role.AUDITOR, reason="first", by=BY, bootstrap=True)
    holding = role_give(user=first, role=SSC, reason="first", by=BY, bootstrap=True)
    assert is_ssc(first)
    role_end(holding=holding, reason="resigned", by=BY)
    with pytest.raises(ValidationError, match="another member has to countersign"):
        role_give(user=second, role=SSC, reason="takeover", by=BY, bootstrap=True)


def test_the_last_member_is_ended_by_nobody_at_the_desk(
    superuser: User, administrator: User, member: User
) -> None:
    holding, proposed = RoleHolding.objects.get(user=member), waiting(UserFactory())
    for by in (superuser, administrator, member):
        with pytest.raises(ValidationError, match="is the last member"):
            role_end(holding=holding, reason="over", by=by)
    with pytest.raises(ValidationError, match="is the last member"):
        user_deactivate(user=member, reason="left", by=superuser)
    assert is_ssc(member)

    role_end(holding=proposed, reason="not he", by=administrator)
    make_person(role=SSC)
    user_deactivate(user=member, reason="left", by=superuser)

    last = RoleHolding.objects.in_force().get(role=SSC)
    role_end(holding=last, reason="compromised", by=BY)
    assert not ssc_members().exists()


def test_every_change_of_the_ssc_is_told_to_its_members_or_not_made(member: User) -> None:
    user = UserFactory()

    def undone() -> None:
        waiting(UserFactory())
        raise InterruptedError

    with pytest.raises(InterruptedError), transaction.atomic():
        undone()
    holding = waiting(user)
    role_countersign(holding=holding, by=member)
    role_end(holding=holding, reason="resigned", by=BY)
    make_holding(user, Role.AUDITOR)

    told = Notice.objects.order_by("pk")
    deeds = [f"Security Sub Committee role {d}" for d in ("given", "countersigned", "ended")]
    for reader in (member, user):
        of = told.filter(recipient=reader).values_list("subject", flat=True)
        assert list(of) == deeds
    assert told.filter(text__contains="Reason given for the role: elected").count() == 6


def test_giving_a_role_to_an_inactive_person_is_refused() -> None:
    user = make_person()
    User.objects.filter(pk=user.pk).update(is_active=False)

    with pytest.raises(ValidationError, match="active people"):
        role_give(user=user, role=Role.AUDITOR, reason="late", by=BY)
