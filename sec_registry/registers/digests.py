"""Canonical documents and the digests that chain publications.

A document is canonical when its keys are sorted, nothing is padded and letters are written as
UTF-8. A restricted document is committed with a random salt of its own: without it, a guess at the
few unknown values of a row could be confirmed against the public root.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

Document = dict[str, Any]

#: The root of a register that holds nothing.
EMPTY_ROOT = hashlib.sha256(b"").hexdigest()


def canonical(document: Mapping[str, Any]) -> str:
    """The document as canonical JSON text."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_salt() -> str:
    """A fresh salt: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def document_digest(text: str, salt: str = "") -> str:
    """SHA-256 of salt and document, 64 hexadecimal digits."""
    return hashlib.sha256(salt.encode() + text.encode()).hexdigest()


def merkle_root(digests: Iterable[str]) -> str:
    """The root over record digests in the order of their CPL numbers; betrays no count.

    Leaves and nodes are hashed with different first bytes, so that neither passes for the other;
    an odd node is carried up unchanged.
    """
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest() for digest in digests]
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()
