"""What somebody typed into a form after their session had ended, kept for them alone.

It travels through the sign-in page as one sealed word: encrypted, so that nothing of it can be read
from the page, bound to the account that was signed in with this browser, and good for an hour.
SECURITY: it never stands in an address, in the log or in the database, and whoever else signs in
gets nothing of it. Passwords are not kept, files cannot be.
"""

import base64
import json
import zlib
from dataclasses import asdict, dataclass
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

#: So long one may take to sign in again.
LASTING = timedelta(hours=1)
#: So many letters are carried; the longest form of a Device Model is far below.
LONGEST = 200_000
#: What is never carried: names that hold one of these words.
_UNKEPT = ("csrfmiddlewaretoken", "password", "secret")


@dataclass(frozen=True)
class KeptForm:
    """``address``: where it is sent; ``fields``: names with what was typed, in their order."""

    person: int
    address: str
    fields: list[tuple[str, str]]
    #: Whether files were sent beside it, which have to be chosen again.
    had_files: bool = False

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person would want to read again: fields that are filled in, no buttons."""
        shown = [(name, value) for name, value in self.fields if value.strip()]
        return [(name.replace("_", " "), value) for name, value in shown if name[0] != "_"]


def sealed_form(request: HttpRequest, person: int) -> str:
    """What was posted, sealed for this account; "" where there is nothing that can be kept."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name and not any(word in name.lower() for word in _UNKEPT)
        for value in values
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return ""
    kept = KeptForm(person, request.get_full_path(), fields, bool(request.FILES))
    packed = zlib.compress(json.dumps(asdict(kept)).encode())
    return _keys().encrypt(packed).decode()


def opened_form(sealed: str, by: User) -> KeptForm | None:
    """What was sealed, for the account it was sealed for; None for anybody else, or too late."""
    try:
        packed = _keys().decrypt(sealed.encode(), ttl=int(LASTING.total_seconds()))
    except (InvalidToken, UnicodeEncodeError):
        return None
    found = json.loads(zlib.decompress(packed))
    kept = KeptForm(
        found["person"],
        found["address"],
        [(name, value) for name, value in found["fields"]],
        found["had_files"],
    )
    return kept if kept.person == by.pk else None


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(text: str) -> Fernet:
    # A use of its own: what is derived here opens nothing else.
    derived = HKDF(SHA256(), 32, salt=None, info=b"sec_registry forms kept over a sign-in")
    return Fernet(base64.urlsafe_b64encode(derived.derive(text.encode())))
