"""Files on their way in: a form of one file and a few words, its length bounded before it is read.

What a hostile form could break in the reader is refused in words here.
"""

from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, MultiPartParser
from rest_framework.renderers import BaseRenderer

from sec_registry.registers.problems import Problem
from sec_registry.submissions.evidence import LARGEST, MEGABYTE

#: The file, and room for the words and what holds them together.
LONGEST_FORM = LARGEST + MEGABYTE


class EvidenceParser(MultiPartParser):
    """Reads ``multipart/form-data``."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "DataAndFiles[Any, Any]":
        """The words and the file; raises ``ParseError``, or a problem when it is too long."""
        request = (parser_context or {})["request"]
        # Nothing is read past the length that was announced.
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_FORM:
            raise Problem(f"The form is longer than {LONGEST_FORM:,} bytes.", status=413)
        try:
            return super().parse(stream, media_type, parser_context)
        except SuspiciousOperation as error:
            raise ParseError("The form has too many fields or files.") from error
        except LookupError as error:  # an encoding that does not exist
            raise ParseError("The form cannot be read.") from error


class AnyFile(BaseRenderer):
    """Lets a client ask for whatever the file turns out to be; the view answers by itself."""

    media_type = "*/*"
    format = "file"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Nothing: files do not pass here, and problems choose a renderer of their own."""
        return b""
