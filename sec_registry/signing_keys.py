"""Keys that sign publications: ECDSA on the curve P-256, and nothing else.

A key is read from PEM, or from what stands between PEM's first and last line, which fits one line
of an environment file. A public key is known by its id: the SHA-256 of its DER form.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)

PrivateKey = ec.EllipticCurvePrivateKey


class UnusableKey(ValueError):
    """The text is no private key that may sign; the message says what it is instead.

    SECURITY: it never quotes the text.
    """


def read_private_key(text: str) -> PrivateKey:
    """The private key that the text holds; raises ``UnusableKey``."""
    try:
        if "-----BEGIN" in text:
            key = load_pem_private_key(text.strip().encode(), password=None)
        else:
            der = base64.b64decode("".join(text.split()), validate=True)
            key = load_der_private_key(der, password=None)
    except TypeError:
        raise UnusableKey("the key is encrypted") from None
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        raise UnusableKey("it holds no private key in PEM or base64") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise UnusableKey("the key is not one of the curve P-256")
    return key


def new_private_key() -> str:
    """A fresh private key, as PEM."""
    return private_pem(ec.generate_private_key(ec.SECP256R1()))


def private_pem(key: PrivateKey) -> str:
    """The private key as PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key: PrivateKey) -> str:
    """The public half as PEM."""
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode()


def key_id(key: PrivateKey) -> str:
    """By which the public half is known: 64 hexadecimal digits."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()
