"""A bundle on an outsider's computer: whatever is done to it is found, and named."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from sec_registry.publications import offline_verifier
from sec_registry.publications.bundle import bundle_write
from sec_registry.publications.offline_verifier import Broken, verify_bundle
from sec_registry.signing_keys import private_pem, public_pem
from tests.publications.world import own_key, private_key, trusting
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db
VERIFIER = Path(offline_verifier.__file__)


def files_of(bundle: Path) -> list[Path]:
    return sorted(path for path in bundle.rglob("*") if path.is_file())


def offline(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the one file by itself: no settings, no project on the path, another folder."""
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", str(VERIFIER), *map(str, arguments)],
        cwd="/",
        env={},
        capture_output=True,
        text=True,
        check=False,
    )


def test_bundle_holds_without_django_or_database(bundle: Path, tmp_path: Path) -> None:
    trusted = tmp_path / "key.pem"
    trusted.write_text(public_pem(own_key()))

    found = offline(bundle, "--public-key", trusted, "--last", "3")

    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Publications 1 to 3 hold")


def test_break_is_named_and_the_status_is_one(bundle: Path, tmp_path: Path) -> None:
    trusted = tmp_path / "key.pem"
    trusted.write_text(public_pem(own_key()))
    shutil.rmtree(bundle / "publications" / "2")

    found = offline(bundle, "--public-key", trusted)

    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == "BROKEN: Publication 2 is missing.\n"


@pytest.mark.parametrize("text", ["", "no key", public_pem(own_key())[:-40]])
def test_file_that_holds_no_key_is_no_reason_to_believe(
    text: str, bundle: Path, tmp_path: Path
) -> None:
    trusted = tmp_path / "key.pem"
    trusted.write_text(text)

    found = offline(bundle, "--public-key", trusted)

    assert found.returncode == 1
    assert "holds no public key" in found.stderr


def test_verifier_names_nothing_of_the_registry() -> None:
    imports = [line for line in VERIFIER.read_text().splitlines() if "import" in line.split()[:3]]

    assert not any(word in line for line in imports for word in ("django", "sec_registry"))


def test_registry_verifies_the_same_bundle(bundle: Path, tmp_path: Path) -> None:
    trusted = tmp_path / "key.pem"
    trusted.write_text(public_pem(own_key()))

    call_command("verify_publications", bundle=bundle, public_key=trusted)
    (bundle / "bundle.json").unlink()
    with pytest.raises(CommandError, match=r"BROKEN: Bundle: bundle\.json is missing"):
        call_command("verify_publications", bundle=bundle, public_key=trusted)


def test_every_byte_counts(small_bundle: Path) -> None:
    """One bit of each byte of each file is turned over, another bit with each byte."""
    trusted = trusting(own_key())
    believed = []
    for path in files_of(small_bundle):
        data = path.read_bytes()
        for place in range(len(data)):
            turned = data[place] ^ (1 << place % 8)
            path.write_bytes(data[:place] + bytes([turned]) + data[place + 1 :])
            try:
                verify_bundle(small_bundle, trusted)
                believed.append((path.name, place))
            except Broken:
                pass
        path.write_bytes(data)

    assert believed == []
    assert verify_bundle(small_bundle, trusted).last == 2


def test_bytes_of_a_redaction_count(redacted_bundle: Path) -> None:
    """Those of its statement and of what it left, as above; some, since each takes its time."""
    trusted = trusting(own_key())
    believed = []
    for path in (
        *files_of(redacted_bundle / "redactions"),
        redacted_bundle / "publications" / "1" / "cpl.jsonl",
    ):
        data = path.read_bytes()
        for place in range(0, len(data), 5):
            turned = data[place] ^ (1 << place % 8)
            path.write_bytes(data[:place] + bytes([turned]) + data[place + 1 :])
            try:
                verify_bundle(redacted_bundle, trusted)
                believed.append((path.name, place))
            except Broken:
                pass
        path.write_bytes(data)

    assert believed == []
    assert verify_bundle(redacted_bundle, trusted).redacted == 1


def test_every_byte_that_is_left_out_or_doubled_counts(small_bundle: Path) -> None:
    trusted = trusting(own_key())
    believed = []
    for path in files_of(small_bundle):
        data = path.read_bytes()
        for place in range(0, len(data), 23):
            for other in (
                data[:place] + data[place + 1 :],
                data[: place + 1] + data[place:],
                data[:place],
            ):
                path.write_bytes(other)
                try:
                    verify_bundle(small_bundle, trusted)
                    believed.append((path.name, place))
                except Broken:
                    pass
        path.write_bytes(data)

    assert believed == []


def test_every_file_counts(bundle: Path) -> None:
    trusted = trusting(own_key())
    for path in files_of(bundle):
        aside = path.read_bytes()
        path.unlink()
        with pytest.raises(Broken, match="missing"):
            verify_bundle(bundle, trusted)
        path.write_bytes(aside)


@pytest.mark.parametrize("place", ["", "keys", "publications", "publications/2", "redactions"])
def test_file_that_does_not_belong_is_named(place: str, bundle: Path) -> None:
    (bundle / place / "more.txt").write_text("more")

    with pytest.raises(Broken, match=r"'more.txt' does not belong"):
        verify_bundle(bundle, trusting(own_key()))


def test_link_to_elsewhere_is_not_followed(bundle: Path, tmp_path: Path) -> None:
    manifest = bundle / "publications" / "2" / "manifest.json"
    manifest.rename(tmp_path / "elsewhere.json")
    manifest.symlink_to(tmp_path / "elsewhere.json")

    with pytest.raises(Broken, match="link to elsewhere"):
        verify_bundle(bundle, trusting(own_key()))


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 3), (1, 3)])
def test_publications_in_another_order_are_named(one: int, other: int, bundle: Path) -> None:
    folder = bundle / "publications"
    (folder / str(one)).rename(folder / "aside")
    (folder / str(other)).rename(folder / str(one))
    (folder / "aside").rename(folder / str(other))

    with pytest.raises(Broken, match=f"Publication {one}: the manifest is that of .* {other}"):
        verify_bundle(bundle, trusting(own_key()))


@pytest.mark.parametrize("file", ["manifest.json", "signature.json", "cpl.jsonl"])
def test_file_of_another_publication_is_found(file: str, bundle: Path) -> None:
    folder = bundle / "publications"
    shutil.copy(folder / "1" / file, folder / "2" / file)

    with pytest.raises(Broken, match="Publication 2"):
        verify_bundle(bundle, trusting(own_key()))


def test_end_that_was_cut_off_is_found_by_who_knows_the_last_number(bundle: Path) -> None:
    shutil.rmtree(bundle / "publications" / "3")
    (bundle / "bundle.json").write_text('{"format":2,"last":2}')

    assert verify_bundle(bundle, trusting(own_key())).last == 2
    with pytest.raises(Broken, match="ends with publication 2, before 3"):
        verify_bundle(bundle, trusting(own_key()), last=3)


def test_other_key_is_named(bundle: Path) -> None:
    with pytest.raises(Broken, match=r"Publication 1: signed with key .* not among those trusted"):
        verify_bundle(bundle, trusting(private_key(9)))


def test_bundle_holds_over_a_change_of_keys(tmp_path: Path, settings: Settings) -> None:
    publish_numbers(101)
    settings.SIGNING_KEY = private_pem(private_key(2))
    publish_numbers(102)
    bundle_write(to=tmp_path / "bundle")

    both = trusting(private_key(1), private_key(2))

    assert verify_bundle(tmp_path / "bundle", both).last == 2
    with pytest.raises(Broken, match="Publication 2: signed with key"):
        verify_bundle(tmp_path / "bundle", trusting(private_key(1)))


def test_bundle_of_nothing_holds(tmp_path: Path) -> None:
    bundle_write(to=tmp_path / "bundle")

    assert verify_bundle(tmp_path / "bundle", trusting(own_key())).last == 0


def test_bundle_is_never_written_over_something(bundle: Path) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_bundle", str(bundle))
