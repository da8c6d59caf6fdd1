"""A person's walk through the whole registry, and everything that came of it.

One walk serves many tests: it is made once for each person, in a transaction that is rolled back;
what was answered, logged and recorded is kept here.
"""

import gzip
import io
import logging
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import LogEntry
from django.core import mail
from django.forms.models import model_to_dict
from django.test import Client

from sec_registry.registers.models import Disclosure
from sec_registry.submissions.models import EvidenceAccess
from tests.access.hostile import questions
from tests.access.lines import Line
from tests.access.people import Who
from tests.access.routes import all_lines
from tests.access.world import World

LINES = [line for line in all_lines() if not line.is_odd]
HTML = {"Accept": "text/html"}
#: What differs between two answers that are alike.
_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
#: What the page before had to say; whichever page comes next shows it.
_SAID = re.compile(r'<div role="status"><ul class="messages">.*?</ul>\s*</div>', re.DOTALL)
_OF_THE_MOMENT = frozenset({"Content-Length", "Expires", "Set-Cookie"})


class Listener(logging.Handler):
    """Keeps what is logged, tracebacks and all."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.__dict__}")
        if record.exc_info:
            self.lines.append(logging.Formatter().formatException(record.exc_info))


@dataclass
class Walk:
    """What one person met: statuses by address, canaries with where they were met, faults."""

    who: Who
    statuses: dict[str, int] = field(default_factory=dict)
    met: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    #: Canaries in what is kept or sent beside the answers.
    logged: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    in_headers: set[str] = field(default_factory=set)
    letters: int = 0
    #: Answers with a canary that a cache might keep, or that say how to ask for them again.
    kept_by_caches: list[str] = field(default_factory=list)
    #: How "nothing here" looks, by pattern: each look with the addresses that have it.
    nothings: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    #: Of the addresses of a pattern that answer alike, the first: everything is asked of it, and it
    #: alone is asked by token too, since a token only says who asks.
    firsts: dict[tuple[str, int], Line] = field(default_factory=dict)

    def take(self, world: World, address: str, answer: Any) -> int:
        """Keep what the answer holds."""
        status = int(answer.status_code)
        if status >= 500:
            self.faults.append(f"{address}: {status}")
        found = world.canaries.found_in(body_of(answer))
        for canary in found:
            self.met.setdefault(canary, []).append(address)
        kept = "no-store" not in answer.get("Cache-Control", "") or answer.has_header("ETag")
        if found and kept:
            self.kept_by_caches.append(address)
        self.in_headers |= world.canaries.found_in(str(answer.headers) + str(answer.cookies))
        return status

    def take_nothing(self, line: Line, address: str, answer: Any) -> None:
        """Keep how it looks that there is nothing."""
        headers = {n: v for n, v in answer.headers.items() if n not in _OF_THE_MOMENT}
        body = _SAID.sub("", _FORM_TOKEN.sub("", body_of(answer))).replace(address, "")
        body = " ".join(body.split())
        # Pages of several registers: which registers there are is no secret, what is in one is.
        of_one, _, code = line.address.partition("admin/published/")
        register = f" of {code.split('/')[0]}" if code and not of_one.strip("/") else ""
        looks = self.nothings.setdefault(f"{line.pattern}{register}", {})
        looks.setdefault(f"{sorted(headers.items())} {body}", []).append(line.address)


def body_of(answer: Any) -> str:
    """The answer's body as text, unpacked where it came packed as a whole."""
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        # A workbook: its parts, since packed they hide what they hold.
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "".join(parts.read(name).decode() for name in parts.namelist())
    if answer.get("Content-Encoding") != "gzip":
        return body.decode()
    return gzip.decompress(body).decode() if answer.status_code == 200 else ""


def walk(world: World, who: Who) -> Walk:
    """Send the person everywhere, by session and by token."""
    made, listener = Walk(who), Listener()
    logging.getLogger().addHandler(listener)
    letters, first = len(mail.outbox), Disclosure.objects.count()
    try:
        _by_session(world, made)
        _by_token(world, made)
    finally:
        logging.getLogger().removeHandler(listener)
    made.logged = world.canaries.found_in("\n".join(listener.lines))
    rows = [
        *Disclosure.objects.order_by("pk")[first:],
        *EvidenceAccess.objects.all(),
        *LogEntry.objects.all(),
    ]
    made.recorded = world.canaries.found_in("\n".join(str(model_to_dict(row)) for row in rows))
    made.letters = len(mail.outbox) - letters
    return made


def _by_session(world: World, made: Walk) -> None:
    browser = world.signed_in.session(made.who)
    for line in LINES:
        address = line.address.format(**world.keys)
        answer = browser.get(address)
        status = made.take(world, address, answer)
        made.statuses[line.address] = status
        if status == 404:
            made.take_nothing(line, address, answer)
        if made.firsts.setdefault((line.pattern, status), line) is line:
            _ask(world, made, browser, line, status)


def _by_token(world: World, made: Walk) -> None:
    client = world.signed_in.bearer(made.who)
    for line in made.firsts.values():
        if line.pattern.startswith("api/"):
            address = line.address.format(**world.keys)
            status = made.take(world, f"{address} by token", client.get(address))
            made.statuses[f"{line.address} by token"] = status
            made.take(world, f"{address} as a page", client.get(address, headers=HTML))
            made.take(world, f"{address} options", client.options(address))


def _ask(world: World, made: Walk, browser: Client, line: Line, status: int) -> None:
    address = line.address.format(**world.keys)
    for query in questions(line, status):
        asked = f"{address}?{query}"
        made.take(world, asked, browser.get(asked))
