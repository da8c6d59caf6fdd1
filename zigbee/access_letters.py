"""Who is told by letter: a request waits or is decided, a grant is revoked or ends soon, policy.

SECURITY: no scope, purpose or decision stands in a letter, and nothing of a Zigbee record.
"""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string

from accounts.letters import Letter, letters_send
from accounts.models import RoleHolding, User
from accounts.notices import ssc_alert
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


def told_of_revocation(grant: AccessGrant) -> None:
    """Tell whoever held the grant that it is revoked."""
    then = ": the grant stands there no more"
    _tell_holders(grant, "revoked", "Access to Zigbee records was revoked", then)


def told_of_end(grant: AccessGrant) -> None:
    """Tell whoever holds the grant that it ends soon."""
    then = ": there you see until when, and ask that it is renewed"
    _tell_holders(grant, "ends", "Access to Zigbee records ends within 30 days", then)


def told_of_policy(*, policy: str, changes: Iterable[str], by: User, reason: str) -> None:
    """Tell the committee that a member changed a policy of its own.

    SECURITY: one member alone changes it, and could ask for one signature where two are wanted, or
    have nobody's reading watched; the others learn of it at once.
    """
    context: dict[str, Any] = {"policy": policy, "changes": changes, "by": by, "reason": reason}
    text = render_to_string("zigbee/policy_letter.txt", context)
    ssc_alert(subject="A policy of the Security Sub Committee was changed", text=text)


def _tell_holders(grant: AccessGrant, deed: str, what: str, then: str) -> None:
    text = render_to_string("zigbee/grant_letter.txt", {"grant": grant, "what": what, "then": then})
    letters_send(
        Letter(email=email, key=f"grant-{deed}:{grant.pk}", subject=what, text=text)
        for email in _emails(_holders(grant))
    )


def _holders(grant: AccessGrant) -> set[User]:
    """The people who have the access; for a service account, who answers for it."""
    if grant.person is not None:
        return {grant.person.responsible_person or grant.person}
    if grant.organisation is not None:
        people = User.objects.filter(organisation=grant.organisation, is_service=False)
    else:
        held = RoleHolding.objects.in_force().filter(role=grant.role)
        people = User.objects.filter(pk__in=held.values("user"))
    return set(people.filter(is_active=True))


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
