"""Request bodies: JSON in UTF-8 (RFC 8259). Django bounds their length.

A charset in the Content-Type is passed over: there is none in JSON, and some of those that a
client might name fail in ways of their own.
"""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant


class PlainJSONParser(JSONParser):
    """Refuses by a problem whatever is not plain JSON."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The parsed body; raises ``ParseError``."""
        try:
            return json.loads(stream.read().decode("utf-8"), parse_constant=strict_constant)
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8: byte {error.start}.") from error
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error
