"""Long answers: the right to what is being sent is asked again before each piece of it.

What is shown was recorded whole before its first byte, which does not make it theirs for as long
as a slow reader takes. Once the right is over – a grant revoked, a Party ceased, an account closed,
a token revoked – no further piece is sent: the answer breaks off, so that nobody takes it for a
whole one, and a refusal is recorded beside what was disclosed.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import ApiToken, User
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import Channel, refuse
from sec_registry.registers.paging import as_published
from sec_registry.registers.reach import Reach

logger = logging.getLogger(__name__)


class RightEnded(Exception):
    """The right to what was being sent is over; what is left of it stays here."""


def while_it_lasts(pieces: Iterator[bytes], lasts: Callable[[], bool]) -> Iterator[bytes]:
    """The pieces, as long as the right to them lasts; raises ``RightEnded`` when it does not."""
    for piece in pieces:
        if not lasts():
            logger.warning("A right ended while it was used; the rest was not sent.")
            raise RightEnded("The right to read this ended meanwhile; the rest was not sent.")
        yield piece


@dataclass
class RecordedRight:
    """A right to records of a publication that was recorded, and is used for a while."""

    register: Register
    by: User
    reach: Reach
    publication: int
    numbers: Collection[int]
    channel: Channel
    token: object = None

    def lasts(self) -> bool:
        """Whether all of the records are still theirs; that they are not is recorded."""
        held = self._token_stands() and self._reaches(self.register.reach(self.by))
        if not held:
            refuse(register=self.register, by=self.by, numbers=[], channel=self.channel)
        return held

    def _token_stands(self) -> bool:
        if not isinstance(self.token, ApiToken):
            return True
        standing = ApiToken.objects.filter(pk=self.token.pk, expiry__gt=timezone.now())
        return standing.exists()

    def _reaches(self, now: Reach) -> bool:
        if now == self.reach:
            return True
        # By another grant, perhaps, and perhaps to less.
        within = as_published(self.register.within(now), self.publication)
        left = set(self.numbers).difference(within.values_list("cpl_number", flat=True))
        self.reach = self.reach if left else now
        return not left
