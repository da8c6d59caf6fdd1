"""``verify_publications`` on the database: every part that somebody could change is missed."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Model

from cpl.models import PublishedDeviceModel, PublishedTerm
from firmware.models import PublishedFirmwareRecord
from sec_registry.publications.bundle import bundle_write
from sec_registry.publications.models import PublicKey, Signature
from sec_registry.registers.models import Delivery, Ledger, Publication, PublicationRegister
from sec_registry.signing_keys import key_id, public_pem
from tests.publications.world import own_key, private_key, signed, unguard
from tests.published import publish_numbers
from zigbee.models import PublishedZigbeeRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_publications() -> None:
    publish_numbers(101, 102)
    publish_numbers(103)
    publish_numbers(102, hardware_version="0200")


def test_what_was_published_holds(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_publications")

    assert "1 to 3 hold" in capsys.readouterr().out


def test_what_was_published_holds_with_the_key_that_is_trusted(tmp_path: Path) -> None:
    trusted = tmp_path / "key.pem"
    trusted.write_text(public_pem(own_key()))

    call_command("verify_publications", public_key=trusted)


def test_another_key_is_not_believed(tmp_path: Path) -> None:
    other = tmp_path / "key.pem"
    other.write_text(public_pem(private_key(9)))

    with pytest.raises(CommandError, match=r"Publication 1: signed with key .* not among"):
        call_command("verify_publications", public_key=other)


REGISTERS: tuple[type[Model], ...] = (
    PublishedDeviceModel,
    PublishedFirmwareRecord,
    PublishedZigbeeRecord,
)


def erase(model: type[Model], **which: int) -> None:
    """Delete rows with all that hangs on them, as only the owner of the tables could."""
    unguard(model)
    rows = model._default_manager.filter(**which)
    if model is PublishedDeviceModel:
        unguard(PublishedTerm)
        PublishedTerm.objects.filter(record__in=rows).delete()
    rows.delete()


@pytest.mark.parametrize("model", REGISTERS)
@pytest.mark.parametrize(
    "changes",
    [
        {"document": F("document") + " "},
        {"digest": "0" * 64},
        {"salt": "0" * 32},
        {"superseded_in_id": 3},
        {"published_in_id": 2},
        {"cpl_number": 999},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_changed_record_is_found(model: type[Model], changes: dict[str, object]) -> None:
    if "document" in changes:
        record = model._default_manager.get(cpl_number=101)
        changes = {"document": record.document.replace("FA0A", "FA0B")}  # type: ignore[attr-defined]  # of any register
    unguard(model)
    model._default_manager.filter(cpl_number=101).update(**changes)

    with pytest.raises(CommandError, match="BROKEN"):
        call_command("verify_publications")


@pytest.mark.parametrize("model", REGISTERS)
def test_record_that_is_gone_is_found(model: type[Model]) -> None:
    erase(model, cpl_number=101)

    with pytest.raises(CommandError, match="BROKEN: Publication 1"):
        call_command("verify_publications")


@pytest.mark.parametrize(
    "changes",
    [{"root": "0" * 64}, {"records": 7}, {"changed": 7}, {"highest_number": 7}, {"padding": "00"}],
    ids=lambda changes: next(iter(changes)),
)
def test_changed_totals_are_found(changes: dict[str, object]) -> None:
    unguard(PublicationRegister)
    PublicationRegister.objects.filter(publication=2, register="zigbee").update(**changes)

    with pytest.raises(CommandError, match="BROKEN: Publication 2, register zigbee"):
        call_command("verify_publications")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"digest": "0" * 64}, "digest beside"),
        ({"previous_digest": "0" * 64}, "digest before it beside"),
        ({"published_at": "2001-01-01T00:00:00Z"}, "published time beside"),
        ({"manifest": "{}"}, "signature does not hold"),
    ],
)
def test_changed_publication_is_found(changes: dict[str, object], named: str) -> None:
    unguard(Publication)
    Publication.objects.filter(number=2).update(**changes)

    with pytest.raises(CommandError, match=f"BROKEN: Publication 2.*{named}"):
        call_command("verify_publications")


def test_missing_signature_is_found() -> None:
    unguard(Signature)
    Signature.objects.filter(publication=2).delete()

    with pytest.raises(CommandError, match="Publication 2: is not signed"):
        call_command("verify_publications")


def test_key_under_another_name_is_found() -> None:
    unguard(PublicKey)
    PublicKey.objects.update(pem=public_pem(private_key(9)))

    with pytest.raises(CommandError, match="a name that is not its own"):
        call_command("verify_publications")


def test_last_publication_that_is_gone_is_missed() -> None:
    for model in REGISTERS:
        erase(model, published_in=3)
        model._default_manager.filter(superseded_in=3).update(superseded_in=None)
    for beside in (Signature, PublicationRegister, Delivery):
        erase(beside, publication=3)
    erase(Publication, number=3)

    with pytest.raises(CommandError, match="Publication 3 is missing; the ledger stands at 3"):
        call_command("verify_publications")


def test_bundle_is_believed_by_the_keys_kept_here_and_never_by_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle, other = tmp_path / "bundle", private_key(9)
    bundle_write(to=bundle)

    call_command("verify_publications", bundle=bundle)
    assert "1 to 3 hold" in capsys.readouterr().out

    last = bundle / "publications" / "3"
    (last / "signature.json").write_bytes(signed((last / "manifest.json").read_bytes(), other))
    (bundle / "keys" / f"{key_id(other)}.pem").write_text(public_pem(other))
    with pytest.raises(CommandError, match=r"Publication 3: signed with key .* not among"):
        call_command("verify_publications", bundle=bundle)


def test_verifying_changes_nothing() -> None:
    before = Ledger.objects.values().get()

    call_command("verify_publications")

    assert Ledger.objects.values().get() == before
    assert Signature.objects.count() == 3
