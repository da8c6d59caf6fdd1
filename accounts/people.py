"""Questions about people, asked afresh each time and in one query each.

Nothing here looks at Django's permissions, and being a superuser answers one question only: who
may manage accounts. For anonymous and inactive people, and for people whose account was
deactivated since they were loaded, every answer is no.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Organisation, Role, RoleHolding, User

Anyone = AbstractBaseUser | AnonymousUser | None


@dataclass(frozen=True)
class Standing:
    """What one look at a person tells: the roles they hold in force, and two marks of the account.

    Of an account that is closed all of it is empty.
    """

    roles: frozenset[str] = frozenset()
    is_superuser: bool = False
    has_organisation: bool = False


_seen_together: ContextVar[dict[int, Standing] | None] = ContextVar(
    "roles_seen_together", default=None
)


@contextmanager
def roles_seen_together() -> Iterator[None]:
    """Answer questions about people from one look at each of them, inside the block.

    For a list of links that asks about each: never around what reads or writes a register.
    """
    token = _seen_together.set({})
    try:
        yield
    finally:
        _seen_together.reset(token)


def has_role(user: Anyone, *roles: Role) -> bool:
    """Whether the person holds one of the roles, in force now."""
    if user is None or user.pk is None or not user.is_active:
        return False
    if (standing := _seen(user)) is not None:
        return not standing.roles.isdisjoint(roles)
    return RoleHolding.objects.in_force().filter(user_id=user.pk, role__in=roles).exists()


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
    parties = Organisation.objects.current_parties(on)
    return _active(user).filter(organisation__in=parties).exists()


def is_dcc_person(user: Anyone) -> bool:
    """Whether the person is one of DCC's people, who are a current SEC Party's."""
    parties = Organisation.objects.current_parties().filter(is_dcc=True)
    return _active(user).filter(organisation__in=parties).exists()


def may_submit(user: Anyone) -> bool:
    """Whether the person may send submissions: any organisation's people, and the Panel's."""
    standing = _seen(user)
    if standing is not None:
        return standing.has_organisation or is_panel_administrator(user)
    if _active(user).filter(organisation__isnull=False).exists():
        return True
    return is_panel_administrator(user)


def may_manage_accounts(user: Anyone) -> bool:
    """Whether the person manages organisations, people and roles."""
    standing = _seen(user)
    if standing is not None:
        return standing.is_superuser or is_panel_administrator(user)
    return _active(user).filter(is_superuser=True).exists() or is_panel_administrator(user)


def ssc_members() -> QuerySet[User]:
    """The members of the Security Sub Committee whose role is in force."""
    holdings = RoleHolding.objects.in_force().filter(role=Role.SECURITY_SUB_COMMITTEE)
    return User.objects.filter(pk__in=holdings.values("user"))


def _active(user: Anyone) -> QuerySet[User]:
    """The person's account if it is active, as a queryset of one or none."""
    if user is None or user.pk is None or not user.is_active:
        return User.objects.none()
    return User.objects.filter(pk=user.pk, is_active=True)


def _seen(user: Anyone) -> Standing | None:
    """The one look at the person inside ``roles_seen_together``; None outside of it."""
    seen = _seen_together.get()
    if seen is None or user is None or user.pk is None or not user.is_active:
        return None if seen is None else Standing()
    if user.pk not in seen:
        seen[user.pk] = _look_at(user.pk)
    return seen[user.pk]


def _look_at(key: int) -> Standing:
    marks = User.objects.filter(pk=key, is_active=True).values_list("is_superuser", "organisation")
    account = marks.first()
    if account is None:
        return Standing()
    held = RoleHolding.objects.in_force().filter(user_id=key)
    return Standing(
        roles=frozenset(held.values_list("role", flat=True)),
        is_superuser=account[0],
        has_organisation=account[1] is not None,
    )
