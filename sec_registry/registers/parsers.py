"""Request bodies: JSON in UTF-8 (RFC 8259), of bounded length and depth."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant

from sec_registry.registers.problems import Problem

LONGEST_BODY = 10 * 1024 * 1024  # bytes


class BoundedJSONParser(JSONParser):
    """Refuses by a problem whatever is not plain JSON, and never reads without end.

    A charset in the Content-Type is passed over: there is none in JSON, and some of those that a
    client might name fail in ways of their own.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The parsed body; ``ParseError`` or a 413 where it cannot be taken."""
        try:
            body = stream.read(LONGEST_BODY + 1)
        except (UnreadablePostError, RequestDataTooBig) as error:
            raise ParseError("The request's body could not be read.") from error
        if len(body) > LONGEST_BODY:
            raise Problem(f"The body is longer than {LONGEST_BODY:,} bytes.", status=413)
        try:
            return json.loads(body.decode("utf-8"), parse_constant=strict_constant)
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8: byte {error.start}.") from error
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error
