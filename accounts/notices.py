"""What is told of accounts: invitations by mail, and alerts to the Security Sub Committee (Z6).

Whatever lets somebody else read what the members read is told to all of them with ``ssc_alert``,
the one verb for it: alerts go by ``letters``, so one is written down in the transaction that did
the deed, is tried again until the mail server takes it, and is seen at the desk when given up.

An invitation is sent once the transaction has been committed, since what opens an account is kept
nowhere. One that cannot be sent is logged and undoes nothing: it can be sent again.
"""

import secrets
from collections.abc import Callable, Iterable
from functools import partial

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.letters import Letter, letters_send
from accounts.models import ApiToken, RoleHolding, User
from accounts.people import ssc_members


def invitation_sent(*, user: User, absolute: Callable[[str], str]) -> None:
    """Send the invitation, with an address that works once and for a few days."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("invitation", args=[key, default_token_generator.make_token(user)])
    context = {"user": user, "address": absolute(path)}
    body = render_to_string("registration/invitation_email.txt", context)
    post = partial(send_mail, "Your SEC Registry account", body, None, [user.email])
    transaction.on_commit(post, robust=True)


def ssc_alert(*, subject: str, text: str, also: Iterable[User] = ()) -> None:
    """Tell the members of the Security Sub Committee in force, and whom it concerns besides.

    Call it in the transaction that does what it tells. Each call is an alert of its own: nothing
    is left out because something like it was told before.
    """
    members = set(ssc_members().values_list("email", flat=True))
    key = f"ssc-alert:{secrets.token_hex(8)}"
    letters_send(
        Letter(email=email, key=key, subject=subject, text=text)
        for email in sorted(members | {each.email for each in also})
    )


def ssc_alerted(*, holding: RoleHolding, deed: str, by: str) -> None:
    """Tell the members that their membership changes."""
    context = {"holding": holding, "deed": deed, "by": by}
    text = render_to_string("accounts/ssc_alert_email.txt", context)
    ssc_alert(subject=f"Security Sub Committee role {deed}", text=text, also=[holding.user])


def ssc_told_of_token(*, token: ApiToken, by: str) -> None:
    """Tell the members that somebody else made a member's token."""
    text = render_to_string("accounts/ssc_token_email.txt", {"token": token, "by": by})
    ssc_alert(subject="API token of a member of the Security Sub Committee", text=text)
