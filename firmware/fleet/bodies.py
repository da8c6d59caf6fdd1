"""Inventories on their way in over REST: JSON and csv, bounded before they are read.

Fleets are longer than what Django holds for one body, so these parsers have bounds of their own. A
csv body is spooled, so that it takes the same memory however long it is.
"""

import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from sec_registry.registers.parsers import PlainJSONParser
from sec_registry.registers.problems import Problem

MEGABYTE = 1024 * 1024
#: JSON is held as a whole: some 200,000 rows.
LONGEST_JSON = 24 * MEGABYTE
#: Csv is read row by row: some million rows.
LONGEST_CSV = 128 * MEGABYTE
#: So much of a csv body is held before it goes to a temporary file.
SPOOLED = 4 * MEGABYTE


def _bounded(context: Mapping[str, Any] | None, longest: int, advice: str = "") -> None:
    """Refuse a body by the length that was announced; no server reads past that."""
    request = (context or {})["request"]
    if int(request.META.get("CONTENT_LENGTH") or 0) > longest:
        raise Problem(f"The body is longer than {longest:,} bytes.{advice}", status=413)


def stream_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """What is left of the stream, in pieces."""
    while piece := stream.read(1 << 16):
        yield piece


class FleetJSONParser(BaseParser):
    """Plain JSON, longer than elsewhere."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The parsed body; raises ``ParseError``, or a problem when it is too long."""
        _bounded(parser_context, LONGEST_JSON, " Send larger inventories as text/csv.")
        return PlainJSONParser().parse(stream, media_type, parser_context)


class FleetCsvParser(BaseParser):
    """The body as a stream that can seek."""

    media_type = "text/csv"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """A spooled copy of the body, gone when it is closed."""
        _bounded(parser_context, LONGEST_CSV)
        body = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115  # whoever reads it closes it
        body.writelines(stream_pieces(stream))
        body.seek(0)
        return body
