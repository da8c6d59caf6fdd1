"""What a search finds: a page of Device Models, how many there are, and the same as files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from cpl.models import PublishedDeviceModel
from cpl.search.asked import SearchAsked
from cpl.search.fields import AFTER, PUBLICATION
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.digests import Document
from sec_registry.registers.filters import Narrowing
from sec_registry.registers.found import page_found, records_listed
from sec_registry.registers.paging import GREATEST_LIMIT
from sec_registry.registers.queries import ListAsked

#: So many are counted; beyond, it is more than that.
MOST_COUNTED = 1_000
FORMATS = ("csv", "xlsx", "json")

Records = QuerySet[PublishedDeviceModel]


@dataclass(frozen=True)
class Counted:
    """How many records there are, or that there are more than anybody counted."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"more than {self.number:,}" if self.more else f"{self.number:,}"


@dataclass(frozen=True)
class Found:
    """A page of a search; ``following`` is the query of the next one."""

    documents: Sequence[Document]
    count: Counted
    total: Counted
    following: str
    files: Sequence[tuple[str, str]]
    all_in_a_file: bool


def records_of(register: Register, reader: Reader, asked: SearchAsked) -> Records:
    """The list as its reader may see it, at the publication, before any filter."""
    listed = cast("ListAsked", asked.listed)
    visible = cast("Records", register.visible_to(reader))
    return records_listed(visible, listed, asked.stand)


def found_by(records: Records, asked: SearchAsked) -> Found:
    """The page that the question asks for."""
    listed = cast("ListAsked", asked.listed)
    page, more = page_found(records, listed, asked.stand)
    place: dict[str, Any] = {PUBLICATION: asked.stand.publication}
    if more:
        place[AFTER] = page[-1][0]
    total = Counted(asked.stand.records)
    count = total if not listed.filters else counted(listed.filters, records)
    return Found(
        documents=[json.loads(text) for _, text in page],
        count=count,
        total=total,
        following=asked.query(**place) if more else "",
        files=_files(asked),
        all_in_a_file=not count.more and count.number <= GREATEST_LIMIT,
    )


def counted(filters: Narrowing, records: Records) -> Counted:
    """How many records the filters let through."""
    number = filters.narrow(records)[: MOST_COUNTED + 1].count()
    return Counted(min(number, MOST_COUNTED), more=number > MOST_COUNTED)


def _files(asked: SearchAsked) -> list[tuple[str, str]]:
    """The same question over the API, by format, at the publication that the page shows."""
    address = reverse("device-models-list")
    place = {PUBLICATION: asked.stand.publication, "limit": GREATEST_LIMIT}
    return [
        (each, f"{address}?{urlencode({**asked.given, **place, 'format': each})}")
        for each in FORMATS
    ]
