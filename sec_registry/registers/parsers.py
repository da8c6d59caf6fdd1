"""Request bodies: JSON in UTF-8 (RFC 8259). Django bounds their length.

A charset in the Content-Type is passed over: there is none in JSON, and some of those that a
client might name fail in ways of their own. What no reader could take in one way only is refused:
a name that stands twice in an object, half of a surrogate pair.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant

_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: As much of a name as a refusal repeats.
_SHOWN = 80


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
            text = stream.read().decode("utf-8")
            parsed = json.loads(
                text, parse_constant=strict_constant, object_pairs_hook=_object_of_once
            )
            # Most bodies escape no such letter and need no second look.
            if _ESCAPED_SURROGATE.search(text) and _holds_surrogate(parsed):
                raise ParseError("The body holds half of a surrogate pair, which is no letter.")
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8: byte {error.start}.") from error
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error
        return parsed


def _object_of_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """The object; which of two values under one name counts would be anybody's guess."""
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # to remember it
        raise ParseError(f"One object names {twice[:_SHOWN]!a} more than once.")
    return made


def _holds_surrogate(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_SURROGATE.search(value))
    if isinstance(value, dict):
        return any(_holds_surrogate(name) or _holds_surrogate(each) for name, each in value.items())
    return isinstance(value, list) and any(_holds_surrogate(each) for each in value)
