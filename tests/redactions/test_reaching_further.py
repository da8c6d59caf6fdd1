"""What a redaction reaches beside the documents of a record: shared rows, reasons, questions."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from accounts.models import Role
from cpl.models import DeviceModel
from firmware.models import ContactPoint
from sec_registry.publications.bundle import bundle_write
from sec_registry.publications.offline_verifier import check_proof, verify_bundle
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.registers.models import RedactionStatement
from tests.accounts.factories import OrganisationFactory, make_person
from tests.publications.world import own_key, trusting
from tests.redactions.world import (
    NAME,
    SILICON,
    TELEPHONE,
    World,
    make_world,
    places_that_hold,
    propose,
    redacted,
)
from tests.registry import accept, make_panel, numbers_given
from tests.rows import MANUFACTURER_CODE, Cells, numbered_row
from tests.wholeness import assert_whole
from zigbee.choices import ReviewState
from zigbee.models import ZigbeeRecord
from zigbee.questions import question_answered, questions_ask
from zigbee.reviews import records_review

pytestmark = pytest.mark.django_db


def make_record(**cells: str) -> World:
    panel = make_panel()
    (number,) = numbers_given(accept({**numbered_row(1), **cells}, panel=panel))
    return World(panel, number)


def by_the_committee(world: World, *members: str, **more: Any) -> None:
    one, other = (make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True) for _ in range(2))
    proposed = propose(world, *members, code="zigbee", by=one, **more)
    redaction_approve(redaction=proposed, by=other)


def test_reasons_that_are_not_public_are_taken_out_of_histories(tmp_path: Path) -> None:
    world = make_record()
    said: Cells = {"CPL number": str(world.number), "Reason public": "no"}
    removal: Cells = {
        "Action": "remove",
        "Removal reason": f"Asked for by {NAME}",
        "Removal authority": f"Letter of {NAME}",
        "Removal date": "2026-01-05",
    }
    accept({**said, **removal}, panel=world.panel)
    with pytest.raises(ValidationError, match="is in force today"):
        propose(world, "removal.reason", publications=(2,))
    reinstated = {"Action": "reinstate", "CPL number": str(world.number), "Reason": "A mistake"}
    accept(reinstated, panel=world.panel)
    assert "cpl_publisheddevicemodel.document" not in places_that_hold(NAME)

    done = redacted(world, "removal.reason", "removal.authority", publications=(2,))

    assert done.publications == [2]
    assert places_that_hold(NAME) == set()
    assert '"records":[]' in RedactionStatement.objects.get().statement
    assert_whole()
    bundle_write(to=tmp_path / "bundle")
    chain = verify_bundle(tmp_path / "bundle", trusting(own_key()))
    assert (chain.redactions, chain.redacted) == (1, 0)


def test_name_of_a_manufacturer_and_number_of_a_certificate_are_taken_out() -> None:
    world = make_record(**{"Manufacturer": NAME, "CPA certificate": f"CPA of {NAME}"})
    both = ("manufacturer.name", "certificates.number")
    with pytest.raises(ValidationError) as refused:
        propose(world, *both)
    assert len(refused.value.messages) == 2
    renamed: Cells = {
        "Action": "rename manufacturer",
        "Manufacturer code": MANUFACTURER_CODE,
        "Manufacturer": "Fictional Meters Ltd",
        "Reason": "A name got into the wrong field.",
    }
    renewed: Cells = {
        "Action": "renew certificate",
        "Replaces certificate": f"CPA of {NAME}",
        "CPA certificate": "CPA-FICTION-10",
        "CPA standard": "CPA 1.4",
        "CPA date": "2999-12-31",
        "CPA date kind": "RENEWAL",
        "Security Characteristics version": "1.4",
    }
    accept(renamed, panel=world.panel)
    accept(renewed, panel=world.panel)

    redacted(world, *both)

    assert places_that_hold(NAME) == places_that_hold("invented") == set()
    assert_whole()


def test_contact_that_was_changed_for_all_records_at_once_is_taken_out() -> None:
    world = make_record()
    changed: Cells = {
        "Action": "change contact",
        "Manufacturer code": MANUFACTURER_CODE,
        "Contact email": "firmware@fictional.example",
        "Contact address": "1 Nowhere Street, Erewhon",
    }
    accept({**changed, "Contact telephone": TELEPHONE}, panel=world.panel)
    accept({**changed, "Contact telephone": "+442079460999"}, panel=world.panel)

    done = redacted(world, "contact.telephone", code="firmware", publications=(2,))
    by_the_committee(world, "contact.telephone", publications=(2,))

    assert places_that_hold(TELEPHONE) == set()
    # The row that nobody uses any more was changed, and its history says by whom and why.
    kept = ContactPoint.objects.get(telephone__startswith="Redacted")
    last = kept.history.first()
    assert last.telephone == kept.telephone
    assert last.history_user_id == world.panel.reviewer.email
    assert last.history_change_reason == f"redaction {done.pk}"
    assert_whole()


def test_questions_and_notes_of_the_committee_are_taken_out() -> None:
    world = make_world()
    member = make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True)
    record = ZigbeeRecord.objects.get(pk=world.number)
    records_review(by=member, records=[record], state=ReviewState.CONCERN, note=f"No {SILICON}.")
    (question,) = questions_ask(by=member, records=[record], text=f"Who is {SILICON}?")
    question_answered(
        by=world.panel.administrator, question=question, text=f"{SILICON.upper()} is nobody."
    )
    assert {"zigbee_question.text", "zigbee_historicalreview.note"} < places_that_hold(SILICON)

    by_the_committee(world, "radios.chipset_vendor")

    assert places_that_hold(SILICON) == set()
    call_command("verify_publications")


def test_redacted_restricted_record_is_proved_by_its_tombstone(
    client: Client, tmp_path: Path
) -> None:
    world = make_world()
    redacted(world, "contact.telephone", code="firmware")
    by_the_committee(world, "radios.chipset_vendor", "contact.telephone")
    bundle_write(to=tmp_path / "bundle")
    chain = verify_bundle(tmp_path / "bundle", trusting(own_key()))
    readers = {
        "firmware": world.panel.reviewer,
        "zigbee": make_person(role=Role.SECURITY_SUB_COMMITTEE, staff=True),
    }

    for code, reader in readers.items():
        for publication in (1, 2, 3):
            client.force_login(reader)
            address = f"/api/v1/{code}/records/{world.number}/proof/"
            answer = client.get(address, {"publication": publication})
            proof = answer.json()
            assert (proof["redaction"] is None) == (publication == 3)
            said = check_proof(answer.content, chain)
            assert f"CPL {world.number} in {code}" in said
            assert TELEPHONE.encode() not in answer.content
            assert SILICON.encode() not in answer.content


def test_the_reason_of_a_transfer_is_taken_out_of_the_history_and_of_what_was_submitted() -> None:
    world = make_record()
    OrganisationFactory(name="Another Fiction Ltd")
    moved: Cells = {
        "Action": "transfer",
        "CPL number": str(world.number),
        "Organisation of record": "Another Fiction Ltd",
        "Reason": f"Asked for by {NAME}",
    }
    accept(moved, panel=world.panel)
    with pytest.raises(ValidationError, match="not changed in publication 3"):
        propose(world, "recorded_reason", publications=(3,))
    with pytest.raises(ValidationError, match="Nothing stands at Recorded reason"):
        propose(world, "recorded_reason", publications=(1,))

    redacted(world, "recorded_reason", publications=(2,))

    assert not places_that_hold(NAME)
    lines = DeviceModel.history.order_by("history_id")
    first, moved_in = lines.values_list("history_change_reason", flat=True)
    assert first == "publication 1"
    assert moved_in.startswith("publication 2: Redacted (no. 1, ")
    assert_whole()
    with pytest.raises(ValidationError, match="Nothing stands"):
        propose(world, "recorded_reason", publications=(2,))
