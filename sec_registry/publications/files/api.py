"""Whole lists over REST: of open registers as files that any cache keeps, of restricted ones fresh.

An address that names the redactions never changes what it answers, so caches need not ask again.
SECURITY: a restricted register is written for whoever asks, marked, and never lies in a file.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from typing import Any, BinaryIO, ClassVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from accounts.gate import ANY_SCOPE
from cpl.api import DeviceModelSerializer
from cpl.columns import REGISTER as CPL
from firmware.api import FirmwareRecordSerializer
from firmware.columns import CODE as FIRMWARE
from sec_registry.publications.files.editions import Edition, Mark, edition_of, mark_of
from sec_registry.publications.files.forms import CSV, JSON, Form
from sec_registry.publications.files.kept import Busy, NotAsPublished, kept_open, name_of
from sec_registry.publications.files.schema import REDACTIONS, WholeListSchema
from sec_registry.publications.files.sending import file_answer
from sec_registry.publications.files.wishes import takes_gzip
from sec_registry.registers.broken_off import told_when_broken_off
from sec_registry.registers.caching import PUBLIC, mark_restricted, unchanged
from sec_registry.registers.door import RegisterDoor, channel_of, whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.lasting import RecordedRight, while_it_lasts
from sec_registry.registers.paging import as_published
from sec_registry.registers.problems import InvalidQuery, Unavailable
from sec_registry.registers.reach import Reach
from sec_registry.registers.renderers import DocumentJSONRenderer
from sec_registry.registers.table_answers import marking_cells

#: A year: as long as caches keep anything.
FOR_GOOD = "public, max-age=31536000, immutable"

logger = logging.getLogger(__name__)


class AsNamed(BaseContentNegotiation):
    """The address says what comes, so nothing else is listened to."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


class WholeList(RegisterDoor, kind=True):
    """What whole lists share: one register in one publication, in the form of the address."""

    content_negotiation_class = AsNamed
    renderer_classes = [DocumentJSONRenderer]
    schema = WholeListSchema()
    form: ClassVar[Form]
    document: ClassVar[type[Serializer[Any]]]

    def _edition(self, number: str) -> Edition:
        found = edition_of(self.door, whole_number(number) or 0)
        if found is None:
            raise NotFound
        return found

    def _named(self, answer: HttpResponseBase, edition: Edition) -> HttpResponseBase:
        """The answer, which says what it is and of which publication."""
        answer["Content-Type"] = self.form.media_type
        name = f"{edition.register.short_title.lower()}-publication-{edition.publication}"
        kept = f'attachment; filename="{name}.{self.form.suffix}"'
        answer["Content-Disposition"] = kept
        answer["Registry-Publication"] = str(edition.publication)
        return answer


class OpenList(WholeList, kind=True):
    """A whole list for anyone: the kept file, whoever asks."""

    declared = frozenset({"register", "form", "document"})
    # Nobody is asked for, so that caches may give it to everybody, whatever token comes along.
    authentication_classes = []
    scopes = ANY_SCOPE

    def retrieve(self, request: Request, number: str) -> HttpResponseBase:
        """The whole list as published, in the order of CPL numbers; parts of it by ranges."""
        # Who holds nothing yet is sent the file: then the mark alone would be a question too many.
        conditional = bool(request.headers.get("If-None-Match"))
        edition: Mark = self._mark(number) if conditional else self._edition(number)
        pinned = _redactions_asked(request, edition)
        packed = takes_gzip(request.headers.get("Accept-Encoding", ""))
        encoding = "gzip" if packed else "identity"
        tag = self._tag(edition, encoding)
        answer: HttpResponseBase
        if unchanged(request, tag):
            answer = HttpResponse(status=304)
        else:
            whole = edition if isinstance(edition, Edition) else self._edition(number)
            # Read once more, in full: something may have been redacted meanwhile.
            pinned, tag = _redactions_asked(request, whole), self._tag(whole, encoding)
            answer = file_answer(request, _opened(whole, self.form, encoding), tag)
            if answer.status_code == 416:
                return answer
            self._named(answer, whole)
            edition = whole
            if packed:
                answer["Content-Encoding"] = encoding
        answer["ETag"] = tag
        answer["Vary"] = "Accept-Encoding"
        answer["Accept-Ranges"] = "bytes"
        answer["Cache-Control"] = FOR_GOOD if pinned else PUBLIC
        answer["Content-Location"] = f"{request.path}?{REDACTIONS}={edition.redactions}"
        return answer

    def _mark(self, number: str) -> Mark:
        found = mark_of(self.door, whole_number(number) or 0)
        if found is None:
            raise NotFound
        return found

    def _tag(self, edition: Mark, encoding: str) -> str:
        return f'"{name_of(edition)}-{self.form.suffix}-{encoding}"'


class RestrictedList(WholeList, kind=True):
    """A whole list for the register's audience, written while it is sent."""

    declared = frozenset({"register", "form", "document"})

    def retrieve(self, request: Request, number: str) -> HttpResponseBase:
        """All that you may read of the list as published, in the order of CPL numbers."""
        if wrong := names_refused(request.query_params, ()):
            raise InvalidQuery(wrong)
        edition = self._edition(number)
        door, reach = self.door, self.door.reach(request.user)
        pieces: Iterable[bytes] = ()
        if request.method != "HEAD":
            held = as_published(door.within(reach), edition.publication)
            numbers = frozenset(held.values_list("cpl_number", flat=True))
            self._disclose(request, reach, numbers)
            pieces = self._pieces(request, edition, reach, numbers)
        # Without a length, which nobody knows before all is written.
        answer = StreamingHttpResponse(told_when_broken_off(pieces))
        self._named(answer, edition)
        return mark_restricted(answer, door.marking)

    def _pieces(
        self, request: Any, edition: Edition, reach: Reach, numbers: Collection[int]
    ) -> Iterator[bytes]:
        """What was recorded, as long as the right to it lasts."""
        door, by = self.door, request.user
        # SECURITY: what entered the person's reach only now is not recorded, so it does not leave.
        lots = edition.rows(door.within(reach))
        rows = ([row for row in some if row.cpl_number in numbers] for some in lots)
        pieces = self.form.pieces(edition, rows, marking_cells(door.marking, by))
        right = RecordedRight(
            *(door, by, reach, edition.publication, numbers, channel_of(request)),
            token=request.auth,
        )
        return while_it_lasts(pieces, right.lasts)


class DeviceModelsJson(OpenList):
    """The whole Central Products List as JSON."""

    register = CPL
    form = JSON
    document = DeviceModelSerializer


class DeviceModelsCsv(OpenList):
    """The whole Central Products List as a table."""

    register = CPL
    form = CSV
    document = DeviceModelSerializer


class FirmwareJson(RestrictedList):
    """All firmware records as JSON. SEC Parties only – must not be shared (F2.17B)."""

    register = FIRMWARE
    form = JSON
    document = FirmwareRecordSerializer


class FirmwareCsv(RestrictedList):
    """All firmware records as a table. SEC Parties only – must not be shared (F2.17B)."""

    register = FIRMWARE
    form = CSV
    document = FirmwareRecordSerializer


def _redactions_asked(request: Request, edition: Mark) -> bool:
    """Whether the address names the redactions; one with other redactions is not there."""
    if wrong := names_refused(request.query_params, {REDACTIONS}):
        raise InvalidQuery(wrong)
    asked = request.query_params.get(REDACTIONS)
    if asked is not None and asked != str(edition.redactions):
        raise NotFound
    return asked is not None


def _opened(edition: Edition, form: Form, encoding: str) -> BinaryIO:
    try:
        return kept_open(edition, form, encoding)
    except Busy:
        raise Unavailable from None
    except (NotAsPublished, OSError) as error:
        logger.exception("A whole list could not be written")
        raise Unavailable from error
