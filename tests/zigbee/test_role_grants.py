"""Standing grants to a Panel role: for whoever holds the role now, until the grant ends (F2.38)."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import role_end
from sec_registry.registers.guardian import withdraw
from tests.accounts.factories import BY, make_holding, make_person
from tests.zigbee.grants import make_grant
from zigbee.access import READ, group_name
from zigbee.choices import ScopeKind
from zigbee.grants import grant_revoke
from zigbee.models import AccessGrant
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(member: User) -> AccessGrant:
    return make_grant(
        member, role=Role.PANEL_REVIEWER, kind=ScopeKind.DEVICE_TYPE, value="ESME, CH"
    )


def test_whoever_holds_the_role_sees_the_scope_and_nobody_else_does(grant: AccessGrant) -> None:
    reviewer = make_person(role=Role.PANEL_REVIEWER)

    reach = DZIR.reach(reviewer)

    assert reach.right == f"grant {grant.pk}"
    assert reach.device_types == {"CH", "ESME"}
    assert not reach.everything
    for role in (None, Role.PANEL_ADMINISTRATOR, Role.AUDITOR):
        assert not DZIR.reach(make_person(role=role))


def test_it_opens_and_closes_with_the_role_at_the_moment(grant: AccessGrant) -> None:
    now = timezone.now()
    starts, until = now + timedelta(days=2), now + timedelta(days=4)
    person = make_person()
    make_holding(person, Role.PANEL_REVIEWER, starts=starts, until=until)
    seen = {}
    for moment in (now, starts, until - timedelta(seconds=1), until):
        with time_machine.travel(moment, tick=False):
            seen[moment] = bool(DZIR.reach(person))
    assert list(seen.values()) == [False, True, True, False]


def test_it_ends_with_the_role_the_account_its_own_time_and_revocation(
    member: User, grant: AccessGrant
) -> None:
    left, closed, stays = (make_person(role=Role.PANEL_REVIEWER) for _ in range(3))
    (holding,) = left.role_holdings.all()
    role_end(holding=holding, reason="left", by=BY)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    assert [bool(DZIR.reach(each)) for each in (left, closed, stays)] == [False, False, True]
    with time_machine.travel(grant.until, tick=False):
        assert not DZIR.reach(stays)
    grant_revoke(by=member, grant=grant, reason="The maintenance is done.")
    assert not DZIR.reach(stays)


def test_guardians_row_is_needed_and_the_group_alone_opens_nothing(grant: AccessGrant) -> None:
    group = Group.objects.get(name=group_name(Role.PANEL_REVIEWER))
    stray, reviewer = make_person(), make_person(role=Role.PANEL_REVIEWER)
    stray.groups.add(group)
    assert not DZIR.reach(stray)

    withdraw(group, READ, grant.scope)

    assert not DZIR.reach(reviewer)


@pytest.mark.usefixtures("grant")
def test_whoever_holds_nothing_is_told_so_in_two_queries() -> None:
    person = make_person(role=Role.PANEL_ADMINISTRATOR)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert not DZIR.reach(person)

    assert len(queries) == 2
