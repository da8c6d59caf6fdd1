"""The arguments of commands that name an account."""

from django.core.management import CommandError

from accounts.models import User

#: How a command ends that was asked for what there is not.
UNUSABLE = 2


def active_account(email: str) -> User:
    """The account of this address; raises ``CommandError`` where there is none that is open."""
    try:
        person = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise CommandError(f"There is no account {email}.", returncode=UNUSABLE) from None
    if not person.is_active:
        raise CommandError(f"The account {person.email} is closed.", returncode=UNUSABLE)
    return person
