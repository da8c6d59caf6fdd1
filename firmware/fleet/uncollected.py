"""Work on many small things that hold no circles: the collector of circles waits until it is done.

It would look at all of them again and again as they come to be, which takes a third of the time.
Assumption: the work ends within seconds, and what it lets go of is freed at once without it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector waiting; whoever found it running sets it going again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
