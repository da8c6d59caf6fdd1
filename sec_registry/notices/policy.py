"""Limits and times that keep sending orderly; what the Panel decides is in ``limits``."""

from datetime import timedelta

#: Watches of one subscription.
MOST_WATCHES = 100
#: Between two test notices of one subscription, so that nobody makes the registry knock on a door.
BETWEEN_TESTS = timedelta(minutes=1)
#: How long a worker may take for one notice before another takes it over.
LEASE = timedelta(minutes=5)
#: How long to wait after the first, second … failed attempt; after the last one no more is made.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
#: Waits are lengthened by up to this part, so that what failed together is not tried together.
JITTER = 0.2
#: The longest that a receiver may ask to be left alone (Retry-After).
LONGEST_RETRY_AFTER = timedelta(hours=24)
#: How long the secret before is used beside the new one.
SECRET_OVERLAP = timedelta(hours=24)
#: How many CPL numbers a notice names; more are a number and the address of the whole list.
MOST_NUMBERS = 100
