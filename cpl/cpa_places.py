"""Where a page of the CPA forecast begins, as it stands in an address."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date

from cpl.cpa_forecast import Key

#: A key has so many words beside its date.
WORDS = 4
#: No certificate's words are longer than this as an address has them.
LONGEST = 4_000


def place_written(key: Key) -> str:
    """The place after this certificate; nobody is meant to read it."""
    said = json.dumps([key[0].isoformat(), *key[1]], ensure_ascii=False)
    return urlsafe_b64encode(said.encode()).decode().rstrip("=")


def place_read(text: str) -> Key:
    """The place that the address names; raises ``ValueError``."""
    if len(text) > LONGEST:
        raise ValueError
    try:
        said = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        raise ValueError from None
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
        raise ValueError
    day, *words = said
    if len(words) != WORDS:
        raise ValueError
    return date.fromisoformat(day), tuple(words)
