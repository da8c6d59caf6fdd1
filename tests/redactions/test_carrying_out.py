"""A redaction carried out: what it takes is nowhere, and everything that was signed still holds."""

import hashlib
import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from accounts.models import Role
from cpl.models import PublishedDeviceModel
from firmware.models import PublishedFirmwareRecord
from sec_registry.publications.bundle import bundle_write
from sec_registry.publications.offline_verifier import Broken, verify_bundle
from sec_registry.redactions import carrying_out
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.redactions.proposals import redaction_decline
from sec_registry.registers.models import RedactionReach, RedactionState, RedactionStatement
from sec_registry.submissions.errors import NotForYou, StateForbids
from tests.accounts.factories import make_person
from tests.publications.world import own_key, trusting
from tests.redactions.world import (
    NAME,
    SILICON,
    TELEPHONE,
    World,
    places_that_hold,
    propose,
    redacted,
)
from tests.registry import accept
from tests.rows import numbered_row
from zigbee.models import PublishedZigbeeRecord

pytestmark = pytest.mark.django_db


def test_what_was_redacted_is_nowhere_and_everything_signed_holds(
    world: World, client: Client, tmp_path: Path
) -> None:
    before = {"cpl_publisheddevicemodel.document", "cpl_historicaldevicemodel.model_name"}
    assert before < places_that_hold(NAME)
    salts = set(PublishedDeviceModel.objects.values_list("salt", flat=True))
    digests = list(PublishedDeviceModel.objects.order_by("pk").values_list("digest", flat=True))
    address = f"/api/v1/cpl/device-models/{world.number}/?publication=1"
    listed = "/api/v1/cpl/device-models/?publication={}"
    tags = [client.get(listed.format(each))["ETag"] for each in (1, 2, 3)]

    done = redacted(world, "model.name")

    assert (done.state, done.publications) == (RedactionState.DONE, [1])
    assert places_that_hold(NAME) == set()
    words = f"Redacted (no. 1, {done.decided_at:%Y-%m-%d})"
    told = client.get(address).json()
    assert told["model"]["name"] == words
    assert told["redactions"] == [{"date": words[17:27], "members": ["model.name"], "redaction": 1}]
    assert words in client.get(listed.format(2)).content.decode()
    assert words in client.get(f"{listed.format(2)}&format=csv").content.decode()
    again = [client.get(listed.format(each))["ETag"] for each in (1, 2, 3)]
    # What publication 2 left alone is still on its list.
    assert [old == new for old, new in zip(tags, again, strict=True)] == [False, False, True]
    # The digests are those that were signed; the salts that could confirm a guess are gone.
    kept = PublishedDeviceModel.objects.order_by("pk").values_list("digest", flat=True)
    assert list(kept) == digests
    assert len(salts - _now()) == 1
    for model, member in ((PublishedFirmwareRecord, "device"), (PublishedZigbeeRecord, "device")):
        row = model.objects.get(published_in=1)
        assert json.loads(row.document)[member]["model"]["name"] == words

    call_command("verify_publications")
    accept(numbered_row(9), panel=world.panel)
    call_command("verify_publications")
    bundle_write(to=tmp_path / "bundle")
    chain = verify_bundle(tmp_path / "bundle", trusting(own_key()))
    assert (chain.last, chain.redactions, chain.redacted) == (4, 1, 1)
    public = b"".join(path.read_bytes() for path in (tmp_path / "bundle").rglob("*.*"))
    assert not [salt for salt in salts if salt.encode() in public and salt not in _now()]
    assert NAME.encode() not in public


def _now() -> set[str]:
    return set(PublishedDeviceModel.objects.values_list("salt", flat=True))


def test_byte_changed_elsewhere_in_a_redacted_document_is_found(
    world: World, tmp_path: Path
) -> None:
    redacted(world, "model.name")
    bundle_write(to=tmp_path / "bundle")
    lines = tmp_path / "bundle" / "publications" / "1" / "cpl.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b'"status":"CURRENT"', b'"status":"REMOVED"', 1))

    with pytest.raises(Broken, match="not what redaction 1 left of the document"):
        verify_bundle(tmp_path / "bundle", trusting(own_key()))


def test_guess_at_what_was_redacted_is_not_confirmed(world: World, tmp_path: Path) -> None:
    record = PublishedDeviceModel.objects.get(published_in=1)
    guessed = record.document
    salts = {record.salt} | _now()
    redacted(world, "model.name")
    bundle_write(to=tmp_path / "bundle")
    public = b"".join(path.read_bytes() for path in (tmp_path / "bundle").rglob("*.*"))

    def hashed(salt: str) -> bytes:
        return hashlib.sha256(f"{salt}{guessed}".encode()).hexdigest().encode()

    assert hashed(record.salt) in public
    assert record.salt.encode() not in public
    assert not any(hashed(salt) in public for salt in {"", *_now()} - {record.salt})
    assert places_that_hold(record.salt) == set()
    assert salts


def test_contact_of_the_firmware_record_is_taken_out_with_its_history(world: World) -> None:
    assert "firmware_historicalcontactpoint.telephone" in places_that_hold(TELEPHONE)

    done = redacted(world, "contact.telephone", code="firmware")

    # The committee's register holds a contact of its own, which is the committee's to redact.
    assert {place.partition("_")[0] for place in places_that_hold(TELEPHONE)} == {"zigbee"}
    assert done.publications == [1]
    listed = PublishedFirmwareRecord.objects.order_by("published_in").values_list(
        "redaction", flat=True
    )
    assert list(listed) == [1, 1, None]
    call_command("verify_publications")
    ssc, other = (make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True) for _ in range(2))
    mine = propose(world, "contact.telephone", "radios.chipset_vendor", code="zigbee", by=ssc)
    redaction_approve(redaction=mine, by=other)
    assert places_that_hold(TELEPHONE) == places_that_hold(SILICON) == set()
    call_command("verify_publications")


def test_public_sees_nothing_of_redactions_in_restricted_registers(
    world: World, tmp_path: Path
) -> None:
    redacted(world, "contact.telephone", code="firmware")
    accept(numbered_row(9), panel=world.panel)
    bundle_write(to=tmp_path / "bundle")

    assert list((tmp_path / "bundle" / "redactions").iterdir()) == []
    manifest = (tmp_path / "bundle" / "publications" / "4" / "manifest.json").read_text()
    assert json.loads(manifest)["registers"]["firmware"].keys() == {"root"}
    assert verify_bundle(tmp_path / "bundle", trusting(own_key())).redactions == 0


def test_document_is_redacted_twice_and_holds(world: World) -> None:
    redacted(world, "model.name")
    accept(
        {
            "Action": "amend",
            "CPL number": str(world.number),
            "ESME variant": "B",
        },
        panel=world.panel,
    )
    redacted(world, "esme_variant")

    row = PublishedDeviceModel.objects.get(published_in=1, cpl_number=world.number)
    assert row.redaction == RedactionStatement.objects.filter(register="cpl").count() == 2
    assert [each["redaction"] for each in json.loads(row.document)["redactions"]] == [1, 2]
    call_command("verify_publications")


def test_value_in_force_is_corrected_first(world: World) -> None:
    with pytest.raises(ValidationError, match="is in force today: correct the record first"):
        propose(world, "hardware_version")


def test_everything_that_is_wrong_is_said_at_once(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        propose(world, "model.name", "status", publications=(1, 77), reason=f"It was {NAME}.")

    assert refused.value.messages == [
        '"status" is no member that may be redacted.',
        f"CPL {world.number} was not changed in publication 77.",
        "The reason repeats what is to be redacted: say it in other words.",
    ]


def test_it_takes_two_people_of_the_right_office(world: World) -> None:
    proposed = propose(world, "model.name")
    ssc = make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True)
    operator = make_person(staff=True)
    operator.is_superuser = True

    for nobody in (world.panel.administrator, ssc, operator):
        with pytest.raises(NotForYou):
            redaction_approve(redaction=proposed, by=nobody)
    for code, outsider in (("cpl", ssc), ("zigbee", world.panel.reviewer), ("zigbee", operator)):
        with pytest.raises(NotForYou):
            propose(world, "model.name", code=code, by=outsider)
    redaction_decline(redaction=proposed, by=world.panel.reviewer, note="No person is meant.")
    with pytest.raises(StateForbids):
        redaction_approve(redaction=proposed, by=world.panel.reviewer)
    assert places_that_hold(NAME)


@pytest.mark.parametrize("step", ["redact_versions", "redact_histories", "redact_submissions"])
def test_what_breaks_off_half_way_leaves_nothing_half(
    world: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = propose(world, "model.name")
    held = places_that_hold(NAME)
    original = getattr(carrying_out, step)

    def killed(*args: object) -> None:
        original(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(carrying_out, step, killed)
    with pytest.raises(KeyboardInterrupt):
        redaction_approve(redaction=proposed, by=world.panel.reviewer)

    proposed.refresh_from_db()
    assert proposed.state == RedactionState.PROPOSED
    assert places_that_hold(NAME) == held
    assert not RedactionReach.objects.exists()
    call_command("verify_publications")
