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

from accounts.models import Organisation, Role, RoleHolding, User

Anyone = AbstractBaseUser | AnonymousUser | None

_seen_together: ContextVar[dict[int, frozenset[str]] | None] = ContextVar(
    "roles_seen_together", default=None
)


@contextmanager
def roles_seen_together() -> Iterator[None]:
    """Answer questions about roles from one look at them, inside the block.

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
    held = RoleHolding.objects.in_force().filter(user_id=user.pk)
    seen = _seen_together.get()
    if seen is None:
        return held.filter(role__in=roles).exists()
    if user.pk not in seen:
        seen[user.pk] = frozenset(held.values_list("role", flat=True))
    return not seen[user.pk].isdisjoint(roles)


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


def is_current_party_person(user: Anyone, on: date | None = None) -> bool:
    """Whether the person is one of a current SEC Party's people on the day (default: today)."""
    parties = Organisation.objects.current_parties(on)
    return _active(user).filter(organisation__in=parties).exists()


def may_submit(user: Anyone) -> bool:
    """Whether the person may send submissions: any organisation's people, and the Panel's."""
    if _active(user).filter(organisation__isnull=False).exists():
        return True
    return is_panel_administrator(user)


def may_manage_accounts(user: Anyone) -> bool:
    """Whether the person manages organisations, people and roles."""
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
