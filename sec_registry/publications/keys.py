"""The key that signs publications here: the operator's, or at a desk one made when needed."""

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sec_registry.signing_keys import (
    PrivateKey,
    key_id,
    new_private_key,
    public_pem,
    read_private_key,
)


@dataclass(frozen=True)
class SigningKey:
    """A private key with what is public of it."""

    private: PrivateKey
    key_id: str
    public_pem: str


def signing_key() -> SigningKey:
    """The key of these settings; with DEBUG on one is made under ``var/`` where none is given."""
    return _of(settings.SIGNING_KEY or _development_key())


@cache
def _of(text: str) -> SigningKey:
    private = read_private_key(text)
    return SigningKey(private, key_id(private), public_pem(private))


def _development_key() -> str:
    if not settings.DEBUG:
        raise ImproperlyConfigured("SIGNING_KEY_FILE (or SIGNING_KEY) is missing.")
    path = Path(settings.VAR_DIR) / "signing-key.pem"
    if not path.exists():
        write_new_key(path)
    return path.read_text()


def write_new_key(path: Path) -> None:
    """Make a key in a file that only its owner reads; one that is there stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp's file is the owner's alone; linking it is atomic, so two processes share one key.
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(new_private_key())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
