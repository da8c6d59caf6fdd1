"""Verbs on passwords: the invitation to set one, and setting it."""

from collections.abc import Callable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import MemberChange, User
from accounts.notices import invitation_sent
from accounts.services.authority import Actor, locked, require_manager_of
from accounts.services.members import member_changed, member_checked, member_known
from sec_registry.audit.acting import acting


@transaction.atomic
def user_invite(*, user: User, absolute: Callable[[str], str], by: Actor) -> User:
    """Send somebody the address under which they set their first password.

    ``absolute`` turns a path into a full address, as ``request.build_absolute_uri`` does.
    """
    current = locked(user)
    require_manager_of(current, by)
    if current.is_service or not current.is_active:
        raise ValidationError("Only active people are invited.")
    if current.has_usable_password():
        raise ValidationError("This person has a password: they can ask for a new one themselves.")
    current.invited_at = timezone.now()
    with acting(by=by, reason="invited"):
        current.save()
    invitation_sent(user=current, absolute=absolute)
    return current


@transaction.atomic
def user_set_password(*, user: User, password: str, by: Actor, by_letter: bool = False) -> User:
    """Set a password, one's own or from the command line; the record says that, never which.

    ``by_letter`` says that no old password was asked for: whoever has the letter is taken for its
    reader, so the committee is told of its members' (Z6).
    """
    current = locked(user)
    if isinstance(by, User) and by.pk != current.pk:
        raise PermissionDenied("People set their own passwords.")
    if current.is_service:
        raise ValidationError("A service account has tokens and no password.")
    validate_password(password, current)
    member_checked(user=current)
    current.set_password(password)
    with acting(by=by, reason="password set"):
        current.save()
    if by_letter:
        page = MemberChange.Channel.PAGE
        what = "the password was set with the link of a letter"
        member_changed(user=current, what=what, by=by, channel=page)
    elif by == current:
        member_known(user=current)
    else:
        member_changed(user=current, what="the password was set", by=by)
    return current
