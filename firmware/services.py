"""What an acceptance writes into the Firmware Information Repository, in sets.

Runs inside the open ledger and ``acting``; the rules have passed. Order matters: the Central
Products List has written its Device Models already. Blocked pathways stay blocked until an
"unblock baselines"; an amendment that gives Baselines replaces the declared ones alone.
"""

from collections.abc import Iterable, Sequence

from cpl.chunks import matching
from cpl.columns import MANUFACTURER_CODE
from firmware.baselines import baseline_number
from firmware.choices import PathwayState, RecordState, UpgradeState
from firmware.columns import BASELINES, CONTACT, RELEASE_NOTES, UPGRADE
from firmware.contacts import ContactBook, contact_of
from firmware.document import UPGRADE_WORDS
from firmware.models import FirmwareRecord, UpgradePathway
from sec_registry.audit.bulk import create_all, create_each, delete_all, update_all
from sec_registry.audit.pieces import pieces
from sec_registry.registers.declaration import Accepted
from sec_registry.registers.vocabulary import WRITES, Action

#: So many records are held in memory at a time.
AT_ONCE = 2_000
_STATES = {word: state for state, word in UPGRADE_WORDS.items()}


def apply(accepted: Sequence[Accepted]) -> None:
    """Write what was accepted: records first, then the pathways between them."""
    _write_records(accepted)
    declaring = [
        each for each in accepted if each.action in WRITES and BASELINES in each.candidate.given
    ]
    for some in pieces(declaring, AT_ONCE):
        _declare(some)
    _block([each for each in accepted if each.action == Action.BLOCK])
    _unblock([each for each in accepted if each.action == Action.UNBLOCK])


def _write_records(accepted: Sequence[Accepted]) -> None:
    added = [each for each in accepted if each.action == Action.ADD]
    amended = [each for each in accepted if each.candidate.amends and _touches(each)]
    book = ContactBook(each.number for each in (*added, *amended))
    for each in (*added, *amended):
        book.want(each.number, contact_of(each.candidate))
    book.write()
    create_each(
        FirmwareRecord,
        (_filled(FirmwareRecord(device_model_id=each.number), each, book) for each in added),
    )
    for some in pieces(amended, AT_ONCE):
        _amend_records(some, book)


def _amend_records(amended: Sequence[Accepted], book: ContactBook) -> None:
    records = _records(each.number for each in amended)
    before = {number: _said(record) for number, record in records.items()}
    filled = [_filled(records[each.number], each, book) for each in amended]
    changed = [record for record in filled if _said(record) != before[record.device_model_id]]
    update_all(FirmwareRecord, changed, ["state", "contact", "release_notes", "upgrade"])


def _said(record: FirmwareRecord) -> tuple[str, int | None, str, str]:
    return record.state, record.contact_id, record.release_notes, record.upgrade


def _touches(each: Accepted) -> bool:
    # A contact point is one Manufacturer's: another Manufacturer's record needs its own.
    written = (*CONTACT, RELEASE_NOTES, UPGRADE, MANUFACTURER_CODE)
    return any(column in each.candidate.given for column in written)


def _records(numbers: Iterable[int]) -> dict[int, FirmwareRecord]:
    found = matching(FirmwareRecord.objects.all(), "device_model", numbers)
    return {record.device_model_id: record for record in found}


def _filled(record: FirmwareRecord, each: Accepted, book: ContactBook) -> FirmwareRecord:
    """The record with the candidate's values; in full, or else "not provided"."""
    record.contact = book.point(record.device_model_id, contact_of(each.candidate))
    record.release_notes = each.candidate.text(RELEASE_NOTES)
    record.upgrade = _STATES.get(each.candidate.text(UPGRADE), UpgradeState.NOT_PROVIDED)
    in_full = (
        record.contact is not None
        and each.candidate.has(RELEASE_NOTES)
        and record.upgrade != UpgradeState.NOT_PROVIDED
    )
    record.state = RecordState.PROVIDED if in_full else RecordState.NOT_PROVIDED
    return record


def _declare(accepted: Sequence[Accepted]) -> None:
    standing = _standing(each.number for each in accepted)
    fresh, gone = [], []
    for each in accepted:
        wanted = set(_baselines(each))
        there = standing.get(each.number, {})
        fresh += [
            UpgradePathway(baseline_id=baseline, device_model_id=each.number)
            for baseline in sorted(wanted - set(there))
        ]
        gone += [
            pathway
            for baseline, pathway in there.items()
            if baseline not in wanted and pathway.state == PathwayState.DECLARED
        ]
    delete_all(UpgradePathway, gone)
    create_all(UpgradePathway, fresh)


def _block(accepted: Sequence[Accepted]) -> None:
    changed = []
    for each, pathway in _named(accepted):
        if pathway.state == PathwayState.DECLARED:
            pathway.state = PathwayState.BLOCKED
            pathway.blocked_reason = each.candidate.text("Reason")
            pathway.blocked_since = each.published_on
            changed.append(pathway)
    update_all(UpgradePathway, changed, ["state", "blocked_reason", "blocked_since"])


def _unblock(accepted: Sequence[Accepted]) -> None:
    changed = []
    for _, pathway in _named(accepted):
        pathway.state = PathwayState.DECLARED
        pathway.blocked_reason = ""
        pathway.blocked_since = None
        changed.append(pathway)
    update_all(UpgradePathway, changed, ["state", "blocked_reason", "blocked_since"])


def _named(accepted: Sequence[Accepted]) -> Iterable[tuple[Accepted, UpgradePathway]]:
    """The standing pathways that the items name, each once."""
    standing = _standing(each.number for each in accepted)
    for each in accepted:
        there = standing.get(each.number, {})
        for baseline in dict.fromkeys(_baselines(each)):
            yield each, there.pop(baseline)


def _baselines(each: Accepted) -> list[int]:
    texts = each.candidate.several(BASELINES)
    return [baseline_number(text, each.numbers_by_reference) for text in texts if text]


def _standing(numbers: Iterable[int]) -> dict[int, dict[int, UpgradePathway]]:
    """The pathways to these Device Models as they stand: Device Model → baseline → pathway."""
    found: dict[int, dict[int, UpgradePathway]] = {}
    for pathway in matching(UpgradePathway.objects.all(), "device_model", numbers):
        found.setdefault(pathway.device_model_id, {})[pathway.baseline_id] = pathway
    return found
