"""A fleet plan in JSON, piece by piece, so that what is long is never held twice."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import User
from cpl.spellings import IDENTITY
from firmware.fleet.goals import Outcome
from firmware.fleet.making import Contact, FleetPlan
from firmware.fleet.plan import Group
from firmware.register import FIR
from sec_registry.registers.table_answers import marking_cells

_PIECE = 500


def json_pieces(made: FleetPlan, reader: User) -> Iterator[str]:
    """The answer in JSON."""
    plan = made.plan
    marking, recipient, read_at = marking_cells(FIR.marking, reader)
    head = {
        "publication": made.publication,
        "marking": marking,
        "recipient": recipient,
        "read_at": read_at,
        "goal": made.goal.members(),
        "rows": made.inventory.rows,
        "devices": plan.devices,
        "notes": list(made.inventory.notes),
    }
    yield f'{_json(head)[:-1]}, "groups": ['
    contacts: dict[int, str] = {}
    comma = ""
    for start in range(0, len(plan.groups), _PIECE):
        piece = (_group(made, each, contacts) for each in plan.groups[start : start + _PIECE])
        yield comma + ", ".join(piece)
        comma = ", "
    tail = {
        "waves": [
            {
                "wave": move.wave,
                "cpl_number": move.cpl_number,
                "from": {str(number): count for number, count in move.origins.items()},
                "devices": move.devices,
            }
            for move in plan.moves()
        ],
        "totals": {outcome.value: plan.totals[outcome] for outcome in Outcome},
        "release_notes": {str(n): text for n, text in sorted(made.release_notes.items())},
        "obstacles": {
            str(number): [{"kind": each.kind.value, "detail": each.detail} for each in here]
            for number, here in made.obstacles.items()
        },
    }
    yield f"], {_json(tail)[1:]}"


def identity_of(made: FleetPlan, group: Group) -> Mapping[str, str]:
    """The Device Model's identity as the list has it, or as the inventory names it."""
    if group.named is not None:
        return {name: getattr(group.named, name) for name in IDENTITY}
    return listed_identity(made, group.cpl_number)


def listed_identity(made: FleetPlan, number: int) -> Mapping[str, str]:
    """The identity of a Device Model on the list."""
    node = made.graph.nodes[number]
    return dict(zip(IDENTITY, (*node.family, node.firmware_version), strict=True))


def _group(made: FleetPlan, group: Group, contacts: dict[int, str]) -> str:
    way, named = group.way, group.named
    members: dict[str, Any] = {
        "cpl_number": group.cpl_number or (named and named.cpl_number) or None,
        "count": group.devices,
        "outcome": way.outcome.value,
        "target": way.target,
        "steps": way.steps,
        "reason": way.reason or None,
        "clause": way.clause or None,
        "detail": way.detail or None,
        "beyond": way.beyond,
    }
    if named is not None:
        if named.manufacturer:
            members["identity"] = identity_of(made, group)
        members["candidates"] = group.candidates
        members["near"] = made.near.get(named, [])
    return f'{_json(members)[:-1]}, "contact": {_contact(made.contact(group), contacts)}}}'


def _contact(contact: Contact | None, written: dict[int, str]) -> str:
    """The contact in JSON, written once however many groups have it."""
    if contact is None:
        return "null"
    if id(contact) not in written:
        written[id(contact)] = _json(contact)
    return written[id(contact)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
