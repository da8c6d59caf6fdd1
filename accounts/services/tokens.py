"""Verbs on API tokens. The clear text exists once, in the hands of whoever asked for it."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.notices import ssc_told_of_token
from accounts.people import (
    Anyone,
    is_auditor,
    is_dcc_person,
    is_panel,
    is_panel_reviewer,
    is_ssc,
    may_manage_accounts,
    may_submit,
)
from accounts.scopes import Scope
from accounts.services.authority import Actor, locked
from accounts.services.members import member_changed, member_checked, member_known
from sec_registry.audit.acting import acting, actor_text, reason_kept

#: Tokens of one account that are in force together; who needs more has forgotten to revoke some.
MOST_TOKENS = 50


def longest_life() -> timedelta:
    """How long a token may live at most (policy: ``API_TOKEN_LONGEST_DAYS``)."""
    return timedelta(days=settings.API_TOKEN_LONGEST_DAYS)


def default_life() -> timedelta:
    """How long a token lives when nobody says (policy: ``API_TOKEN_DAYS``)."""
    return min(timedelta(days=settings.API_TOKEN_DAYS), longest_life())


def scopes_of_use(account: Anyone) -> list[Scope]:
    """The scopes with which the account could do anything, as its roles and organisation stand.

    What is offered and taken where people make tokens. The routes decide all the same: a scope
    opens nothing by itself, and a role that goes takes its use of the scope along.
    """
    useful = {
        Scope.READ: True,
        Scope.SUBMIT: may_submit(account),
        Scope.SUBSCRIBE: True,
        Scope.ACCESS: True,
        Scope.REVIEW: is_panel_reviewer(account) or is_ssc(account),
        Scope.DELIVER: is_panel(account) or is_dcc_person(account),
        Scope.AUDIT: is_auditor(account) or is_panel(account) or is_ssc(account),
    }
    # What is not decided above is offered: a scope that is new opens nothing by itself either.
    return [scope for scope in Scope if useful.get(scope, True)]


def refuse_useless_scopes(account: User, scopes: Iterable[str]) -> None:
    """Raise ``ValidationError`` for scopes that the account has no use for."""
    useful = scopes_of_use(account)
    useless = [scope.value for scope in Scope if scope in set(scopes) and scope not in useful]
    if useless:
        could = ", ".join(scope.value for scope in useful)
        raise ValidationError(
            {
                "scopes": f"{account.email} has no use for {', '.join(useless)}: "
                f"what its roles and organisation allow is {could}."
            }
        )


@transaction.atomic
def token_issue(
    *,
    user: User,
    by: Actor,
    name: str = "",
    life: timedelta | None = None,
    scopes: Iterable[str] = (),
) -> tuple[ApiToken, str]:
    """Issue a token; returns it with its clear text, which is stored nowhere.

    People issue their own and those of the service accounts that they answer for. Without scopes
    the token may whatever its account may.
    """
    life = default_life() if life is None else life
    asked = set(scopes)
    owner = locked(user)
    # SECURITY: nobody else, whatever their role: a token is the right to act in somebody's name.
    if isinstance(by, User) and by.pk not in (owner.pk, owner.responsible_person_id):
        raise PermissionDenied("Tokens are issued by their owner or the responsible person.")
    _refuse_unusable(owner, name, life, asked)
    member_checked(user=owner)
    with acting(by=by, reason="token issued"):
        token, clear = ApiToken.objects.issue(
            user=owner,
            life=life,
            name=name,
            scopes=[each for each in Scope.values if each in asked],
        )
    _made_known(token, owner, by)
    return token, clear


def _refuse_unusable(owner: User, name: str, life: timedelta, scopes: set[str]) -> None:
    """Raise ``ValidationError`` for a token that this account cannot have."""
    if not owner.is_active:
        raise ValidationError("This account is not active.")
    if not timedelta(0) < life <= longest_life():
        raise ValidationError(f"A token lives for 1 to {longest_life().days} days.")
    if unknown := scopes - set(Scope.values):
        listed = ", ".join(sorted(unknown))
        raise ValidationError({"scopes": f"There is no scope {listed}: {', '.join(Scope.values)}."})
    if ApiToken.objects.filter(user=owner, expiry__gt=timezone.now()).count() >= MOST_TOKENS:
        raise ValidationError(f"This account has {MOST_TOKENS} tokens: revoke one first.")
    if len(name) > 120:
        raise ValidationError({"name": "The name has more than 120 letters."})


def _made_known(token: ApiToken, owner: User, by: Actor) -> None:
    # SECURITY: a member's token in other hands reads every Zigbee record (Z6).
    if by == owner:
        member_known(user=owner)
        return
    told = is_ssc(owner)
    if told:
        ssc_told_of_token(token=token, by=actor_text(by))
    what = f"an API token was made: {token.token_key}…"
    member_changed(user=owner, what=what, by=by, told=told)


@transaction.atomic
def token_revoke(*, token: ApiToken, by: Actor, reason: str = "token revoked") -> None:
    """Revoke a token: it is deleted and its history stays."""
    current = ApiToken.objects.select_related("user").get(pk=token.pk)
    owners = (current.user_id, current.user.responsible_person_id)
    if isinstance(by, User) and by.pk not in owners and not may_manage_accounts(by):
        raise PermissionDenied("Tokens are revoked by their owner or by those who manage accounts.")
    with acting(by=by, reason=reason_kept(reason)):
        current.delete()


def token_used(*, token: ApiToken) -> None:
    """Note that a token was used, at most once a minute and without a line of history."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def tokens_of(person: User) -> QuerySet[ApiToken]:
    """The tokens that the person may see and revoke here: their own, their service accounts'."""
    owned = Q(user=person) | Q(user__responsible_person=person)
    return ApiToken.objects.filter(owned).select_related("user")
