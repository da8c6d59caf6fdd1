"""Changes of the accounts of the Security Sub Committee's members: recorded, and told to it (Z6).

Verbs call ``member_changed`` in the transaction that does the deed. What is done past the verbs,
in a shell or by SQL, is found by the worker, which compares each member's account with how it was
known. SECURITY: a verb that will have the account known anew calls ``member_checked`` first, or
whoever set a password by SQL could have it taken for known by a deed of the member's own.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import ApiToken, KnownMember, MemberChange, Role, RoleHolding, User
from accounts.notices import ssc_alert, ssc_alerted
from accounts.services.authority import Actor
from sec_registry.audit.acting import actor_text

Channel = MemberChange.Channel
UNKNOWN = "unknown: past the registry"


def member_changed(
    *, user: User, what: str, by: Actor, channel: Channel | None = None, told: bool = False
) -> None:
    """Record what was done to the account of a member, present or to be, and tell the committee.

    Nothing happens for other accounts. ``told`` is for what has an alert of its own. People act in
    the admin unless ``channel`` says otherwise.
    """
    if not _is_watched(user):
        return
    channel = channel or (Channel.ADMIN if isinstance(by, User) else Channel.COMMAND)
    _record(user, what, actor_text(by), channel, timezone.now(), told=told)
    _know(user)


def member_role_changed(*, holding: RoleHolding, deed: str, by: Actor) -> None:
    """The same for a role of the committee, which may be over by now; it has its own alert."""
    channel = Channel.ADMIN if isinstance(by, User) else Channel.COMMAND
    what = f"the role was {deed}"
    _record(holding.user, what, actor_text(by), channel, timezone.now(), told=True)
    ssc_alerted(holding=holding, deed=deed, by=actor_text(by))
    member_checked(user=holding.user)
    watched = _is_watched(holding.user)
    if watched and not KnownMember.objects.filter(user=holding.user).exists():
        _know(holding.user)


def member_checked(*, user: User, at: datetime | None = None) -> int:
    """Find what was done past the registry since the account was known; returns how many things.

    ``user`` is as the database has it, before the verb changes anything.
    """
    known = KnownMember.objects.filter(user=user).first()
    differences = [] if known is None else list(_differences(known, user))
    for what, by in differences:
        _record(user, what, by, Channel.OUTSIDE, at or timezone.now())
    if differences:
        _know(user)
    return len(differences)


def member_known(*, user: User) -> None:
    """Note how a member's account stands after they changed it themselves."""
    if KnownMember.objects.filter(user=user).exists():
        _know(user)


def members_watch(now: datetime) -> int:
    """Find what was done to members' accounts past the registry; returns how many things."""
    watched = _watched_holdings().values("user")
    KnownMember.objects.exclude(user__in=watched).delete()
    found = 0
    for key in User.objects.filter(pk__in=watched).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            user = User.objects.select_for_update(of=("self",)).get(pk=key)
            if not KnownMember.objects.filter(user=user).exists():
                _know(user)
            found += member_checked(user=user, at=now)
    return found


def _differences(known: KnownMember, user: User) -> Iterator[tuple[str, str]]:
    """What differs, and who did it, as far as anything says."""
    newest, said = _newest_line(user), UNKNOWN
    if newest is not None and newest.history_id > known.line:
        # Of a shell, perhaps; SQL writes none.
        said = f"{UNKNOWN}; last recorded change by {newest.history_user_id}"
    if known.password != KnownMember.digest(user.password):
        yield "the password was set", said
    if known.email != user.email:
        yield f"the email address was changed from {known.email}", said
    if known.is_active != user.is_active:
        yield f"the account was {'opened' if user.is_active else 'closed'}", said
    for token in ApiToken.objects.filter(user=user).exclude(pk__in=known.tokens).order_by("pk"):
        made = ApiToken.history.filter(id=token.pk, history_type="+").first()
        by = UNKNOWN if made is None else made.history_user_id
        yield f"an API token was made: {token.token_key}…", by


def _newest_line(user: User) -> Any:
    return User.history.filter(id=user.pk).order_by("-history_id").first()


def _record(
    user: User, what: str, by: str, channel: Channel, at: datetime, *, told: bool = False
) -> None:
    change = MemberChange.objects.create(
        at=at, member=user.email, what=what[:200], by=by[:254], channel=channel
    )
    if not told:
        text = render_to_string("accounts/ssc_account_email.txt", {"change": change})
        subject = "Account of a member of the Security Sub Committee"
        ssc_alert(subject=subject, text=text, also=[user])


def _know(user: User) -> None:
    current, newest = User.objects.get(pk=user.pk), _newest_line(user)
    tokens = ApiToken.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)
    KnownMember.objects.update_or_create(
        user=current,
        defaults={
            "password": KnownMember.digest(current.password),
            "email": current.email,
            "is_active": current.is_active,
            "tokens": list(tokens),
            "line": newest.history_id if newest is not None else 0,
        },
    )


def _is_watched(user: User) -> bool:
    return _watched_holdings().filter(user=user).exists()


def _watched_holdings() -> QuerySet[RoleHolding]:
    """Of members, and of those whom a member has still to countersign."""
    return RoleHolding.objects.open().filter(role=Role.SECURITY_SUB_COMMITTEE)
