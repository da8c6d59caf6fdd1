"""Requests for access, grants and the committee's decisions: what everybody gets there.

The request in the addresses is a Party's person's own; the grant is the grantee's.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.access.lines import NOTHING_THERE, Line
from tests.access.people import DZIR, NOBODY, SIGNED_IN, Audience, Who
from tests.access.submission_routes import Call

REQUESTER: Audience = frozenset({Who.PARTY})
REQUESTS = "api/v1/zigbee/access-requests/"
GRANTS = "api/v1/zigbee/grants/"
NO_ROW: dict[str, Audience] = dict.fromkeys(NOTHING_THERE, NOBODY)


def access_api() -> Iterator[Line]:
    """Role first (401, 403), then look-up (404)."""
    readers: dict[str, dict[str, Audience]] = {
        REQUESTS: {"{access_request}": DZIR | REQUESTER, "{proposal}": DZIR | REQUESTER},
        GRANTS: {
            "{grant}": DZIR | {Who.GRANTEE},
            "{revoked_grant}": DZIR | {Who.REVOKED},
            "{proposed_grant}": DZIR,
        },
    }
    for root, rows in readers.items():
        yield Line(root, f"/{root}", SIGNED_IN, out=401, known=SIGNED_IN)
        for key, inside in {**rows, **NO_ROW}.items():
            one = f"{root}<str:number>/"
            yield Line(one, f"/{root}{key}/", inside, no=404, out=401, known=SIGNED_IN)
    yield from _deeds(f"{REQUESTS}<str:number>/", "{access_request}")
    yield from _deeds(f"{GRANTS}<str:number>/", "{grant}")


def _deeds(pattern: str, key: str) -> Iterator[Line]:
    """They take no GET; who may not use them is told that first."""
    address = f"/{pattern.replace('<str:number>', key)}"
    of_requests = ("decide", "countersign", "decline")
    for deed in of_requests if REQUESTS in pattern else ("revoke", "countersign"):
        one = f"{pattern}{deed}/"
        yield Line(one, f"{address}{deed}/", DZIR, yes=405, out=401, known=SIGNED_IN)
    if REQUESTS in pattern:
        one = f"{pattern}withdraw/"
        yield Line(one, f"{address}withdraw/", SIGNED_IN, yes=405, out=401)


def access_calls() -> Iterator[Call]:
    """What is done by a call; nobody but the committee is even told that a request is there."""
    wish = {"scope": {"kind": "device_type", "values": ["CH"]}, "purpose": "curiosity"}
    # Far enough from both ends of what the policy allows, whatever day it is.
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    yield Call("ask for access", f"/{REQUESTS}", SIGNED_IN, {**wish, "until": until}, yes=201)
    one, signed = f"/{REQUESTS}{{access_request}}/", f"/{REQUESTS}{{proposal}}/"
    yield Call("withdraw request", f"{one}withdraw/", REQUESTER)
    words = {"text": "No.", "meeting": "SSC 13"}
    decision = {"decision": "refuse", **words}
    yield Call("decide on access", f"{one}decide/", DZIR, decision, no=403)
    yield Call("countersign request", f"{signed}countersign/", DZIR, no=403)
    why = {"reason": "because"}
    yield Call("decline request", f"{signed}decline/", DZIR, why, no=403)
    yield Call("revoke by call", f"/{GRANTS}{{grant}}/revoke/", DZIR, why, no=403)
    sign = f"/{GRANTS}{{proposed_grant}}/countersign/"
    yield Call("countersign grant", sign, DZIR, no=403)
