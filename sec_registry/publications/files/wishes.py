"""What a request for a file says in its headers: encoding, part, and what the client holds."""

import re

_PART = re.compile(r"bytes\s*=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """A part that lies outside of the file."""


def takes_gzip(accept_encoding: str) -> bool:
    """Whether the client takes gzip, by the weights it gives (RFC 9110, section 12.5.3)."""
    weights: dict[str, float] = {}
    for each in accept_encoding.lower().split(","):
        name, _, parameter = each.partition(";")
        weights[name.strip()] = _weight(parameter)
    named = [weights[name] for name in ("gzip", "x-gzip") if name in weights]
    return max(named, default=weights.get("*", 0.0)) > 0


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def part_asked(asked: str, size: int) -> range | None:
    """The bytes of the file that the Range header asks for; None for all of it.

    Raises ``Unsatisfiable``. Other units, several parts and what cannot be read are passed over,
    as a server may (RFC 9110, section 14.2).
    """
    found = _PART.fullmatch(asked.strip())
    if found is None:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        part = range(max(size - int(last), 0), size)
    elif last and int(last) < int(first):
        return None
    else:
        part = range(int(first), min(int(last) + 1, size) if last else size)
    if not part:
        raise Unsatisfiable
    return part


def holds(if_range: str, tag: str) -> bool:
    """Whether a part may be sent: the client holds these very bytes, or does not ask."""
    # A date never will do: the files have none.
    return not if_range or if_range.strip() == tag
