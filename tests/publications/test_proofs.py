"""Who may read a restricted record may prove it, alone; nobody else gets anything to prove."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from sec_registry.publications import offline_verifier
from sec_registry.publications.offline_verifier import Broken, Chain, check_proof, verify_bundle
from sec_registry.registers.models import Disclosure, PublicationRegister
from sec_registry.signing_keys import public_pem
from tests.api.conftest import Reading, grantee, party, party_person, reading, ssc, ssc_member
from tests.publications.world import own_key, trusting, unguard
from tests.published import DZIR_CANARY, FIR_CANARY, publish_numbers

__all__ = ["grantee", "party", "party_person", "reading", "ssc", "ssc_member"]
pytestmark = pytest.mark.django_db
FIR = "/api/v1/firmware/records/{}/proof/"
DZIR = "/api/v1/zigbee/records/{}/proof/"


@pytest.fixture
def chain(bundle: Path) -> Chain:
    """What an outsider verified."""
    return verify_bundle(bundle, trusting(own_key()))


def test_proof_is_checked_without_the_registry(bundle: Path, party: Client, tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_bytes(party.get(FIR.format(102)).content)
    (tmp_path / "key.pem").write_text(public_pem(own_key()))

    found = subprocess.run(
        [
            *(sys.executable, "-I", str(Path(offline_verifier.__file__)), str(bundle)),
            *("--public-key", str(tmp_path / "key.pem")),
            *("--proof", str(tmp_path / "proof.json")),
        ],
        cwd="/",
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.endswith("CPL 102 in firmware is as publication 3 holds it.\n")


@pytest.mark.parametrize(
    ("number", "publication"), [(101, 1), (102, 1), (102, 2), (102, 3), (103, 2)]
)
def test_every_record_is_proved_in_every_publication(
    number: int, publication: int, chain: Chain, party: Client, ssc: Client
) -> None:
    for reader, address in ((party, FIR), (ssc, DZIR)):
        answer = reader.get(address.format(number), {"publication": publication})

        assert f"CPL {number} in" in check_proof(answer.content, chain)


def test_amended_record_is_proved_as_it_was(chain: Chain, party: Client) -> None:
    then, now = (party.get(FIR.format(102), asked).json() for asked in ({"publication": 2}, {}))

    assert then["document"]["device"]["hardware_version"] == "0100"
    assert now["document"]["device"]["hardware_version"] == "0200"
    forged = {**then, "document": now["document"]}
    with pytest.raises(Broken, match="not the one that publication 2 holds"):
        check_proof(json.dumps(forged).encode(), chain)


FORGED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "value": (lambda p: p["document"].update(release_notes="other"), "not the one"),
    "state": (lambda p: p["document"].update(state="not provided"), "not the one"),
    "member": (lambda p: p["document"].pop("contact"), "not the one"),
    "salt": (lambda p: p.update(salt="0" * 32), "not the one"),
    "no salt": (lambda p: p.update(salt=""), "salt: not written"),
    "sibling": (lambda p: p["siblings"].__setitem__(7, "0" * 64), "not the one"),
    "last sibling": (lambda p: p["siblings"].__setitem__(32, "0" * 64), "not the one"),
    "odd sibling": (lambda p: p["siblings"].__setitem__(7, 7), "sibling 8: not written"),
    "siblings turned": (lambda p: p["siblings"].reverse(), "not the one"),
    "one sibling less": (lambda p: p["siblings"].pop(), "not 33 siblings"),
    "one sibling more": (lambda p: p["siblings"].append("0" * 64), "not 33 siblings"),
    "number": (lambda p: p.update(cpl_number=103), "not that of CPL 103"),
    "both numbers": (
        lambda p: (p.update(cpl_number=103), p["document"].update(cpl_number=103)),
        "not the one",
    ),
    "odd number": (lambda p: p.update(cpl_number=True), "not a whole number"),
    "huge number": (
        lambda p: (p.update(cpl_number=2**40), p["document"].update(cpl_number=2**40)),
        "not 33 siblings",
    ),
    "publication": (lambda p: p.update(publication=2), "not the one"),
    "no such publication": (lambda p: p.update(publication=9), "publication 9 has no"),
    "register": (lambda p: p.update(register="zigbee"), "not the one"),
    "open register": (lambda p: p.update(register="cpl"), "has no restricted register cpl"),
    "half a letter": (lambda p: p["document"].update(state="\ud800"), "no JSON that can be read"),
    "half a letter signed for": (
        lambda p: p.update(redaction={"digest": "0" * 64, "statement": "\ud800", "signature": {}}),
        "no JSON that can be read",
    ),
    "more": (lambda p: p.update(more=1), "must be an object of"),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_proof_is_named(name: str, chain: Chain, party: Client) -> None:
    proof = party.get(FIR.format(102)).json()
    forge, named = FORGED[name]
    forge(proof)

    with pytest.raises(Broken, match=f"Proof.*{named}"):
        check_proof(json.dumps(proof).encode(), chain)


def test_doubled_name_in_a_proof_is_named(chain: Chain, party: Client) -> None:
    text = party.get(FIR.format(102)).content.decode()
    doubled = text.replace("{", '{"salt":"0",', 1).encode()

    with pytest.raises(Broken, match="a name stands twice"):
        check_proof(doubled, chain)


def test_proof_is_recorded_before_it_leaves(
    bundle: Path, party: Client, party_person: User
) -> None:
    party.get(FIR.format(102), {"publication": 1})

    recorded = Disclosure.objects.get()
    assert (recorded.person, recorded.numbers) == (party_person.email, [102])
    assert (recorded.outcome, recorded.register) == ("disclosed", "firmware")
    assert recorded.route == FIR.format(102)


def test_answer_is_kept_by_nobody_and_marked(bundle: Path, party: Client) -> None:
    answer = party.get(FIR.format(102))

    assert answer["Cache-Control"] == "private, no-store"
    assert "F2.17B" in answer["Registry-Marking"]
    assert "ETag" not in answer


def test_nobody_else_gets_a_proof(bundle: Path, client: Client, party: Client, ssc: Client) -> None:
    answers = [
        client.get(FIR.format(102)),
        client.get(DZIR.format(102)),
        party.get(DZIR.format(102)),
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 404]
    for answer in answers:
        assert FIR_CANARY.encode() not in answer.content
        assert DZIR_CANARY.encode() not in answer.content
        assert b"siblings" not in answer.content
    assert party.get(DZIR.format(102)).content.replace(b"102", b"999") == (
        party.get(DZIR.format(999)).content
    )
    assert set(Disclosure.objects.values_list("outcome", flat=True)) == {"refused"}


def test_grant_reaches_its_own_records_alone(reading: Reading, grantee: User) -> None:
    publish_numbers(101)
    publish_numbers(102, device_type="PPMID")
    reader = reading(grantee)

    assert reader.get(DZIR.format(102)).status_code == 200
    assert reader.get(DZIR.format(101)).status_code == 404
    # It was not there yet.
    assert reader.get(DZIR.format(102), {"publication": 1}).status_code == 404


@pytest.mark.parametrize(
    "query", [{"publication": "x"}, {"publication": "9"}, {"fields": "salt"}, {"at": "noon"}]
)
def test_query_that_makes_no_sense_is_refused(
    query: dict[str, str], bundle: Path, party: Client
) -> None:
    assert party.get(FIR.format(102), query).status_code == 400
    assert not Disclosure.objects.exists()


def test_publication_from_before_signatures_has_no_proof(
    party: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_numbers(101)
    unguard(PublicationRegister)
    PublicationRegister.objects.update(padding="")

    assert party.get(FIR.format(101)).status_code == 404
