"""
A migrated database to begin from: migrating takes half a minute, copying none.

On SQLite the first process that migrates leaves a copy under `build/`, named after everything that
decides what migrations make: the migrations themselves, the models and triggers that they name, and
the pinned requirements. Any change of those makes another name, and the copy is not found.

On PostgreSQL there is one where `python -m tests.template` made it on the server and
`TEST_TEMPLATE` names it, as `tests.both` sees to.

Assumption: a copy is put in place whole or not at all, so that processes need no lock.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
DECIDING = ("**/migrations/*.py", "**/models/*.py", "**/audit/*.py", "requirements.txt")
APPS = ("accounts", "cpl", "firmware", "zigbee", "sec_registry")
#: The migrated database of a PostgreSQL server, and where its name stands for those who copy it.
ON_SERVER, NAMED_IN = "test_template", "TEST_TEMPLATE"


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
    name = str(settings.DATABASES["default"]["TEST"]["NAME"] or "")
    if connection.vendor == "postgresql":
        return _taken_on_server(name)
    if not template_path().exists():
        return False
    shutil.copyfile(template_path(), name)
    return True


def _taken_on_server(name: str) -> bool:
    """Have the server copy its migrated database; a run without workers makes its own."""
    template = os.environ.get(NAMED_IN)
    if not template or not name:
        return False
    url, new = os.environ["TEST_DATABASE_URL"], sql.Identifier(name)
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(new))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, sql.Identifier(template))
        )
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


def main() -> None:
    """Migrate a new database and leave it for all who come after."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = ON_SERVER
    elif template_path().exists():
        return
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    template_left()
    connection.close()


if __name__ == "__main__":
    main()
