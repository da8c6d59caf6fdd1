"""
Time the pages of one submission: `python -m benchmarks.large_submission NUMBER REVIEWER MAKER`.

REVIEWER and MAKER are the email addresses of two people who may open it. Each page is asked for
twice in this process, and the second time is told: processor time, so that other work on the
machine does not count, SQL statements, the size of the answer, and the most memory used so far.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

DESK = ("", "?page=900", "?level=problem&findings=500", "?impact=yes", "history")
WORKSPACE = ("", "?page=900", "receipt/", "receipt/?after=40000")
API = (
    "",
    "items/?after=45000&count=true",
    "difference/",
    "findings/?limit=1000&count=true",
    "impact/",
)


def _addresses(number: int) -> Iterator[tuple[bool, str]]:
    """Each address, and whether it is the maker's own."""
    desk = f"/admin/submissions/submission/{number}"
    yield False, "/admin/submissions/submission/"
    for page in DESK:
        yield False, f"{desk}/history/" if page == "history" else f"{desk}/change/{page}"
    yield from ((False, f"/api/v1/submissions/{number}/{page}") for page in API)
    yield True, "/submissions/"
    yield from ((True, f"/submissions/{number}/{page}") for page in WORKSPACE)


def asked(client: Client, address: str) -> str:
    """What the second of two requests costs, as a line."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            began = time.process_time()
            answer = client.get(address)
            size = len(b"".join(answer) if answer.streaming else answer.content)
            took = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{answer.status_code} {took:6.2f} s {len(statements):4} SQL {size // 1024:5} KiB "
        f"{memory:5} MiB  {address}"
    )


def main(number: int, reviewer: str, maker: str) -> None:
    """Print a line for each page."""
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["testserver"]
    clients = []
    for email in (reviewer, maker):
        client = Client()
        client.force_login(get_user_model().objects.get(email=email))
        clients.append(client)
    for own, address in _addresses(number):
        sys.stdout.write(f"{asked(clients[own], address)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sec_registry.settings")
    django.setup()
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
