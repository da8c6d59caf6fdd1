"""Who may use a verb. The verbs raise ``PermissionDenied`` from here, before they look further."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.people import may_manage_accounts

#: A person, or the text of whoever runs a command.
Actor = User | str


def require_manager(by: Actor) -> None:
    """Panel administrators, superusers and the command line manage accounts."""
    if isinstance(by, User) and not may_manage_accounts(by):
        raise PermissionDenied("Only Panel administrators and superusers manage accounts.")


def require_manager_of(user: User, by: Actor) -> None:
    """As ``require_manager``; the account of a superuser is managed by superusers only."""
    require_manager(by)
    # SECURITY: otherwise a Panel administrator could shut the operators out.
    if user.is_superuser and isinstance(by, User) and not by.is_superuser:
        raise PermissionDenied("Only superusers manage the account of a superuser.")


def require_another(user: User, by: Actor, deed: str) -> None:
    """Nobody does this to their own account."""
    if by == user:
        raise PermissionDenied(f"Nobody {deed}.")


def locked(user: User) -> User:
    """The account as the database has it, locked until the transaction ends."""
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)
