"""Verbs on API tokens. The clear text exists once, in the hands of whoever asked for it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.people import may_manage_accounts
from accounts.services.authority import Actor, locked
from sec_registry.audit.acting import acting

DEFAULT_LIFE = timedelta(days=90)
LONGEST_LIFE = timedelta(days=366)


@transaction.atomic
def token_issue(
    *, user: User, by: Actor, name: str = "", life: timedelta = DEFAULT_LIFE
) -> tuple[ApiToken, str]:
    """Issue a token; returns it with its clear text, which is stored nowhere.

    People issue their own and those of the service accounts that they answer for.
    """
    owner = locked(user)
    # SECURITY: nobody else, whatever their role: a token is the right to act in somebody's name.
    if isinstance(by, User) and by.pk not in (owner.pk, owner.responsible_person_id):
        raise PermissionDenied("Tokens are issued by their owner or the responsible person.")
    if not owner.is_active:
        raise ValidationError("This account is not active.")
    if not timedelta(0) < life <= LONGEST_LIFE:
        raise ValidationError(f"A token lives for 1 to {LONGEST_LIFE.days} days.")
    if len(name) > 120:
        raise ValidationError({"name": "The name has more than 120 letters."})
    with acting(by=by, reason="token issued"):
        token, clear = ApiToken.objects.issue(user=owner, life=life, name=name)
    return token, clear


@transaction.atomic
def token_revoke(*, token: ApiToken, by: Actor, reason: str = "token revoked") -> None:
    """Revoke a token: it is deleted and its history stays."""
    current = ApiToken.objects.select_related("user").get(pk=token.pk)
    owners = (current.user_id, current.user.responsible_person_id)
    if isinstance(by, User) and by.pk not in owners and not may_manage_accounts(by):
        raise PermissionDenied("Tokens are revoked by their owner or by those who manage accounts.")
    with acting(by=by, reason=reason):
        current.delete()


def token_used(*, token: ApiToken) -> None:
    """Note that a token was used, at most once a minute and without a line of history."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
