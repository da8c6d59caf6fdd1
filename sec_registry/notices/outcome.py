"""What became of one attempt to send a notice."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Outcome:
    """``said`` is kept as the last answer; ``wait`` is how long the receiver asked to be left."""

    sent: bool
    said: str
    #: The receiver is gone for good: the subscription ends.
    gone: bool = False
    #: Trying again is of no use.
    hopeless: bool = False
    wait: timedelta | None = None
