"""Files are written once, appear whole or not at all, and give way to others."""

import fcntl
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from cpl.models import PublishedDeviceModel
from sec_registry.publications.files import kept
from sec_registry.publications.files.editions import Edition, edition_of
from sec_registry.publications.files.forms import CSV, JSON, Form
from sec_registry.publications.files.kept import Busy, NotAsPublished, kept_open, name_of
from sec_registry.registers.catalogue import register
from tests.publications.files.whole import JSON as ADDRESS
from tests.publications.files.whole import body_of, registry_with_a_past
from tests.publications.world import unguard

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db: None) -> Edition:
    registry_with_a_past()
    return of(3)


def of(publication: int, code: str = "cpl") -> Edition:
    found = edition_of(register(code), publication)
    assert found is not None
    return found


def read(edition: Edition, form: Form = JSON, encoding: str = "identity") -> bytes:
    with kept_open(edition, form, encoding) as file:
        return file.read()


def test_kept_file_is_read_and_not_written_again(edition: Edition, monkeypatch: Any) -> None:
    first = read(edition)
    monkeypatch.setattr(kept, "_write", None)

    assert read(edition) == first
    assert read(edition, encoding="gzip") != first


def test_edition_is_written_once_by_many_at_once(edition: Edition, folder: Path) -> None:
    """Everybody has the same file: its place on disk is that of the first."""
    ready = edition_in_memory(edition)

    def place(_: int) -> int:
        with kept_open(ready, JSON, "identity", patience=None) as file:
            return os.fstat(file.fileno()).st_ino

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(place, range(8)))) == 1


def edition_in_memory(edition: Edition) -> Edition:
    """The edition with its rows read already, slowly given."""
    rows = list(edition.rows(edition.register.published._default_manager.all()))

    class InMemory(Edition):
        def rows(self, records: Any) -> Any:
            time.sleep(0.1)
            return iter(rows)

        def left(self) -> dict[tuple[int, str], str]:
            return {}

    return InMemory(**vars(edition))


def killed_while_writing(edition: Edition, pieces: int) -> None:
    """A process that writes so many pieces, and is killed before the next."""

    def stopping(*args: Any) -> Any:
        for count, piece in enumerate(JSON.pieces(*args)):
            if count == pieces:
                os.kill(os.getpid(), signal.SIGKILL)
            yield piece
        os.kill(os.getpid(), signal.SIGKILL)

    kept_open(edition, replace(JSON, pieces=stopping), "identity")


@pytest.mark.parametrize("pieces", [0, 1, 2, 99])
def test_killed_writer_leaves_nothing_to_serve(edition: Edition, folder: Path, pieces: int) -> None:
    ready = edition_in_memory(edition)
    connections.close_all()
    writer = get_context("fork").Process(target=killed_while_writing, args=(ready, pieces))
    writer.start()
    writer.join()

    left = {each.suffix for each in folder.iterdir()}
    whole = read(ready)

    assert writer.exitcode == -signal.SIGKILL
    assert left == {"", ".part"}
    assert whole.endswith(b"]}\n")
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize("failing", [0, 1])
def test_crash_between_the_two_names_is_mended(
    edition: Edition, monkeypatch: Any, failing: int
) -> None:
    calls = []
    replace_name = Path.replace

    def crash(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing + 1:
            raise OSError("the disk went away")
        return replace_name(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        with pytest.raises(OSError, match="went away"):
            read(edition)

    assert read(edition).endswith(b"]}\n")
    assert read(edition, encoding="gzip").startswith(b"\x1f\x8b")


def test_asker_does_not_wait_for_long(
    edition: Edition, folder: Path, client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(kept, "PATIENCE", 0.0)
    folder.mkdir()
    with (folder / "lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(Busy):
            kept_open(edition, JSON, "identity", patience=0.1)


def test_busy_folder_asks_to_come_back(edition: Edition, client: Client, monkeypatch: Any) -> None:
    def busy(*args: Any, **options: Any) -> None:
        raise Busy

    monkeypatch.setattr("sec_registry.publications.files.api.kept_open", busy)

    answer = client.get(ADDRESS.format(3))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_folder_that_cannot_be_written_is_no_fault_of_the_reader(
    edition: Edition, client: Client, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.WHOLE_LISTS_DIR = tmp_path / "file" / "lists"

    assert client.get(ADDRESS.format(3)).status_code == 503


def test_document_that_is_not_as_published_is_not_served(
    edition: Edition, client: Client, folder: Path
) -> None:
    unguard(PublishedDeviceModel)
    row = PublishedDeviceModel.objects.get(cpl_number=7)
    row.document = row.document.replace("ESME", "GSME")
    row.save()

    with pytest.raises(NotAsPublished, match="CPL 7"):
        read(edition)
    assert client.get(ADDRESS.format(3)).status_code == 503
    assert {each.suffix for each in folder.iterdir()} == {"", ".part"}


def test_missing_document_is_noticed_by_the_root(edition: Edition) -> None:
    unguard(PublishedDeviceModel)
    PublishedDeviceModel.objects.filter(cpl_number=7).update(superseded_in=3)

    with pytest.raises(NotAsPublished, match="root"):
        read(edition)


def test_restricted_register_never_becomes_a_file(edition: Edition, folder: Path) -> None:
    for code in ("firmware", "zigbee"):
        with pytest.raises(ValueError, match="restricted"):
            read(of(3, code))

    assert not folder.exists()


def test_editions_that_nobody_asks_for_give_way(
    edition: Edition, client: Client, folder: Path, settings: Any
) -> None:
    settings.WHOLE_LISTS_KEPT = 2
    for publication in (1, 2):
        read(of(publication))
        for file in folder.glob(f"{name_of(of(publication))}.*"):
            os.utime(file, (publication, publication))
    asked_for = client.get(ADDRESS.format(1))
    body_of(asked_for)

    read(edition, CSV)

    left = {each.name.partition(".")[0] for each in folder.glob("cpl-*")}
    assert left == {name_of(of(1)), name_of(edition)}
