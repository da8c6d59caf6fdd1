"""Requests for access and their grants at every stage, so that the committee's desk is alive.

One request waits, one was granted in part, one grant ends within 30 days, one was revoked. Nobody's
is a Party's but the one that waits: the sample's Parties hold no more than the contract says.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.people import is_ssc
from sec_registry.submissions.sample.rows import release
from zigbee.choices import ScopeKind
from zigbee.grants import grant_revoke
from zigbee.models import AccessGrant, AccessRequest
from zigbee.requests import request_ask, request_grant

WAITS = "Sample: which of our invented meters need the imaginary patch of sample advisory 7?"
IN_PART = "Sample: a rehearsal of what an invented Communications Hub would need in an incident."
ENDS = "Sample: our own declaration, read once more for a made-up audit."
REVOKED = "Sample: a visit to a fictional test house, called off."

PARTLY = (release("E501", "0100", 1), release("E501", "0100", 2))
OWN = release("A101", "0100", 1)
VISITED = release("C303", "0200", 0)


def requests_at_every_stage(people: Mapping[str, User], numbers: Mapping[str, int]) -> bool:
    """Ask and decide; says whether that was missing."""
    member = people["ssc"]
    if not is_ssc(member) or AccessRequest.objects.filter(purpose=WAITS).exists():
        return False
    with transaction.atomic():
        _asked(people["party"], ScopeKind.DEVICE_TYPE, ["ESME"], WAITS, days=120)
        partly = [str(numbers[each.reference]) for each in PARTLY]
        request_grant(
            by=member,
            request=_asked(people["dcc"], ScopeKind.DEVICE_TYPE, ["ESME", "CH"], IN_PART, days=200),
            text="Two records are enough for the rehearsal; ask again for more.",
            meeting="Sample meeting 14, item 3",
            kind=ScopeKind.RECORD,
            values=partly,
            until=timezone.now() + timedelta(days=90),
        )
        own = [str(numbers[OWN.reference])]
        _granted(member, _asked(people["manufacturer"], ScopeKind.RECORD, own, ENDS, days=20))
        visited = [str(numbers[VISITED.reference])]
        called_off = _granted(
            member, _asked(people["manufacturer"], ScopeKind.RECORD, visited, REVOKED, days=60)
        )
        grant_revoke(
            by=people["ssc2"], grant=called_off, reason="Sample: the visit was called off."
        )
    return True


def _asked(by: User, kind: str, values: list[str], purpose: str, *, days: int) -> AccessRequest:
    until = timezone.now() + timedelta(days=days)
    return request_ask(by=by, kind=kind, values=values, purpose=purpose, until=until)


def _granted(member: User, request: AccessRequest) -> AccessGrant:
    text, meeting = "Granted as asked for.", "Sample meeting 14, item 4"
    request_grant(by=member, request=request, text=text, meeting=meeting)
    return request.grants.get()
