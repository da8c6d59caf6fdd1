"""Writing what is published: documents word for word, totals, roots, and the chain.

``current_documents`` reads past the read door because rules and differences are worked out from
it before anybody's right is applied; only this module and ``submissions`` may use it, and a test
holds that.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from sec_registry.audit.inserting import insert_all
from sec_registry.audit.pieces import pieces
from sec_registry.registers.catalogue import registers
from sec_registry.registers.commitments import Commitment, new_padding
from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import (
    Document,
    canonical,
    document_digest,
    merkle_root,
    new_salt,
)
from sec_registry.registers.ledger import OpenLedger
from sec_registry.registers.manifests import manifest_of
from sec_registry.registers.models import Change, Publication, PublicationRegister, PublishedRecord
from sec_registry.registers.seals import seals

BATCH = 500


def current_documents(register: Register, numbers: Iterable[int]) -> dict[int, Document]:
    """The documents published today for these CPL numbers, whoever asks."""
    return {n: json.loads(row.document) for n, row in _current(register, numbers).items()}


def publish(
    ledger: OpenLedger, changes: Mapping[str, Mapping[int, str]], *, by: str
) -> Publication:
    """Publish what changed in all registers, and close the publication that the ledger opened.

    Shape of ``changes``: register code → CPL number → how its record changed.
    """
    changed = {
        register.code: publish_changes(register, ledger, changes.get(register.code, {}))
        for register in registers()
    }
    return close_publication(ledger, registers(), changed, by=by)


def publish_changes(register: Register, ledger: OpenLedger, changes: Mapping[int, str]) -> int:
    """Render the numbered records and publish those that differ from what stands.

    ``changes`` names for each CPL number how it changed; a record whose document is unchanged is
    left alone. Some at a time, so that documents are not held for all of them. Returns how many
    records were published.
    """
    return sum(
        _publish_some(register, ledger, changes, numbers)
        for numbers in pieces(sorted(changes), BATCH)
    )


def _publish_some(
    register: Register, ledger: OpenLedger, changes: Mapping[int, str], numbers: Sequence[int]
) -> int:
    before = _current(register, numbers)
    rendered = register.render(numbers)
    fresh: list[PublishedRecord] = []
    for number in numbers:
        text = canonical(rendered[number])
        old = before.get(number)
        if old is None or old.document != text:
            change = _told(changes[number], old, rendered[number])
            fresh.append(_record(register, ledger, number, text, rendered[number], change))
    _supersede(register, ledger, [row.cpl_number for row in fresh if row.cpl_number in before])
    insert_all(register.published, fresh)
    register.write_beside(fresh, [rendered[row.cpl_number] for row in fresh])
    return len(fresh)


def _told(change: str, old: PublishedRecord | None, document: Document) -> str:
    """How the record changed: a removal that is only planned, or taken back, amends it."""
    if old is None:
        return Change.ADDED
    stays = old.status == document.get("device", document)["status"]
    return Change.AMENDED if stays and change in (Change.REMOVED, Change.REINSTATED) else change


def close_publication(
    ledger: OpenLedger, registers: Sequence[Register], changed: Mapping[str, int], *, by: str
) -> Publication:
    """Write the publication row: totals and root of each register, and the digest before it.

    What the composition declares to be done with each publication is done before this returns.
    """
    last = Publication.objects.order_by("-number").first()
    previous = last.digest if last else ""
    states = [_state(register, ledger, changed.get(register.code, 0)) for register in registers]
    manifest = manifest_of(
        number=ledger.publication,
        previous=previous,
        published_at=ledger.published_at,
        registers=registers,
        states=states,
    )
    publication = Publication.objects.create(
        number=ledger.publication,
        published_at=ledger.published_at,
        accepted_by=by,
        manifest=manifest,
        digest=document_digest(manifest),
        previous_digest=previous,
    )
    PublicationRegister.objects.bulk_create(states)
    for seal in seals():
        seal()
    return publication


def _current(register: Register, numbers: Iterable[int]) -> dict[int, PublishedRecord]:
    wanted = sorted(set(numbers))
    found: dict[int, PublishedRecord] = {}
    for some in pieces(wanted, BATCH):
        rows = register.published._default_manager.filter(
            cpl_number__in=some, superseded_in__isnull=True
        )
        found.update({row.cpl_number: row for row in rows})
    return found


def _supersede(register: Register, ledger: OpenLedger, numbers: Sequence[int]) -> None:
    for some in pieces(numbers, BATCH):
        register.published._default_manager.filter(
            cpl_number__in=some, superseded_in__isnull=True
        ).update(superseded_in_id=ledger.publication)


def _record(
    register: Register,
    ledger: OpenLedger,
    number: int,
    text: str,
    document: Document,
    change: str,
) -> PublishedRecord:
    salt = new_salt()
    identity = document.get("device", document)
    return register.published(
        cpl_number=number,
        document=text,
        digest=document_digest(text, salt),
        salt=salt,
        change=change,
        published_in_id=ledger.publication,
        device_type=identity["device_type"],
        generation=identity["generation"],
        manufacturer=identity["manufacturer"]["code"],
        model=identity["model"]["identifier"],
        hardware_version=identity["hardware_version"],
        firmware_version=identity["firmware_version"],
        status=identity["status"],
        **register.extra_columns(document),
    )


def _state(register: Register, ledger: OpenLedger, changed: int) -> PublicationRegister:
    current = register.published._default_manager.filter(superseded_in__isnull=True)
    digests = dict(current.order_by("cpl_number").values_list("cpl_number", "digest"))
    padding = new_padding() if register.restricted else ""
    return PublicationRegister(
        publication_id=ledger.publication,
        register=register.code,
        root=Commitment(digests, padding).root if padding else merkle_root(digests.values()),
        records=len(digests),
        changed=changed,
        highest_number=max(digests, default=0),
        padding=padding,
    )
