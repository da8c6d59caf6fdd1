"""
Settings of the test suite: the product's own, on a database that is thrown away.

`TEST_DATABASE` says which: `sqlite` (the default, with nothing else needed) or `postgresql`, whose
server `python -m tests.postgres` starts and names in `TEST_DATABASE_URL`. The choice is made here,
since pytest-django has read the settings before any conftest.py runs.

Assumptions: nothing of the developer's own environment reaches the suite, and no two processes
share a file, so that parallel workers and several runs at once do not meet.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured

from sec_registry.signing_keys import private_pem

TEST_DATABASE = os.environ.get("TEST_DATABASE") or "sqlite"

_folder = Path(tempfile.mkdtemp(prefix="sec-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in (
    *("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "BEHIND_PROXY", "LOG_LEVEL"),
    *("THROTTLE_ORGANISATION", "THROTTLE_PERSON", "THROTTLE_ANONYMOUS"),
    *("API_TOKEN_DAYS", "API_TOKEN_LONGEST_DAYS", "SIGNING_KEY_FILE"),
    *("PUBLIC_URL", "WEBHOOKS_ANYWHERE", "SECRET_KEY_FALLBACKS"),
):
    os.environ.pop(_name, None)
os.environ["REGISTRY_VAR"] = str(_folder)
# One for all processes of a run, and no secret: its number is 1.
os.environ["SIGNING_KEY"] = private_pem(ec.derive_private_key(1, ec.SECP256R1()))
if TEST_DATABASE == "postgresql":
    if not os.environ.get("TEST_DATABASE_URL"):
        raise ImproperlyConfigured(
            "TEST_DATABASE=postgresql needs TEST_DATABASE_URL: see tests/postgres.py."
        )
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
elif TEST_DATABASE != "sqlite":
    raise ImproperlyConfigured(f"TEST_DATABASE={TEST_DATABASE!r}: sqlite or postgresql.")

from sec_registry.settings import *  # noqa: E402, F403  # only now is the environment right
from sec_registry.settings import DATABASES  # noqa: E402

if TEST_DATABASE == "sqlite":
    # A file, not memory: threads and other processes then lock as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

# Quick on purpose: what a password's digest is worth is not what the suite is about.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# As on a server; the tests that talk to this machine say so.
WEBHOOKS_ANYWHERE = False
