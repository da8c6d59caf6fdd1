"""By which submissions a record came: looks at it there name no CPL number, since it had none (Z3).

Imports go down only: the record of disclosures knows nothing of submissions. A room above enters
here how to tell, so that whoever asks who saw a record is led to those looks too.
"""

import re
from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from sec_registry.registers.models import Disclosure

Found = Callable[[int], Iterable[int]]

_FROM_ABOVE: list[Found] = []


def begins(found: Found) -> Found:
    """Have records find the submissions that added them by this function; a decorator."""
    _FROM_ABOVE.append(found)
    return found


def submissions_that_added(number: int) -> list[int]:
    """The submissions by which the record of this CPL number came."""
    return sorted({each for found in _FROM_ABOVE for each in found(number)})


def of_submission(disclosures: QuerySet[Disclosure], submission: int) -> QuerySet[Disclosure]:
    """Those of the disclosures that are looks at the submission, alone or with others."""
    named = rf"submissions? ([0-9]+, )*{submission}([,:]|$)"
    # Most have no subject: leaving those out first spares the expression for nearly all rows.
    return disclosures.exclude(subject="").filter(subject__regex=named)


def submission_meant(typed: str) -> int | None:
    """The submission that somebody searches by, as "submission 12"; None for other words."""
    found = re.fullmatch(r"submission ([0-9]{1,9})", typed.strip(), re.IGNORECASE | re.ASCII)
    return int(found[1]) if found else None
