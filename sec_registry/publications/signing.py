"""Signing publications: in the transaction that makes them, or later for those made before.

Publications are signed in the order of their numbers, so the keys that signed follow each other
like the chain does: a key that was replaced never signs again, and a verifier holds that.
"""

import base64
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import OperationalError
from django.db.models import Max
from django.utils import timezone

from sec_registry.publications.keys import SigningKey, signing_key
from sec_registry.publications.models import PublicKey, Signature
from sec_registry.registers.models import Publication


class KeyReplaced(OperationalError):
    """This process was left running with a key that was replaced; the others can still publish.

    Answered like a database that is away for a moment: with nothing done, and to be tried again.
    """


def publications_sign() -> int:
    """Sign every publication that has no signature yet; returns how many. The ledger is open.

    Raises ``KeyReplaced`` where the key was replaced by another one before.
    """
    signed = Signature.objects.aggregate(last=Max("publication_id"))["last"] or 0
    waiting = Publication.objects.filter(number__gt=signed).order_by("number")
    manifests = list(waiting.values_list("number", "manifest"))
    if not manifests:
        return 0
    key, now = signing_key(), timezone.now()
    _keep(key, now)
    Signature.objects.bulk_create(
        [
            Signature(
                publication_id=number, key_id=key.key_id, value=_value(key, text), signed_at=now
            )
            for number, text in manifests
        ],
        batch_size=500,
    )
    return len(manifests)


def statement_signed(statement: str) -> tuple[str, str]:
    """The id of the key that signs now, and its signature of a redaction. The ledger is open."""
    key = signing_key()
    _keep(key, timezone.now())
    return key.key_id, _value(key, statement)


def _keep(key: SigningKey, now: datetime) -> None:
    """Keep the public half; refuse a key that was in use before the last one."""
    used = PublicKey.objects.order_by("-first_used_at").values_list("key_id", flat=True)
    last = used.first()
    if last == key.key_id:
        return
    if PublicKey.objects.filter(key_id=key.key_id).exists():
        raise KeyReplaced(
            f"The signing key {key.key_id[:16]} was replaced by {str(last)[:16]} and signs no more."
        )
    PublicKey.objects.create(key_id=key.key_id, pem=key.public_pem, first_used_at=now)


def _value(key: SigningKey, manifest: str) -> str:
    return base64.b64encode(key.private.sign(manifest.encode(), ec.ECDSA(SHA256()))).decode()
