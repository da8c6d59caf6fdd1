"""The bundle as an outsider downloads it, and what is done to it on the way."""

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sec_registry.publications import bundle as bundles
from sec_registry.publications.bundle import NotWritten, bundle_archive, bundle_write
from sec_registry.publications.offline_verifier import Broken, verify_bundle
from sec_registry.registers.models import RedactionStatement
from tests.publications.world import own_key, trusting
from tests.published import DZIR_CANARY, FIR_CANARY, publish_numbers

ADDRESS = "/api/v1/publications/bundle.tar"
pytestmark = pytest.mark.django_db


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
    tag = client.get(ADDRESS)["ETag"]
    held = {"If-None-Match": tag}

    assert client.get(ADDRESS, headers=held).status_code == 304
    assert client.head(ADDRESS)["ETag"] == tag
    assert client.get(ADDRESS, {"after": "2"}).status_code == 400
    publish_numbers(104)
    assert client.get(ADDRESS, headers=held).status_code == 200


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
