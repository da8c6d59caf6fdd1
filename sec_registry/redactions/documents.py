"""Redacting published documents: what is left, with a new salt, and the statement about it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sec_registry.publications.signing import statement_signed
from sec_registry.redactions.gate import Gate
from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import Document, canonical, document_digest, new_salt
from sec_registry.registers.models import (
    Ledger,
    PublicationRegister,
    PublishedRecord,
    Redaction,
    RedactionStatement,
)
from sec_registry.registers.redactable import redact, tombstone
from sec_registry.registers.redactions import last_statement, redactions_made


def redact_versions(
    redaction: Redaction,
    register: Register,
    values: Mapping[str, set[str]],
    gate: Gate,
    at: datetime,
) -> int:
    """Redact every version of the record that holds one of the values at its member.

    Returns the number of the register's statement; 0 where another register's redaction finds
    nothing here. Its own register states it in any case: what never stood in a document is taken
    out of histories under a number, too.
    """
    number = redactions_made(register.code) + 1
    beside = {each.member: each.beside for each in register.redactable if each.beside}
    beside |= {f"device.{member}": column for member, column in _IDENTITY.items()}
    left: list[dict[str, Any]] = []
    reached: list[PublishedRecord] = []
    published = register.published._default_manager.filter(cpl_number=redaction.cpl_number)
    for record in published.order_by("published_in"):
        document = json.loads(record.document)
        changed = [
            member
            for member, of in values.items()
            if redact(document, [member], number=number, at=at, values=of)
        ]
        if changed:
            _merge_entries(document, number)
            columns = {beside[each]: tombstone(number, at) for each in changed if each in beside}
            left.append(_rewritten(record, document, {"redaction": number, **columns}, gate))
            reached.append(record)
    if not left and register.code != redaction.register:
        return 0
    register.redact_beside(reached, gate.write)
    _state(redaction, register, number, left, at)
    _count(register, reached, gate)
    return number


#: Where the identity that the other registers repeat stands beside their documents.
_IDENTITY = {"model.identifier": "model", "hardware_version": "hardware_version"}


def _rewritten(
    record: PublishedRecord, document: Document, columns: Mapping[str, Any], gate: Gate
) -> dict[str, Any]:
    """Write what is left of the record, with a new salt; returns what the statement says of it."""
    text, salt = canonical(document), new_salt()
    gate.write(type(record), record.pk, {"document": text, "salt": salt, **columns})
    record.document = text
    return {
        "cpl_number": record.cpl_number,
        "digest": record.digest,
        "publication": record.published_in_id,
        "redacted": document_digest(text, salt),
    }


def _merge_entries(document: dict[str, Any], number: int) -> None:
    """One entry for the redaction, whatever number of members it took."""
    entries = document["redactions"]
    own = [each for each in entries if each["redaction"] == number]
    members = sorted({name for each in own for name in each["members"]})
    earlier = [each for each in entries if each["redaction"] != number]
    document["redactions"] = [*earlier, {**own[0], "members": members}]


def _state(
    redaction: Redaction,
    register: Register,
    number: int,
    left: list[dict[str, Any]],
    at: datetime,
) -> None:
    statement = canonical(
        {
            "after": Ledger.objects.get(pk=1).last_publication,
            "number": number,
            "previous": last_statement(register.code),
            "records": left,
            "redacted_at": at.isoformat(),
            "register": register.code,
        }
    )
    key_id, value = statement_signed(statement)
    RedactionStatement.objects.create(
        redaction=redaction,
        register=register.code,
        number=number,
        statement=statement,
        key_id=key_id,
        value=value,
    )


def _count(register: Register, reached: Iterable[PublishedRecord], gate: Gate) -> None:
    """Count the redaction in every publication that holds one of the versions: tags rest on it."""
    states = PublicationRegister.objects.filter(register=register.code)
    concerned: dict[int, int] = {}
    for record in reached:
        held = states.filter(publication__gte=record.published_in_id)
        if record.superseded_in_id is not None:
            held = held.filter(publication__lt=record.superseded_in_id)
        concerned.update(held.values_list("pk", "redactions"))
    for key, before in concerned.items():
        gate.write(PublicationRegister, key, {"redactions": before + 1})
