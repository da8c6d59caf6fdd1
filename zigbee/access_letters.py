"""Who is told by letter that a request waits, or that it is decided; never what it is about.

SECURITY: no scope, purpose or decision stands in a letter, and nothing of a Zigbee record.
"""

from collections.abc import Iterable

from django.template.loader import render_to_string

from accounts.letters import Letter, letters_send
from accounts.models import User
from accounts.people import ssc_members
from zigbee.models import AccessGrant, AccessRequest


def told_of_request(request: AccessRequest) -> None:
    """Tell the committee that somebody asks."""
    _tell_members(request, f"access-request:{request.pk}", "A request for access waits")


def told_of_proposal(request: AccessRequest, grant: AccessGrant) -> None:
    """Tell the other members that one of them proposes to grant."""
    proposer = [request.decided_by_id]
    subject = "A grant waits for a second member"
    _tell_members(request, f"access-proposal:{grant.pk}", subject, but=proposer)


def told_of_decision(request: AccessRequest) -> None:
    """Tell the requester; for a service account, the person who answers for it."""
    reader = request.requester.responsible_person or request.requester
    text = render_to_string("zigbee/decision_letter.txt", {"request": request})
    key = f"access-decision:{request.pk}"
    subject = "The Security Sub Committee has answered you"
    letters_send([Letter(email=reader.email, key=key, subject=subject, text=text)])


def _tell_members(
    request: AccessRequest, key: str, subject: str, but: Iterable[int | None] = ()
) -> None:
    members = ssc_members().exclude(pk__in=[each for each in but if each is not None])
    text = render_to_string("zigbee/request_letter.txt", {"request": request, "subject": subject})
    letters_send(
        Letter(email=email, key=key, subject=subject, text=text) for email in _emails(members)
    )


def _emails(people: Iterable[User]) -> list[str]:
    return sorted(person.email for person in people)
