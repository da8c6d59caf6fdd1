"""Files that break off while they are sent say so in their last line.

Not every web server lets a connection end visibly when an answer fails in the middle: some close
it as if all had been sent, and a table that lacks its end looks like a whole one.
"""

from collections.abc import Iterable, Iterator

#: In no form of a file is this a row, or anything else that could be read as content.
BROKEN_OFF = "This file is not whole: it broke off here, and the rest was not sent."


def told_when_broken_off(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces; where one cannot be had, the line that says so, and then what went wrong."""
    try:
        yield from pieces
    except Exception:
        yield f"\r\n{BROKEN_OFF}\r\n".encode()
        raise
