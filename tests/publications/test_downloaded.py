"""The bundle as an outsider downloads it, and what is done to it on the way."""

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sec_registry.publications import bundle as bundles
from sec_registry.publications.bundle import NotWritten, bundle_archive, bundle_write
from sec_registry.publications.files import bundles as kept_bundles
from sec_registry.publications.offline_verifier import Broken, verify_bundle
from sec_registry.registers.models import RedactionStatement
from tests.publications.world import own_key, trusting
from tests.published import DZIR_CANARY, FIR_CANARY, publish_numbers

ADDRESS = "/api/v1/publications/bundle.tar"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where files are kept."""
    settings.WHOLE_LISTS_DIR = tmp_path / "lists"
    return tmp_path / "lists"


def unpacked(archive: bytes, to: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(to, filter="data")
    return to


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


def test_downloaded_bundle_is_what_the_command_writes(
    bundle: Path, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Files that do not fit into memory take another way.
    monkeypatch.setattr(bundles, "HELD", 100)

    answer: Any = client.get(ADDRESS)
    archive = answer.getvalue()

    found = unpacked(archive, tmp_path / "downloaded")
    assert files_in(found) == files_in(bundle)
    assert verify_bundle(found, trusting(own_key())).last == 3
    assert answer["Content-Type"] == "application/x-tar"
    assert 'filename="registry-bundle-3.tar"' in answer["Content-Disposition"]
    assert FIR_CANARY.encode() not in archive
    assert DZIR_CANARY.encode() not in archive


def test_bundle_that_is_held_is_not_sent_again(bundle: Path, client: Client) -> None:
    tag = client.head(ADDRESS)["ETag"]
    held = {"If-None-Match": tag}

    assert client.get(ADDRESS, headers=held).status_code == 304
    assert client.get(ADDRESS, {"after": "2"}).status_code == 400
    publish_numbers(104)
    assert client.head(ADDRESS, headers=held).status_code == 200


def test_bundle_is_written_once_and_sent_in_parts(
    bundle: Path, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Any = client.get(ADDRESS)
    archive = answer.getvalue()
    tag, size = answer["ETag"], len(archive)
    assert answer["Content-Length"] == client.head(ADDRESS)["Content-Length"] == str(size)
    with monkeypatch.context() as patched:
        patched.delattr("sec_registry.publications.files.bundles.bundle_archive")

        for asked, part in (("bytes=100-299", archive[100:300]), ("bytes=-50", archive[-50:])):
            some: Any = client.get(ADDRESS, headers={"Range": asked, "If-Range": tag})
            assert (some.status_code, some.getvalue(), some["ETag"]) == (206, part, tag)
        whole: Any = client.get(ADDRESS, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
        assert (whole.status_code, whole.getvalue()) == (200, archive)
        beyond = client.get(ADDRESS, headers={"Range": f"bytes={size}-"})
        assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{size}")

    publish_numbers(104)
    assert client.head(ADDRESS)["ETag"] != tag
    assert len(list(folder.glob("*.tar"))) == 1


def test_bundle_of_which_something_is_redacted_meanwhile_is_not_kept(
    bundle: Path, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    redactions = iter((0, 1))
    monkeypatch.setattr(kept_bundles, "_redactions", lambda: next(redactions))

    answer = client.get(ADDRESS)

    assert (answer.status_code, "Retry-After" in answer) == (503, True)
    assert [each.name for each in folder.iterdir()] == ["bundle.lock"]


def test_registry_of_nothing_has_a_bundle(client: Client, tmp_path: Path) -> None:
    answer: Any = client.get(ADDRESS)

    found = unpacked(answer.getvalue(), tmp_path / "downloaded")
    assert verify_bundle(found, trusting(own_key())).last == 0


def test_redaction_meanwhile_leaves_no_bundle(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = iter(range(9))

    class Stated:
        class objects:  # noqa: N801  # as a model calls its manager
            count = staticmethod(lambda: next(counts))
            filter = staticmethod(RedactionStatement.objects.filter)

    monkeypatch.setattr(bundles, "RedactionStatement", Stated)
    came: list[bytes] = []
    with pytest.raises(NotWritten, match="redacted meanwhile"):
        came.extend(bundle_archive(3))

    found = unpacked(b"".join(came), tmp_path / "broken")
    with pytest.raises(Broken, match=r"bundle\.json is missing"):
        verify_bundle(found, trusting(own_key()))
    with pytest.raises(NotWritten, match="redacted meanwhile"):
        bundle_write(to=tmp_path / "another")
