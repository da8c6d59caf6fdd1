"""A register told once more from its published records, publication by publication.

SECURITY: it reads every record, whoever asks, and tells numbers of records alone; only the
operator's command line comes here.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from sec_registry.publications.offline_verifier import Broken, Redactions
from sec_registry.registers.commitments import Commitment
from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import document_digest, merkle_root
from sec_registry.registers.models import Publication, PublicationRegister, PublishedRecord

#: What stands now of each record: its digest, and the publication that superseded it.
Standing = dict[int, tuple[str, int | None]]


def replay(register: Register, redactions: Redactions) -> None:
    """Check the register in every publication; raises ``Broken``."""
    redacted = redactions.places()
    standing: Standing = {}
    changes = groupby(_records(register), attrgetter("published_in_id"))
    following = next(changes, None)
    roots = _signed_roots(register)
    for state in PublicationRegister.objects.filter(register=register.code).order_by("publication"):
        number = state.publication_id
        where = f"Publication {number}, register {register.code}"
        changed = 0
        if following is not None and following[0] == number:
            changed = 0
            for record in following[1]:
                changed += _take(standing, record, redactions, where)
                redacted.discard((record.cpl_number, number))
            following = next(changes, None)
        if roots.pop(number, None) != state.root:
            raise Broken(f"{where}: the root beside the manifest is another one.")
        _state_holds(register, state, standing, changed, where)
    if roots or following is not None:
        raise Broken(f"Register {register.code}: publications and totals do not go together.")
    if redacted:
        raise Broken(f"Register {register.code}: a document that was redacted is not there.")
    for cpl_number, (_, superseded_in) in standing.items():
        if superseded_in is not None:
            raise Broken(f"Register {register.code}: CPL {cpl_number} is superseded by nothing.")


def _records(register: Register) -> Iterator[PublishedRecord]:
    columns = ("cpl_number", "document", "digest", "salt", "redaction")
    records = register.published._default_manager.order_by("published_in", "cpl_number")
    return records.only(*columns, "published_in", "superseded_in").iterator(chunk_size=500)


def _take(standing: Standing, record: PublishedRecord, redactions: Redactions, where: str) -> int:
    number = record.cpl_number
    where = f"{where}, CPL {number}"
    found = document_digest(record.document, record.salt)
    rest = redactions.of(number, record.published_in_id)
    signed: tuple[str, int | None, str] = (record.digest, None, record.digest)
    if rest is not None:
        signed = (rest.digest, rest.redaction, rest.redacted)
    if (record.digest, record.redaction, found) != signed:
        raise Broken(f"{where}: the document is not the one that the digest was made of.")
    _, superseded_in = standing.get(number, ("", record.published_in_id))
    if superseded_in != record.published_in_id:
        raise Broken(f"{where}: the record before it was not superseded here.")
    standing[number] = (record.digest, record.superseded_in_id)
    return 1


def _state_holds(
    register: Register, state: PublicationRegister, standing: Standing, changed: int, where: str
) -> None:
    digests = {number: standing[number][0] for number in sorted(standing)}
    totals = (len(digests), changed, max(digests, default=0))
    if totals != (state.records, state.changed, state.highest_number):
        raise Broken(f"{where}: the totals are not those of its records.")
    if state.padding:
        root = Commitment(digests, state.padding).root
    else:
        root = merkle_root(digests.values())
    if root != state.root:
        raise Broken(f"{where}: the records do not give the root that was signed.")


def _signed_roots(register: Register) -> dict[int, str]:
    """The root that each manifest names, by publication."""
    found = {}
    for number, manifest in Publication.objects.order_by("number").values_list(
        "number", "manifest"
    ):
        said = json.loads(manifest)["registers"].get(register.code)
        if said is not None:
            found[number] = said if isinstance(said, str) else said["root"]
    return found
