"""Mail about accounts, sent once the transaction has been committed.

A letter that cannot be sent is logged and undoes nothing: an invitation can be sent again. What
must not get lost goes by ``letters`` instead, but for invitations: what opens an account is kept
nowhere.
"""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import ApiToken, RoleHolding, User
from accounts.people import ssc_members


def invitation_sent(*, user: User, absolute: Callable[[str], str]) -> None:
    """Send the invitation, with an address that works once and for a few days."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("invitation", args=[key, default_token_generator.make_token(user)])
    context = {"user": user, "address": absolute(path)}
    body = render_to_string("registration/invitation_email.txt", context)
    _post("Your SEC Registry account", body, [user.email])


def ssc_alerted(*, holding: RoleHolding, deed: str, by: str) -> None:
    """Tell the members of the Security Sub Committee that their membership changes."""
    context = {"holding": holding, "deed": deed, "by": by}
    body = render_to_string("accounts/ssc_alert_email.txt", context)
    members = list(ssc_members().values_list("email", flat=True))
    for email in {*members, holding.user.email}:
        _post(f"Security Sub Committee role {deed}", body, [email])


def ssc_told_of_token(*, token: ApiToken, by: str) -> None:
    """Tell the members of the Security Sub Committee that somebody else made a member's token."""
    context = {"token": token, "by": by}
    body = render_to_string("accounts/ssc_token_email.txt", context)
    for email in ssc_members().values_list("email", flat=True):
        _post("API token of a member of the Security Sub Committee", body, [email])


def _post(subject: str, body: str, to: list[str]) -> None:
    transaction.on_commit(partial(send_mail, subject, body, None, to), robust=True)
