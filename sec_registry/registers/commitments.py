"""What a restricted register commits to in public: a root that betrays no count, and proofs.

A binary tree with two places for every CPL number there may ever be: one for its record, and one
that is always padded. Where nothing stands, a whole branch is one value drawn from a secret
padding, which nobody can tell from a hash. So the root of an empty register looks like any other,
every proof is equally long, and what stands beside a record in its proof says nothing of its
neighbours. The padding is drawn afresh for each publication: equal roots would tell that nothing
changed, and, were it not for the padded places, so would equal branches in which every number is
taken.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from sec_registry.registers.declaration import Register
from sec_registry.registers.models import PublicationRegister
from sec_registry.registers.paging import as_published

#: Two places each for CPL numbers up to 2^32 - 1; the databases hold them up to half of that.
DEPTH = 33


def new_padding() -> str:
    """A fresh padding: 64 hexadecimal digits."""
    return secrets.token_hex(32)


class Commitment:
    """The tree over the salted digests of a register's records, by CPL number."""

    def __init__(self, digests: Mapping[int, str], padding: str) -> None:
        self._padding = bytes.fromhex(padding)
        leaves = {
            2 * number: hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest()
            for number, digest in digests.items()
        }
        self._levels = [leaves]
        for level in range(DEPTH):
            below = self._levels[level]
            self._levels.append(
                {
                    place: hashlib.sha256(
                        b"\x01" + self._at(level, 2 * place) + self._at(level, 2 * place + 1)
                    ).digest()
                    for place in {each >> 1 for each in below}
                }
            )

    @property
    def root(self) -> str:
        """The root, 64 hexadecimal digits."""
        return self._at(DEPTH, 0).hex()

    def proof(self, number: int) -> list[str]:
        """What stands beside the way from the record's leaf up to the root, lowest first."""
        place = 2 * number
        if place not in self._levels[0]:
            raise KeyError(number)
        return [self._at(level, (place >> level) ^ 1).hex() for level in range(DEPTH)]

    def _at(self, level: int, place: int) -> bytes:
        known = self._levels[level].get(place)
        if known is not None:
            return known
        return hmac.digest(self._padding, f"{level}:{place}".encode(), "sha256")


def commitment_in(register: Register, state: PublicationRegister) -> Commitment:
    """The tree that a restricted register committed to in the publication of the state.

    It takes every record's digest, whoever asks; what leaves of it goes through the read door.
    """
    records = register.published._default_manager.all()
    held = as_published(records, state.publication_id).order_by()
    return Commitment(dict(held.values_list("cpl_number", "digest")), state.padding)
