"""The public list to follow in a feed reader: Atom (RFC 4287), with archives (RFC 5005).

The feed holds the newest publications; before it lie archives of so many each, which never change
once they are full. Whoever reads back through them misses none.

SECURITY: of restricted registers nothing is told; an entry whose publication left the public list
alone says so, as the list of publications does.
"""

import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import condition, require_safe

from sec_registry.publications.telling import changes_counted, in_words
from sec_registry.registers.caching import PUBLIC, SETTLED
from sec_registry.registers.models import Publication

#: So many publications stand in the feed, and in each of its archives.
ENTRIES = 50
#: Part of every tag: raise it when the same feed is to be written differently.
FORM = "1"
#: Before the first publication nothing was ever updated.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
HISTORY = "http://purl.org/syndication/history/1.0"


class PublicationsFeed(Atom1Feed):
    """Atom with what leads to the archives, and from an entry to its changes."""

    def root_attributes(self) -> dict[str, str]:
        """Also name the vocabulary of archives."""
        return {**super().root_attributes(), "xmlns:fh": HISTORY}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Also the links between the feed and its archives."""
        super().add_root_elements(handler)
        for relation, member in (("current", "current"), ("prev-archive", "previous")):
            if address := self.feed[member]:
                handler.addQuickElement("link", "", {"rel": relation, "href": address})
        if self.feed["current"]:
            handler.addQuickElement("fh:archive")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Also the same for programs."""
        super().add_item_elements(handler, item)
        related = {"rel": "related", "type": "application/json", "href": item["changes"]}
        handler.addQuickElement("link", "", related)

    def latest_post_date(self) -> datetime:
        """When the newest of its publications was made."""
        latest: datetime = super().latest_post_date() if self.items else NEVER
        return latest


def last_publication() -> int:
    """The number of the newest publication; 0 before the first."""
    numbers = Publication.objects.order_by("-number").values_list("number", flat=True)
    return next(iter(numbers[:1]), 0)


def _archived(archive: int) -> bool:
    return 1 <= archive <= last_publication() // ENTRIES


def _tag(request: HttpRequest, archive: int | None = None) -> str | None:
    if archive is not None and not _archived(archive):
        # Nobody holds what is not there.
        return None
    last = last_publication() if archive is None else archive * ENTRIES
    form = hashlib.sha256(f"{FORM} {request.build_absolute_uri()}".encode()).hexdigest()
    return f'"{last}-{form[:16]}"'


def _kept(rule: str) -> Callable[..., Any]:
    """Say what caches may do, on a 304 too."""

    def around(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            answer = view(request, *args, **kwargs)
            answer["Cache-Control"] = rule
            return answer

        return answering

    return around


@require_safe
@_kept(PUBLIC)
@condition(etag_func=_tag)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest publications."""
    last = last_publication()
    return _answer(request, max(last - ENTRIES, 0) + 1, last, archive=last // ENTRIES, current="")


@require_safe
@_kept(SETTLED)
@condition(etag_func=_tag)
def feed_archive(request: HttpRequest, archive: int) -> HttpResponse:
    """Earlier publications, ``ENTRIES`` of them, which stay together for good."""
    if not _archived(archive):
        raise Http404
    through = archive * ENTRIES
    current = request.build_absolute_uri(reverse("publications:feed"))
    return _answer(request, through - ENTRIES + 1, through, archive=archive - 1, current=current)


def _answer(
    request: HttpRequest, first: int, through: int, *, archive: int, current: str
) -> HttpResponse:
    """Those publications; ``archive`` is the one before them, 0 where there is none."""

    def address(name: str, *args: object) -> str:
        return request.build_absolute_uri(reverse(name, args=args))

    written = PublicationsFeed(
        title="Central Products List: publications",
        link=address("publications:list"),
        description="",
        subtitle="What each publication changed on the Central Products List.",
        language="en-GB",
        author_name="SEC Panel",
        feed_url=address("publications:feed_archive", through // ENTRIES)
        if current
        else address("publications:feed"),
        feed_guid=_feed_id() or address("publications:feed"),
        current=current,
        previous=address("publications:feed_archive", archive) if archive else "",
    )
    shown = Publication.objects.filter(number__gte=first, number__lte=through).order_by("-number")
    counted = changes_counted(range(first, through + 1))
    for each in shown:
        told = in_words(counted[each.number])
        written.add_item(
            title=f"Publication {each.number}: {told or 'no change'}",
            link=address("publications:one", each.number),
            description=f"Central Products List: {told or 'nothing changed'}.",
            unique_id=_id_of(each.digest),
            pubdate=each.published_at,
            updateddate=each.published_at,
            changes=address("device-model-changes", each.number),
        )
    answer = HttpResponse(content_type=written.content_type)
    written.write(answer, "utf-8")
    return answer


def _id_of(digest: str, what: str = "entry") -> str:
    """An identifier that stays the same wherever the registry is reached."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{what} {digest}").urn


def _feed_id() -> str:
    """By the publication that the registry began with; empty before there is one."""
    first = Publication.objects.filter(number=1).values_list("digest", flat=True)
    return next((_id_of(digest, "feed") for digest in first), "")
