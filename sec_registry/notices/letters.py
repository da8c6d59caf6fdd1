"""A notice as an e-mail: plain text, one person, and the way to stop a subscription's."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.outcome import Outcome

#: What such a link may do and nothing else: stop this one subscription.
_STOPPING = Signer(salt="sec_registry.notices.stop")


def letter_send(notice: Notice) -> Outcome:
    """Send it once to its reader's sign-in address."""
    try:
        letter(notice).send()
    except OSError as fault:  # of the connection, and whatever a mail server refuses
        return Outcome(False, f"The mail server did not take it ({type(fault).__name__}).")
    return Outcome(True, "Taken by the mail server.")


def letter(notice: Notice) -> EmailMessage:
    """The e-mail that says this notice."""
    again = (
        f"This is attempt {notice.attempts}: you may have had this notice before.\n\n"
        if notice.attempts > 1
        else ""
    )
    footer, headers = ("", {}) if notice.subscription is None else _stopping(notice.subscription)
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return EmailMessage(
        subject=notice.subject,
        body=f"{notice.text}\n{again}{footer}",
        to=[notice.reader.email],
        headers={
            # The same at each attempt, so that a mail program may show it once.
            "Message-ID": f"<{notice.message_id}@{host}>",
            "Auto-Submitted": "auto-generated",
            **headers,
        },
    )


def _stopping(subscription: Subscription) -> tuple[str, dict[str, str]]:
    """What a subscription's e-mail says of how to stop it: its last lines, and its headers."""
    stop = stop_address(subscription)
    footer = (
        "-- \n"
        f"You get this because of your subscription “{subscription.name}”.\n"
        f"To change it: {settings.PUBLIC_URL}/subscriptions/\n"
        f"To stop it: {stop}\n"
    )
    return footer, {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_address(subscription: Subscription) -> str:
    """The address that stops this subscription without signing in."""
    token = _STOPPING.sign(str(subscription.pk))
    return f"{settings.PUBLIC_URL}{reverse('subscription_stop', args=[token])}"


def subscription_of_stop(token: str) -> int | None:
    """The key of the subscription that the link stops; None where nobody made such a link."""
    try:
        return int(_STOPPING.unsign(token))
    except (BadSignature, ValueError):
        return None
