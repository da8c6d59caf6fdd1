"""What an acceptance writes into the Device Zigbee Information Repository, in sets.

Runs inside the open ledger and ``acting``; the rules have passed, and the other two registers are
written. Every new record with content, and every change of radios or contact, waits for the
Security Sub Committee's review.
"""

from collections.abc import Iterable, Sequence

from cpl.chunks import matching
from firmware.choices import RecordState
from firmware.columns import CONTACT
from sec_registry.audit.bulk import create_all, create_each, delete_all, update_all
from sec_registry.audit.pieces import pieces
from sec_registry.registers.declaration import Accepted
from sec_registry.registers.vocabulary import Action
from zigbee.columns import CHIPSET_VENDOR, STACK_VERSION
from zigbee.contacts import CONTACT_FIELDS, fill_contact
from zigbee.models import Radio, Review, ZigbeeRecord

#: So many records are held in memory at a time.
AT_ONCE = 2_000
#: A radio as its chipset vendor and its stack version.
Described = tuple[str, str]


def apply(accepted: Sequence[Accepted]) -> None:
    """Write what was accepted, and put what is new before the Security Sub Committee."""
    added = [each for each in accepted if each.action == Action.ADD]
    amended = [each for each in accepted if each.candidate.amends]
    changed: list[Accepted] = []
    for write, waiting in ((_add, added), (_amend, amended)):
        for some in pieces(waiting, AT_ONCE):
            changed += write(some)
    create_each(
        Review,
        (Review(record_id=each.number, publication_id=each.publication) for each in changed),
    )


def _add(accepted: Sequence[Accepted]) -> list[Accepted]:
    records, radios = [], []
    for each in accepted:
        described = _radios_of(each)
        record = ZigbeeRecord(device_model_id=each.number)
        fill_contact(record, each.candidate)
        _set_state(record, described)
        records.append(record)
        radios += _rows(each.number, described)
    create_all(ZigbeeRecord, records)
    create_all(Radio, radios)
    return [
        each
        for each, record in zip(accepted, records, strict=True)
        if record.contact_email or _radios_of(each)
    ]


def _amend(accepted: Sequence[Accepted]) -> list[Accepted]:
    touching = [each for each in accepted if _retypes_radios(each) or _types_contact(each)]
    records, standing = _standing(each.number for each in touching)
    changed, updated, gone, fresh = [], [], [], []
    for each in touching:
        record, radios = records[each.number], standing.get(each.number, [])
        described = [(radio.chipset_vendor, radio.stack_version) for radio in radios]
        wanted = _radios_of(each) if _retypes_radios(each) else described
        contact_changed = fill_contact(record, each.candidate)
        if wanted != described:
            gone += radios
            fresh += _rows(each.number, wanted)
        if contact_changed or wanted != described:
            _set_state(record, wanted)
            updated.append(record)
            changed.append(each)
    update_all(ZigbeeRecord, updated, ["state", *CONTACT_FIELDS])
    delete_all(Radio, gone)
    create_all(Radio, fresh)
    return changed


def _retypes_radios(each: Accepted) -> bool:
    given = each.candidate.given
    return CHIPSET_VENDOR in given or STACK_VERSION in given


def _types_contact(each: Accepted) -> bool:
    return any(column in each.candidate.given for column in CONTACT)


def _radios_of(each: Accepted) -> list[Described]:
    """The radios of the row; none unless vendors and stack versions answer one another."""
    vendors = each.candidate.several(CHIPSET_VENDOR)
    stacks = each.candidate.several(STACK_VERSION)
    return list(zip(vendors, stacks, strict=True)) if len(vendors) == len(stacks) else []


def _rows(number: int, described: Sequence[Described]) -> list[Radio]:
    return [
        Radio(record_id=number, position=position, chipset_vendor=vendor, stack_version=stack)
        for position, (vendor, stack) in enumerate(described, start=1)
    ]


def _set_state(record: ZigbeeRecord, described: Sequence[Described]) -> None:
    in_full = bool(described) and record.contact_email != ""
    record.state = RecordState.PROVIDED if in_full else RecordState.NOT_PROVIDED


def _standing(numbers: Iterable[int]) -> tuple[dict[int, ZigbeeRecord], dict[int, list[Radio]]]:
    wanted = set(numbers)
    records = matching(ZigbeeRecord.objects.all(), "device_model", wanted)
    radios: dict[int, list[Radio]] = {}
    for radio in matching(Radio.objects.order_by("position"), "record", wanted):
        radios.setdefault(radio.record_id, []).append(radio)
    return {record.device_model_id: record for record in records}, radios
