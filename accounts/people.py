"""Questions about people, asked afresh each time and in one query each.

Nothing here looks at Django's permissions, and being a superuser answers one question only: who
may manage accounts. For anonymous and inactive people, and for people whose account was
deactivated since they were loaded, every answer is no.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Role, RoleHolding, User
from accounts.standing import Standing, standing_of

Anyone = AbstractBaseUser | AnonymousUser | None


_seen_together: ContextVar[dict[int, Standing] | None] = ContextVar(
    "roles_seen_together", default=None
)


@contextmanager
def roles_seen_together() -> Iterator[None]:
    """Answer questions about people from one look at each of them, inside the block.

    For a list of links that asks about each, and for one request that only reads, whose beginning
    is then the moment of its right: never around what writes, nor across requests.
    """
    token = _seen_together.set({})
    try:
        yield
    finally:
        _seen_together.reset(token)


def has_role(user: Anyone, *roles: Role) -> bool:
    """Whether the person holds one of the roles, in force now."""
    return not _standing(user).roles.isdisjoint(roles)


def is_panel_administrator(user: Anyone) -> bool:
    """Whether the person submits for the Panel and manages accounts."""
    return has_role(user, Role.PANEL_ADMINISTRATOR)


def is_panel_reviewer(user: Anyone) -> bool:
    """Whether the person reviews and accepts for the Panel."""
    return has_role(user, Role.PANEL_REVIEWER)


def is_panel(user: Anyone) -> bool:
    """Whether the person is Panel staff, administrator or reviewer."""
    return has_role(user, Role.PANEL_ADMINISTRATOR, Role.PANEL_REVIEWER)


def is_ssc(user: Anyone) -> bool:
    """Whether the person is a member of the Security Sub Committee."""
    return has_role(user, Role.SECURITY_SUB_COMMITTEE)


def is_auditor(user: Anyone) -> bool:
    """Whether the person is an auditor."""
    return has_role(user, Role.AUDITOR)


def holds_an_office(user: Anyone) -> bool:
    """Whether the person holds any role, or is an operator."""
    return has_role(user, *Role) or may_manage_accounts(user)


def is_current_party_person(user: Anyone, on: date | None = None) -> bool:
    """Whether the person is one of a current SEC Party's people on the day (default: today)."""
    return _standing(user, on).is_of_a_current_party


def is_dcc_person(user: Anyone) -> bool:
    """Whether the person is one of DCC's people, who are a current SEC Party's."""
    standing = _standing(user)
    return standing.is_of_dcc and standing.is_of_a_current_party


def may_submit(user: Anyone) -> bool:
    """Whether the person may send submissions: any organisation's people, and the Panel's."""
    standing = _standing(user)
    return standing.has_organisation or Role.PANEL_ADMINISTRATOR in standing.roles


def may_manage_accounts(user: Anyone) -> bool:
    """Whether the person manages organisations, people and roles."""
    standing = _standing(user)
    return standing.is_superuser or Role.PANEL_ADMINISTRATOR in standing.roles


def ssc_members() -> QuerySet[User]:
    """The members of the Security Sub Committee whose role is in force."""
    holdings = RoleHolding.objects.in_force().filter(role=Role.SECURITY_SUB_COMMITTEE)
    return User.objects.filter(pk__in=holdings.values("user"))


def panel_staff() -> QuerySet[User]:
    """The Panel's administrators and reviewers whose role is in force."""
    holdings = RoleHolding.objects.in_force().filter(
        role__in=(Role.PANEL_ADMINISTRATOR, Role.PANEL_REVIEWER)
    )
    return User.objects.filter(pk__in=holdings.values("user"))


def _standing(user: Anyone, on: date | None = None) -> Standing:
    """The one look at the person inside ``roles_seen_together``, a fresh one outside of it."""
    if user is None or user.pk is None or not user.is_active:
        return Standing()
    seen = _seen_together.get()
    if seen is None or on is not None:
        return standing_of(user.pk, on)
    if user.pk not in seen:
        seen[user.pk] = standing_of(user.pk)
    return seen[user.pk]
