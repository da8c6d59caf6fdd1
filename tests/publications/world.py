"""What tests of publications share: keys, forged pieces, and tables without their guards."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import connection
from django.db.models import Model

from sec_registry.publications.offline_verifier import (
    ALGORITHM,
    Keys,
    Piece,
    canonical,
    document_digest,
    open_root,
    read_keys,
)
from sec_registry.signing_keys import PrivateKey, key_id, public_pem, read_private_key


def private_key(number: int) -> PrivateKey:
    """A key that is always the same for its number, and no secret."""
    return ec.derive_private_key(number, ec.SECP256R1())


def own_key() -> PrivateKey:
    """The key that the registry signs with in tests."""
    return read_private_key(settings.SIGNING_KEY)


def trusting(*keys: PrivateKey) -> Keys:
    """These keys as a verifier is given them."""
    return read_keys("".join(public_pem(key) for key in keys).encode(), "keys")


def signed(manifest: bytes, key: PrivateKey) -> bytes:
    """The signature that the key makes of these bytes, as it lies in a bundle."""
    value = base64.b64encode(key.sign(manifest, ec.ECDSA(SHA256()))).decode()
    return canonical({"algorithm": ALGORITHM, "key": key_id(key), "value": value})


SALT = "5a" * 16


def line(number: int, change: str = "added", **facts: Any) -> bytes:
    """The line of one changed record."""
    document = {"cpl_number": number, **facts}
    said = {"change": change, "cpl_number": number, "document": document, "salt": SALT}
    return canonical({**said, "digest": document_digest(SALT, document)}) + b"\n"


def signed_for(lines: Iterable[bytes]) -> str:
    """The digest by which a manifest names these lines."""
    whole = hashlib.sha256()
    for each in lines:
        said = json.loads(each)
        whole.update(canonical({name: said[name] for name in ("change", "cpl_number", "digest")}))
        whole.update(b"\n")
    return whole.hexdigest()


def piece(
    number: int,
    lines: Iterable[bytes],
    /,
    *,
    standing: Iterable[bytes],
    before: Piece | None,
    key: PrivateKey,
    **members: Any,
) -> Piece:
    """A publication as the holder of the key would forge it; ``members`` replace the manifest's."""
    listed = list(lines)
    digests = [json.loads(each)["digest"] for each in standing]
    manifest = {
        "format": 4,
        "number": number,
        "previous": digest_of(before) if before else "",
        "published_at": f"2026-01-{number:02}T12:00:00+00:00",
        "registers": {
            "cpl": {
                "changes": signed_for(listed),
                "records": len(digests),
                "redactions": "",
                "root": open_root(digests),
            },
            "firmware": {"root": "f" * 64},
        },
        **members,
    }
    return resigned(canonical(manifest), {"cpl": listed}, number, key)


def resigned(
    manifest: bytes, changes: Mapping[str, Iterable[bytes]], number: int, key: PrivateKey
) -> Piece:
    """These bytes with a signature that holds."""
    return Piece(number, manifest, signed(manifest, key), changes)


def digest_of(each: Piece) -> str:
    """The digest by which the next publication names this one."""
    return hashlib.sha256(each.manifest).hexdigest()


def unguard(model: type[Model]) -> None:
    """Take the triggers off a table, as only its owner could, until the test is over."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table whose foreign keys still wait to be checked may not be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
