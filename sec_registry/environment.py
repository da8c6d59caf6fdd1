"""
What the environment tells the settings, and the refusal to start insecurely.

Assumptions: a setting that is given is given well-formed, or the program stops and says so; with
`DEBUG` off nothing has a default that would be unsafe in the open, and everything that is missing
or insecure is named at once, so that an operator need not start eight times to find eight faults.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from sec_registry.signing_keys import UnusableKey, read_private_key

# Known to everybody who can read this file, so only ever used with DEBUG on.
DEVELOPMENT_KEY = "development-only: anyone can read this key, never serve with it"

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable; anything unreadable stops the program rather than mean "no"."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in _YES | _NO:
        return text in _YES
    raise ImproperlyConfigured(f"{name}={text!r} is neither yes (1) nor no (0).")


def number(name: str, *, default: int) -> int:
    """Return a whole-number variable."""
    text = os.environ.get(name, "").strip()
    try:
        return int(text) if text else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={text!r} is not a whole number.") from None


def rate(name: str, *, default: str) -> tuple[int, int] | None:
    """Return a limit such as ``1200/600`` (a minute in the long run / at once); 0 is none."""
    text = os.environ.get(name, "").strip() or default
    if text == "0":
        return None
    a_minute, slash, burst = text.partition("/")
    if not (slash and a_minute.isdecimal() and burst.isdecimal() and int(a_minute) * int(burst)):
        raise ImproperlyConfigured(
            f"{name}={text!r} is no limit such as 1200/600: requests a minute / at once; 0 is none."
        )
    return int(a_minute), int(burst)


def words(name: str) -> list[str]:
    """Return a comma-separated variable as a list."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def secret_key(*, debug: bool) -> str:
    """Return the key of sessions: from the environment, or with DEBUG on the development key."""
    return os.environ.get("SECRET_KEY", "") or (DEVELOPMENT_KEY if debug else "")


def public_url(*, debug: bool, hosts: Iterable[str]) -> str:
    """Return the address under which the registry is reached, without a slash at its end.

    Where PUBLIC_URL says nothing it is the first host name served; at a desk this machine.
    """
    text = os.environ.get("PUBLIC_URL", "").strip().rstrip("/")
    if not text:
        host = next(iter(hosts), "")
        return f"https://{host.lstrip('.')}" if host and not debug else "http://127.0.0.1:8000"
    if not text.startswith(("https://", "http://") if debug else "https://"):
        raise ImproperlyConfigured(f"PUBLIC_URL={text!r} is no address such as https://host.")
    return text


def signing_key() -> str:
    """Return the private key that signs publications, as given; empty when none is.

    Stops the program when two are given, or one that cannot sign.
    """
    text, file = (os.environ.get(name, "").strip() for name in ("SIGNING_KEY", "SIGNING_KEY_FILE"))
    if text and file:
        raise ImproperlyConfigured("Give SIGNING_KEY or SIGNING_KEY_FILE, not both.")
    name = "SIGNING_KEY_FILE" if file else "SIGNING_KEY"
    try:
        text = Path(file).read_text() if file else text
        if text or file:
            read_private_key(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}: {file} cannot be read ({error}).") from None
    except UnusableKey as fault:
        raise ImproperlyConfigured(f"{name} is unusable: {fault}.") from None
    return text


def database(*, var: Path) -> dict[str, Any]:
    """Return the one database: SQLite under `var`, or whatever DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if url:
        settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=0))
    else:
        var.mkdir(parents=True, exist_ok=True)
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": var / "registry.sqlite3"}
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"].endswith(".sqlite3"):
        # IMMEDIATE: a writer waits for the lock when it begins, instead of failing in the middle.
        # WAL: readers go on while an acceptance writes. Django itself turns foreign keys on.
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("timeout", 30)
        options.setdefault("init_command", "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
        # To open the file and read what is in it takes longer than most requests do.
        settings["CONN_MAX_AGE"] = 600
    else:
        options.setdefault("pool", True)
    return settings


def insecurities(*, key: str, hosts: Iterable[str], signing: str) -> list[str]:
    """Return what is missing or unsafe for serving with DEBUG off, one sentence each."""
    found = []
    if not key:
        found.append("SECRET_KEY is missing.")
    elif key == DEVELOPMENT_KEY or key.startswith("django-insecure-"):
        found.append("SECRET_KEY is a development key.")
    elif len(key) < 50 or len(set(key)) < 5:
        found.append("SECRET_KEY is too weak: at least 50 characters, at random.")
    hosts = list(hosts)
    if not hosts:
        found.append("ALLOWED_HOSTS is missing: the host names served, separated by commas.")
    elif "*" in hosts:
        found.append("ALLOWED_HOSTS must not be '*'.")
    if not os.environ.get("DATABASE_URL", "").strip():
        found.append("DATABASE_URL is missing, for example postgresql://registry@/registry.")
    if not signing:
        found.append("SIGNING_KEY_FILE (or SIGNING_KEY) is missing: the key of publications.")
    return found


def refuse_insecurity(*, key: str, hosts: Iterable[str], signing: str) -> None:
    """Stop the program when DEBUG is off and anything is missing or insecure."""
    found = insecurities(key=key, hosts=hosts, signing=signing)
    if found:
        listed = "".join(f"\n  - {sentence}" for sentence in found)
        raise ImproperlyConfigured(f"The registry does not start with DEBUG off:{listed}")
