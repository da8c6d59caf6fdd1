"""What is public of restricted registers helps nobody who guesses.

The attacker knows every record but one value, has a short list of what that may be, and holds
everything public. The same attack on a register without salt and padding succeeds, which shows
that it would find something if it were there.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sec_registry.publications.bundle import bundle_write
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.commitments import DEPTH, Commitment
from sec_registry.registers.digests import canonical, document_digest, merkle_root
from sec_registry.registers.models import PublicationRegister
from tests.published import DZIR_CANARY, FIR_CANARY, documents_of, publish, publish_numbers

pytestmark = pytest.mark.django_db
CANDIDATES = [f"MakeBelieve {number}" for number in range(50)]
RESTRICTED = [each.code for each in registers() if each.restricted]


def public_bytes(client: Client, folder: Path, last: int) -> bytes:
    """Everything that anybody may have of the publications, as one text."""
    bundle_write(to=folder)
    root = "/api/v1/publications/"
    addresses = [
        root,
        *(f"{root}{n}/{page}" for n in range(1, last + 1) for page in ("", "manifest/")),
    ]
    answers = [client.get(address).content for address in addresses]
    files = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"\n".join([*answers, *files])


def guesses(known: list[dict[str, Any]], candidate: str) -> Iterator[str]:
    """Every digest that the attacker can work out for this candidate."""
    target = {**known[-1], "radios": [{"chipset_vendor": "V", "stack_version": candidate}]}
    digests = {
        each["cpl_number"]: document_digest(canonical(each)) for each in [*known[:-1], target]
    }
    yield from digests.values()
    yield merkle_root(digests.values())
    for padding in ("", "00" * 32):
        yield Commitment(digests, padding).root
    leaf = hashlib.sha256(b"\x00" + bytes.fromhex(digests[target["cpl_number"]])).hexdigest()
    yield leaf


def found_in(public: bytes, known: list[dict[str, Any]]) -> list[str]:
    return [
        each
        for each in CANDIDATES
        if any(guess.encode() in public for guess in guesses(known, each))
    ]


@pytest.fixture
def known() -> list[dict[str, Any]]:
    """Three Zigbee documents, the last with a value on the list of candidates."""
    records = [documents_of(number) for number in (101, 102, 103)]
    for each in records:
        each["zigbee"]["radios"] = [{"chipset_vendor": "V", "stack_version": CANDIDATES[17]}]
    publish(*records)
    return [each["zigbee"] for each in records]


def test_guesses_are_not_confirmed(
    known: list[dict[str, Any]], client: Client, tmp_path: Path
) -> None:
    assert found_in(public_bytes(client, tmp_path / "bundle", 1), known) == []


def test_the_same_guesses_would_be_confirmed_by_a_root_without_salt(
    known: list[dict[str, Any]],
) -> None:
    unsalted = merkle_root(document_digest(canonical(each)) for each in known).encode()

    assert found_in(unsalted, known) == [CANDIDATES[17]]


def test_nothing_public_holds_salt_padding_or_digest_of_a_restricted_record(
    client: Client, tmp_path: Path
) -> None:
    publish_numbers(101, 102)
    publish_numbers(103)
    public = public_bytes(client, tmp_path / "bundle", 2)

    secrets = {FIR_CANARY, DZIR_CANARY}
    for code in RESTRICTED:
        for row in register(code).published._default_manager.all():
            secrets |= {row.salt, row.digest}
        states = PublicationRegister.objects.filter(register=code)
        secrets |= set(states.values_list("padding", flat=True))
    assert len(secrets) == 2 + 2 * (3 * 2 + 2)
    assert [each for each in secrets if each.encode() in public] == []


@pytest.mark.parametrize("code", RESTRICTED)
def test_root_tells_neither_emptiness_nor_that_nothing_changed(code: str) -> None:
    empty = [publish(), publish()]
    publish_numbers(101)
    same = [3, publish()]

    def root(number: int) -> str:
        return PublicationRegister.objects.get(publication=number, register=code).root

    assert len({root(number) for number in (*empty, *same)}) == 4


def test_padding_of_one_register_is_not_that_of_another() -> None:
    publish_numbers(101)
    paddings = PublicationRegister.objects.exclude(padding="").values_list("padding", flat=True)

    assert len(set(paddings)) == len(RESTRICTED) == len(paddings)


@pytest.mark.parametrize("held", [1, 2, 300])
def test_proof_is_equally_long_whatever_the_register_holds(held: int) -> None:
    digests = {101 + place: f"{place:064x}" for place in range(held)}
    proof = Commitment(digests, "ab" * 32).proof(101)

    assert [len(each) for each in proof] == [64] * DEPTH
    assert len(set(proof)) == DEPTH


def test_proofs_of_two_publications_do_not_tell_whether_a_neighbour_changed() -> None:
    """Every number from 100 to 107 is taken, so no branch beside the way is empty of records."""
    digests = {number: f"{number:064x}" for number in range(100, 108)}
    one, same = (Commitment(digests, padding).proof(101) for padding in ("ab" * 32, "cd" * 32))

    assert not set(one) & set(same)


def test_what_is_padded_differs_with_every_place() -> None:
    one = Commitment({101: "0" * 64}, "ab" * 32)
    other = Commitment({102: "0" * 64}, "ab" * 32)

    assert json.dumps(one.proof(101)) != json.dumps(other.proof(102))
    assert one.root != other.root
