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
        if not gc.get_freeze_count():
            # What came to be joins the old, as if it had been looked at.
            gc.freeze()
            gc.unfreeze()
        if running:
            gc.enable()
