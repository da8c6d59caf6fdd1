"""Backup and restore: what comes back is what was there, and nothing is ever written over."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from sec_registry.publications import backups
from sec_registry.registers.models import Publication
from sec_registry.signing_keys import private_pem, public_pem
from tests.publications.world import own_key, private_key
from tests.published import publish_numbers

ROOT = Path(__file__).parents[2]
#: The environment of a registry with an empty database.
Place = dict[str, str]


@pytest.fixture
def empty_place(tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """Makes registries whose database is empty, of the kind that the test's own is of."""
    made: list[str] = []

    def make(name: str) -> Place:
        folder = tmp_path / name
        folder.mkdir()
        place = {**os.environ, "REGISTRY_VAR": str(folder), "POSTGRES_BIN": settings.POSTGRES_BIN}
        place |= {"DJANGO_SETTINGS_MODULE": "sec_registry.settings"}
        place |= {"SIGNING_KEY": private_pem(own_key())}
        if connection.vendor == "postgresql":
            database = f"{connection.settings_dict['NAME']}_{name}"
            made.append(database)
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE template0')
            place |= {"DATABASE_URL": _address(database)}
        return place

    yield make
    for database in made:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def _programs_of_the_server(settings: Settings) -> None:
    """PostgreSQL's tools are those of the server that the suite started, where it did."""
    beside = Path(connection.settings_dict.get("HOST") or "/nowhere") / "programs"
    if beside.is_file():
        settings.POSTGRES_BIN = beside.read_text()


def _address(database: str) -> str:
    given = connection.settings_dict
    # In the query, as an operator writes a socket's folder; the suite's own settings name a host.
    who = f"{given['USER']}:{quote(given['PASSWORD'] or '')}"
    where = f"host={quote(given['HOST'], safe='')}&port={given['PORT'] or 5432}"
    return f"postgresql://{who}@/{database}?{where}"


def restore(place: Place, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "restore", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=place, capture_output=True, text=True, check=False)


@pytest.mark.django_db(transaction=True)
def test_what_is_restored_is_verified(
    tmp_path: Path, empty_place: Callable[[str], Place], capsys: pytest.CaptureFixture[str]
) -> None:
    publish_numbers(101, 102)
    publish_numbers(102, hardware_version="0200")
    digest = Publication.objects.get(number=2).digest
    other = tmp_path / "other.pem"
    other.write_text(public_pem(private_key(9)))
    file = tmp_path / "registry.backup"
    file.write_text("the one before")
    file.chmod(0o644)

    call_command("backup", file)
    told = capsys.readouterr().out
    back = restore(empty_place("one"), file)
    unbelieved = restore(empty_place("two"), file, "--public-key", other)

    assert f"Publication 2 is in it, of the digest {digest}." in told
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == []
    assert (back.returncode, back.stderr) == (0, "")
    assert back.stdout == (
        f"Restored from {file}.\n"
        "Publications 1 to 2 hold: chain, digests, roots and signatures.\n"
        f"The last has the digest {digest}.\n"
    )
    # Nothing is written over, and a restored chain is believed by the key that one trusts.
    with pytest.raises(CommandError, match="Nothing was restored: The database holds something"):
        call_command("restore", file)
    assert unbelieved.returncode == 1
    assert "Restored, but do not serve it. BROKEN: Publication 1: signed with" in unbelieved.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file"), (b"", "is no backup"), (b"PK\x03\x04" + bytes(40), "is no backup")],
)
def test_what_is_no_backup_is_refused(content: bytes | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=f"Nothing was restored: .*{said}"):
        call_command("restore", file)


@pytest.mark.django_db
def test_backup_that_fails_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "registry.backup"
    file.write_text("the one before")

    def fail(*_: object) -> None:
        raise backups.BackupFault("no room")

    monkeypatch.setattr(backups, "_copy_out", fail)
    monkeypatch.setattr(backups, "_run", fail)
    with pytest.raises(CommandError, match="No backup was written: no room"):
        call_command("backup", file)
    with pytest.raises(CommandError, match="is there and no file"):
        call_command("backup", tmp_path)

    assert [each.name for each in tmp_path.iterdir()] == ["registry.backup"]
    assert file.read_text() == "the one before"
