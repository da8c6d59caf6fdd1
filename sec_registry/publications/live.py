"""Verifying the publications where they are: the outsider's checks, and those of what is inside.

Inside there is more to hold: the columns beside a manifest say what it says, each published record
has the digest of its own bytes or is what a signed redaction left of them, and the restricted
registers give the roots that were signed.
"""

from sec_registry.publications.contents import notices, notices_of, pieces
from sec_registry.publications.models import PublicKey
from sec_registry.publications.offline_verifier import (
    Broken,
    Chain,
    Keys,
    Redactions,
    Signatures,
    read_keys,
)
from sec_registry.publications.replay import replay
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Ledger, Publication


def publications_verify(*, trusted: Keys | None = None) -> Chain:
    """Check everything in the database; raises ``Broken`` at the first break.

    Without ``trusted`` the keys kept beside the publications are believed: that shows damage, but
    not what somebody did who could write keys there too.
    """
    keys = keys_kept() if trusted is None else trusted
    chain = Chain(keys, notices())
    for piece in pieces():
        chain.take(piece)
        _columns_hold(piece.number, chain)
    last = Ledger.objects.get(pk=1).last_publication
    if chain.last != last:
        raise Broken(f"Publication {chain.last + 1} is missing; the ledger stands at {last}.")
    chain.end()
    for register in registers():
        redactions = Redactions(register.code, notices_of(register), Signatures(keys))
        replay(register, redactions)
        redactions.follow(last)
        redactions.check_end(last)
    return chain


def keys_kept() -> Keys:
    """The public keys that the database keeps beside its publications."""
    kept: dict[str, str] = dict(PublicKey.objects.values_list("key_id", "pem"))
    found = {name: read_keys(pem.encode(), f"Key {name[:16]}") for name, pem in kept.items()}
    if odd := [name for name, keys in found.items() if set(keys) != {name}]:
        raise Broken(f"Key {odd[0][:16]}: kept under a name that is not its own.")
    return {name: key for keys in found.values() for name, key in keys.items()}


def _columns_hold(number: int, chain: Chain) -> None:
    """What stands beside the manifest for looking up is what the manifest says."""
    row = Publication.objects.get(number=number)
    told = {
        "digest": (row.digest, chain.digest),
        "digest before it": (row.previous_digest, chain.previous),
        "published time": (row.published_at, chain.published_at),
    }
    for name, (beside, signed) in told.items():
        if beside != signed:
            raise Broken(f"Publication {number}: the {name} beside the manifest is another one.")
