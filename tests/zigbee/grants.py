"""Grants and requests for tests, made by the verbs that people use."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, Role, User
from sec_registry.notices.models import Notice
from tests.accounts.factories import make_person
from zigbee.choices import ScopeKind
from zigbee.decisions import request_grant
from zigbee.grants import grant_give
from zigbee.models import AccessGrant, AccessPolicy, AccessRequest
from zigbee.requests import request_ask

#: What the committee says with a decision.
WORDS: dict[str, Any] = {"text": "For the study only.", "meeting": "SSC 12, item 4"}
MONTH = timedelta(days=30)


def make_member() -> User:
    """A member of the Security Sub Committee."""
    return make_person(role=Role.SECURITY_SUB_COMMITTEE)


def make_grant(
    by: User,
    *,
    person: User | None = None,
    organisation: Organisation | None = None,
    role: str = "",
    kind: str = ScopeKind.ALL,
    value: str = "",
    starts: datetime | None = None,
    until: datetime | None = None,
    purpose: str = "A study of imaginary chipsets",
) -> AccessGrant:
    """A grant for a month unless said otherwise."""
    return grant_give(
        by=by,
        kind=kind,
        value=value,
        person=person,
        organisation=organisation,
        role=role,
        purpose=purpose,
        starts=starts,
        until=until or (starts or timezone.now()) + MONTH,
    )


def two_members_needed(kind: str = ScopeKind.ALL) -> None:
    """The policy asks for two members where such a scope is opened."""
    AccessPolicy.objects.filter(pk=kind).update(members=2)


def asked(by: User, **terms: Any) -> AccessRequest:
    """A request for a month and for all records unless said otherwise."""
    given = {
        "kind": ScopeKind.ALL,
        "values": [],
        "purpose": "A study of imaginary chipsets",
        "until": timezone.now() + MONTH,
        **terms,
    }
    return request_ask(by=by, **given)


def granted(by: User, request: AccessRequest) -> AccessRequest:
    """The request, granted as it stands, or proposed where two members are needed."""
    return request_grant(by=by, request=request, text="For the study.", meeting="SSC 12, item 4")


def letters_to(user: User) -> list[str]:
    """The subjects of the letters to the person, the oldest first."""
    return list(
        Notice.objects.filter(recipient=user).order_by("pk").values_list("subject", flat=True)
    )
