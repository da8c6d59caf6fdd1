"""Secrets of webhooks: shown once to their owner, kept so that the registry can sign with them.

A digest would not do, as for a token: whoever signs needs the secret itself. So it is kept
encrypted, with a key that is derived from ``SECRET_KEY``: a copy of the database alone signs
nothing. A key in ``SECRET_KEY_FALLBACKS`` still opens what it sealed.
"""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "whsec_"
BYTES = 32


class Unopened(Exception):
    """The secret was sealed with a key that is not known any more."""


def new_secret() -> str:
    """A fresh secret as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def sealed(secret: str) -> str:
    """The secret encrypted, for the database."""
    return _keys().encrypt(secret.encode()).decode()


def opened(text: str) -> str:
    """The secret that was sealed; raises ``Unopened``."""
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken:
        raise Unopened from None


def secret_bytes(secret: str) -> bytes:
    """What the secret stands for, to sign with."""
    return base64.b64decode(secret.removeprefix(PREFIX))


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(text: str) -> Fernet:
    # A use of its own: what is derived here opens neither sessions nor password resets.
    derived = HKDF(SHA256(), 32, salt=None, info=b"sec_registry webhook secrets")
    return Fernet(base64.urlsafe_b64encode(derived.derive(text.encode())))
