"""Requests for access at every stage, so that the committee's desk is alive.

One waits, one was granted in part and its grant revoked since, one was refused. The one grant that
is in force, of a single record, ends within 30 days (``sample.committee``).
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.people import is_ssc
from sec_registry.submissions.sample.rows import release
from zigbee.choices import ScopeKind
from zigbee.decisions import request_grant, request_refuse
from zigbee.grants import grant_revoke
from zigbee.models import AccessRequest
from zigbee.requests import request_ask

WAITS = "Sample: which of our invented meters need the imaginary patch of sample advisory 7?"
IN_PART = "Sample: a rehearsal of what an invented Communications Hub would need in an incident."
REFUSED = "Sample: our own declaration, read once more for a made-up audit."
PARTLY = (release("E501", "0100", 1), release("E501", "0100", 2))
OWN = release("A101", "0100", 1)


def requests_at_every_stage(people: Mapping[str, User], numbers: Mapping[str, int]) -> bool:
    """Ask and decide; says whether that was missing."""
    member = people["ssc"]
    if not is_ssc(member) or AccessRequest.objects.filter(purpose=WAITS).exists():
        return False
    with transaction.atomic():
        _asked(people["party"], ScopeKind.DEVICE_TYPE, ["ESME"], WAITS, days=120)
        asked = _asked(people["dcc"], ScopeKind.DEVICE_TYPE, ["ESME", "CH"], IN_PART, days=200)
        request_grant(
            by=member,
            request=asked,
            text="Two records are enough for the rehearsal; ask again for more.",
            meeting="Sample meeting 14, item 3",
            kind=ScopeKind.RECORD,
            values=[str(numbers[each.reference]) for each in PARTLY],
            until=timezone.now() + timedelta(days=90),
        )
        grant_revoke(
            by=people["ssc2"], grant=asked.grants.get(), reason="Sample: the rehearsal is over."
        )
        own = [str(numbers[OWN.reference])]
        request_refuse(
            by=member,
            request=_asked(people["manufacturer"], ScopeKind.RECORD, own, REFUSED, days=20),
            text="You read what you declared in your own receipt.",
            meeting="Sample meeting 14, item 4",
        )
    return True


def _asked(by: User, kind: str, values: list[str], purpose: str, *, days: int) -> AccessRequest:
    until = timezone.now() + timedelta(days=days)
    return request_ask(by=by, kind=kind, values=values, purpose=purpose, until=until)
