"""
A migrated SQLite database to begin from: migrating takes seconds, copying none.

The first process that migrates leaves a copy under `build/`, named after everything that decides
what migrations make: the migrations themselves, the models and triggers that they name, and the
pinned requirements. Any change of those makes another name, and the copy is not found.

Assumption: a copy is put in place whole or not at all, so that processes need no lock.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
DECIDING = ("**/migrations/*.py", "**/models/*.py", "**/audit/*.py", "requirements.txt")
APPS = ("accounts", "cpl", "firmware", "zigbee", "sec_registry")


def template_path() -> Path:
    """Where the copy stands, or would."""
    digest = hashlib.sha256()
    roots = [ROOT / app for app in APPS]
    files = {f for root in roots for pattern in DECIDING for f in root.glob(pattern)}
    # Models of the smaller rooms stand in one file.
    files |= {f for root in roots for f in root.glob("**/models.py")}
    for file in [*sorted(files), ROOT / "requirements.txt"]:
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return ROOT / "build" / f"test-template-{digest.hexdigest()[:16]}.sqlite3"


def template_taken() -> bool:
    """Put the copy where the test database belongs; False where there is none to put."""
    template = template_path()
    if connection.vendor != "sqlite" or not template.exists():
        return False
    shutil.copyfile(template, str(settings.DATABASES["default"]["TEST"]["NAME"]))
    return True


def migrated_folder(folder: Path) -> dict[str, str]:
    """A folder of data whose database is migrated, for a server or worker of its own.

    Returns the environment of its processes. In a test with a SQLite database of its own there is
    a copy already.
    """
    shutil.copyfile(template_path(), folder / "registry.sqlite3")
    return os.environ | {
        "REGISTRY_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "sec_registry.settings",
    }


def template_left() -> None:
    """Leave a copy of the test database, just migrated, for those who come after."""
    template = template_path()
    if connection.vendor != "sqlite" or template.exists():
        return
    template.parent.mkdir(exist_ok=True)
    for older in template.parent.glob("test-template-*.sqlite3"):
        older.unlink(missing_ok=True)
    draft = template.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(draft) as target:
        connection.connection.backup(target)
    target.close()
    draft.replace(template)
