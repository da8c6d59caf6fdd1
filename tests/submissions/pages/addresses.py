"""Addresses of the submitters' pages, and the way there and back."""

from typing import Any

from django.test import Client
from django.urls import reverse

from sec_registry.submissions.models import Submission
from tests.admin.desk import text


def at(name: str, *args: Any) -> str:
    return reverse(f"workspace:{name}", args=args)


def page_of(submission: Submission) -> str:
    return at("page", submission.pk)


def shown(client: Client, address: str) -> str:
    """The page's text; it is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return text(answer)


def pressed(client: Client, submission: Submission, deed: str, **typed: str) -> str:
    """The page that the person sees after a button was pressed."""
    return text(client.post(f"{page_of(submission)}{deed}/", typed, follow=True))
