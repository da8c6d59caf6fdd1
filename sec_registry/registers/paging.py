"""Pages of a register: what one publication holds, and where in it a page begins.

Pages go by CPL number (keyset), never by offset, and each names its publication: who follows
``next`` reads one publication to its end, whatever is published meanwhile.
"""

from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import QueryDict
from rest_framework.request import Request

from sec_registry.registers.declaration import Register
from sec_registry.registers.models import PublishedRecord
from sec_registry.registers.moments import publication_at, read_moment

DEFAULT_LIMIT = 100
GREATEST_LIMIT = 1_000
PAGE_PARAMETERS = ("limit", "after", "publication", "at", "changed_since", "count")
_NUMBERS = ("limit", "after", "before", "publication", "changed_since")

#: Written out: every answer begins with it.
_STANDING = """
    SELECT publication_id, highest_number, records, redactions
    FROM registers_publicationregister
    WHERE register = %s {}
    ORDER BY publication_id DESC
    LIMIT 1
"""

P = TypeVar("P", bound=PublishedRecord)


@dataclass(frozen=True)
class Standing:
    """What a register holds in one publication; all zeros before the first."""

    publication: int = 0
    highest_number: int = 0
    records: int = 0
    #: How often something that it holds was redacted since.
    redactions: int = 0


@dataclass
class PageAsked:
    """The page that a query asks for, with what is wrong in it by parameter."""

    limit: int = DEFAULT_LIMIT
    after: int = 0
    before: int | None = None
    publication: int | None = None
    changed_since: int | None = None
    count: bool = False
    wrong: dict[str, list[str]] = field(default_factory=dict)


def number_of(text: str) -> int | None:
    """The whole number that the text writes; None where it writes none that a column takes."""
    # Eighteen digits fit any database's integers.
    if text.isascii() and text.isdecimal() and len(text) <= 18:
        return int(text)
    return None


def page_asked(parameters: QueryDict) -> PageAsked:
    """Read the parameters of a page; nothing raises. A time becomes the publication of then."""
    asked = PageAsked()
    for name in _NUMBERS:
        text = parameters.get(name)
        if text is None:
            continue
        number = number_of(text)
        if number is None:
            asked.wrong[name] = [f'A whole number is needed, not "{text}".']
        else:
            setattr(asked, name, number)
    if not 1 <= asked.limit <= GREATEST_LIMIT:
        asked.wrong["limit"] = [f"A page holds 1 to {GREATEST_LIMIT} records."]
    if (count := parameters.get("count")) is not None:
        asked.count = count == "true"
        if count not in ("true", "false"):
            asked.wrong["count"] = ['Say "true" or "false".']
    if time := parameters.get("at"):
        _read_time(str(time), parameters, asked)
    return asked


def _read_time(time: str, parameters: QueryDict, asked: PageAsked) -> None:
    if "publication" in parameters:
        asked.wrong["at"] = ["Give a publication or a time, not both."]
        return
    try:
        asked.publication = publication_at(read_moment(time))
    except ValueError as error:
        asked.wrong["at"] = [str(error)]


def standing(register: Register, publication: int | None = None) -> Standing | None:
    """What the register holds today, or in that publication; None when there is no such."""
    asked = "" if publication is None else "AND publication_id = %s"
    given: list[str | int] = [register.code]
    if publication is not None:
        given.append(publication)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(asked), given)
        found = cursor.fetchone()
    if found is not None:
        return Standing(*found)
    return Standing() if publication in (None, 0) else None


def as_published(records: QuerySet[P], publication: int) -> QuerySet[P]:
    """Those of the records that stood in the publication, each once."""
    return records.filter(
        Q(superseded_in__isnull=True) | Q(superseded_in__gt=publication),
        published_in__lte=publication,
    )


def next_address(request: Request, **place: int) -> str:
    """The address of the page that follows; ``place`` says where it begins."""
    query = {**request.query_params.dict(), **place}
    # A time has become a publication.
    query.pop("at", None)
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
