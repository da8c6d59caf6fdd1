"""Requests for access, grants and the committee's decisions: what everybody gets there.

The request in the addresses is a Party's person's own; the grant is the grantee's.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.access.lines import NOTHING_THERE, Line
from tests.access.people import DZIR, NOBODY, SIGNED_IN, Audience, Who
from tests.access.posts import Post
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


def security_query() -> Iterator[Line]:
    """Within one's reach, which for most is nothing; what is asked wrongly is told after that."""
    root = "api/v1/zigbee/security-query/"
    yield Line(root, f"/{root}", SIGNED_IN, yes=400, out=401, known=SIGNED_IN)
    # With blanks, which a vendor's name may have: the answer says what was asked.
    for number in ("{granted}", "{blocked}", "{hub}"):
        for query in ("below=9", "below=R99&format=csv", "below=9&publication=1"):
            address = f"/{root}?vendor=dzircanary+vendor+{number}+1&{query}"
            yield Line(root, address, SIGNED_IN, out=401, known=SIGNED_IN)


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


def access_pages() -> Iterator[Line]:
    """One's own, for whoever is signed in; the committee decides at the desk."""
    # What is asked for is the committee's to ask; of others nobody hears a word of it.
    for asked in ("", "?vendor=dzircanary+vendor+{granted}+1&below=R99", "?below=9"):
        yield Line("zigbee/", f"/zigbee/{asked}", SIGNED_IN, known=SIGNED_IN)
    yield Line("zigbee/^access/$", "/zigbee/access/", SIGNED_IN)
    key = "(?P<pk>[0-9]{1,18})"
    for page, rows in {
        f"^access/{key}/$": {"{access_request}": REQUESTER, "{proposal}": REQUESTER},
        f"^grants/{key}/renew/$": {
            "{grant}": frozenset({Who.GRANTEE}),
            "{revoked_grant}": NOBODY,
            "{proposed_grant}": NOBODY,
        },
    }.items():
        for word, inside in {**rows, "{absent}": NOBODY}.items():
            address = f"/zigbee/{page.strip('^$').replace(key, word)}"
            yield Line(f"zigbee/{page}", address, inside, no=404, known=SIGNED_IN)


def access_posts() -> Iterator[Post]:
    """Forms of those who ask, and the committee's at the desk."""
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    wish: dict[str, str | list[str]] = {"purpose": "curiosity", "until": until}
    asked = {**wish, "kind": "device_type", "value": "CH", "for_whom": "me"}
    yield Post("ask for access", "/zigbee/access/", asked, SIGNED_IN)
    known = (SIGNED_IN - REQUESTER, 404)
    yield Post("withdraw", "/zigbee/access/{access_request}/", {}, REQUESTER, but=known)
    grantee: Audience = frozenset({Who.GRANTEE})
    longer = (datetime.now(UTC) + timedelta(days=360)).date().isoformat()
    renewing = {**wish, "until": longer}
    known = (SIGNED_IN - grantee, 404)
    yield Post("renew", "/zigbee/grants/{grant}/renew/", renewing, grantee, but=known)
    root = "/admin/zigbee/accessrequest/"
    words: dict[str, str | list[str]] = {"text": "No.", "meeting": "SSC 13"}
    refusal = {**words, "decision": "refuse"}
    yield Post("decide on access", f"{root}{{access_request}}/decide/", refusal, DZIR)
    signed: dict[str, str | list[str]] = {"decision": "sign"}
    yield Post("countersign access", f"{root}{{proposal}}/sign/", signed, DZIR)


def review_api() -> Iterator[Line]:
    """The committee's alone: the queue, and what waits by chipset and stack."""
    root = "api/v1/zigbee/reviews/"
    for asked in ("", "?state=concern&count=true", "?number={blocked}"):
        yield Line(root, f"/{root}{asked}", DZIR, out=401, known=SIGNED_IN)
    yield Line(root, f"/{root}?record__in=1", DZIR, yes=400, out=401, known=SIGNED_IN)
    yield Line(f"{root}stacks/", f"/{root}stacks/", DZIR, out=401, known=SIGNED_IN)


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
    review: dict[str, Any] = {"state": "reviewed", "records": ["{hub}"]}
    yield Call("review", "/api/v1/zigbee/reviews/", DZIR, review, no=403)
    sign = f"/{GRANTS}{{proposed_grant}}/countersign/"
    yield Call("countersign grant", sign, DZIR, no=403)
