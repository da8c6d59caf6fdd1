"""What the tests of the admin share: its addresses, forms and actions."""

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User


def page(model: str, view: str = "changelist", *args: object) -> str:
    return reverse(f"admin:accounts_{model}_{view}", args=args)


def act(client: Client, model: str, action: str, *chosen: Any, **extra: str) -> Any:
    """Run an action of a list on the chosen rows."""
    keys = [str(each.pk) for each in chosen]
    return client.post(page(model), {"action": action, "_selected_action": keys, **extra})


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def role_form(user: User, role: Role, **extra: str) -> dict[str, str]:
    starts = {"starts_0": "2020-01-01", "starts_1": "00:00:00"}
    until = {"until_0": "", "until_1": ""}
    form = {"user": str(user.pk), "role": role, "reason": "minute 7"}
    return {**form, **starts, **until, **extra}


def person_form(user: User, **extra: str) -> dict[str, str]:
    form = {"name": user.name, "organisation": str(user.organisation_id or ""), "reason": ""}
    inline = {f"role_holdings-{each}_FORMS": "0" for each in ("TOTAL", "INITIAL")}
    flags = {name: "on" for name in ("is_staff", "is_active") if getattr(user, name)}
    return {**form, **flags, **inline, "responsible_person": "", **extra}
