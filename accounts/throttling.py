"""How many requests somebody may make: per organisation, per person without one, per address.

Each has a bucket that holds a burst and fills up again at a steady rate, so that whoever follows
``next`` through a whole register is not stopped at every page. The buckets are in the memory of
the server's process: counting costs some ten microseconds, needs no database, and waits for no
lock while an acceptance writes. With several processes each counts for itself (docs/operations.md).
"""

import ipaddress
import math
import time
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from rest_framework.request import Request
    from rest_framework.views import APIView

    from accounts.models import User

#: So many buckets are kept; those that filled up again are forgotten first, then the oldest.
MOST_BUCKETS = 50_000


class Rate(NamedTuple):
    """Requests a minute in the long run, and how many may come at once."""

    a_minute: int
    burst: int


class Buckets:
    """Buckets by name. Each is one number: the moment at which it will be full again."""

    def __init__(self, most: int = MOST_BUCKETS) -> None:
        self._full_at: dict[str, float] = {}
        self._most = most
        self._lock = Lock()

    def take(self, name: str, rate: Rate, now: float) -> float:
        """Take one request out; returns 0, or the seconds to wait when there is none left."""
        interval = 60 / rate.a_minute
        with self._lock:
            full_at = max(self._full_at.get(name, now), now)
            wait = full_at - now - interval * (rate.burst - 1)
            if wait > 0:
                return wait
            if name not in self._full_at and len(self._full_at) >= self._most:
                self._forget(now)
            self._full_at[name] = full_at + interval
        return 0

    def clear(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._full_at.clear()

    def _forget(self, now: float) -> None:
        kept = {name: full_at for name, full_at in self._full_at.items() if full_at > now}
        oldest = list(kept)[: max(0, len(kept) - self._most // 2)]
        for name in oldest:
            del kept[name]
        self._full_at = kept


buckets = Buckets()
clock = time.monotonic


class Throttle(BaseThrottle):
    """Counts a request against whoever makes it."""

    def __init__(self) -> None:
        self._wait = 0.0

    def allow_request(self, request: "Request", view: "APIView") -> bool:
        """Whether the request may go on; ``wait`` tells for how long not."""
        self._wait = _taken(*whose(request))
        return not self._wait

    def wait(self) -> float:
        """The seconds until there is room for one more request."""
        return self._wait


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a page that works as hard as the API does; 0, or the seconds until it may be asked."""
    return math.ceil(_taken(*_whose(request.user, request)))


def _taken(kind: str, name: str) -> float:
    rate = settings.API_THROTTLES[kind]
    return 0 if rate is None else buckets.take(f"{kind} {name}", Rate(*rate), clock())


def whose(request: "Request") -> tuple[str, str]:
    """The kind and name of the bucket that the request is counted against."""
    return _whose(request.user, request._request)


def _whose(user: "User | AnonymousUser", request: HttpRequest) -> tuple[str, str]:
    if not user.is_authenticated:
        return "anonymous", address_of(request)
    organisation = getattr(user, "organisation_id", None)
    return ("organisation", str(organisation)) if organisation else ("person", str(user.pk))


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks; of IPv6 the network, which is one household's or firm's.

    SECURITY: the header is a client's own word up to the entry that our outermost proxy added, so
    entries are counted from the right, and without a proxy of ours none is believed.
    """
    sender = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.API_PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    claimed = forwarded[-proxies].strip() if len(forwarded) >= proxies > 0 else sender
    for text in (claimed, sender):
        try:
            address = ipaddress.ip_address(text.strip("[]"))
        except ValueError:
            continue
        if address.version == 6:
            return str(ipaddress.ip_network((int(address), 64), strict=False))
        return str(address)
    return "unknown"
