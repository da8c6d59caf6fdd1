"""The answer of a security query, in JSON and as a table."""

from collections.abc import Iterator
from typing import Any

from cpl.table import RECORD_COLUMNS, record_cells
from firmware.fleet.goals import Way
from sec_registry.registers.tables import MARKING_COLUMNS
from sec_registry.registers.vocabulary import join
from zigbee.columns import CHIPSET_VENDOR, STACK_VERSION
from zigbee.security.asked import SecurityAnswer
from zigbee.security.query import APART, Finding, Tally, Verdict, counted

VERDICT = "Finding"
WAY_COLUMNS = ("Way out", "Steps", "Reason")


def members(answer: SecurityAnswer, following: str | None) -> dict[str, Any]:
    """A page in JSON; members about upgrades are there for readers of the FIR alone."""
    found, out = answer.findings, answer.out
    affected = [_members(each) for each in found.named if each.verdict == Verdict.AFFECTED]
    told: dict[str, Any] = {
        "publication": answer.publication,
        "next": following,
        "marking": answer.marking,
        "vendor": answer.asked.vendor,
        "below": answer.asked.below,
        "vendor_named": found.vendor_named,
        "counts": {
            "affected": _counts(found.counts_affected),
            "not_compared": _counts(found.counts_apart),
        },
        "affected": affected,
        "not_compared": [
            {**_members(each), "reason": each.verdict.value, "detail": APART[each.verdict]}
            for each in found.named
            if each.verdict != Verdict.AFFECTED
        ],
    }
    if out is not None:
        for each in affected:
            way = out.ways.get(each["cpl_number"])
            each["way_out"] = None if way is None else _way(way)
        told["no_way_out"] = out.without
    return told


def rows(answer: SecurityAnswer, marking: list[str]) -> Iterator[list[str]]:
    """A row for each Device Model that is named, headings first, as they are read."""
    out = answer.out
    more = WAY_COLUMNS if out is not None else ()
    head = (*RECORD_COLUMNS, CHIPSET_VENDOR, STACK_VERSION, VERDICT)
    yield [*head, *more, *MARKING_COLUMNS]
    for each in answer.whole():
        cells = record_cells({"cpl_number": each.cpl_number, "device": each.device})
        way = out.ways.get(each.cpl_number) if out is not None else None
        yield [
            *(cells[column] for column in RECORD_COLUMNS),
            join([radio["chipset_vendor"] for radio in each.radios]),
            join([radio["stack_version"] for radio in each.radios]),
            each.verdict.value,
            *(_way_cells(way) if more else ()),
            *marking,
        ]


def _counts(tally: Tally) -> list[dict[str, Any]]:
    return [
        {
            "manufacturer": {"code": code, "name": name},
            "device_type": device_type,
            "device_models": count,
        }
        for (code, name, device_type), count in counted(tally)
    ]


def _members(finding: Finding) -> dict[str, Any]:
    return {
        "cpl_number": finding.cpl_number,
        "device": finding.device,
        "radios": list(finding.radios),
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "outcome": way.outcome.value,
        "target": way.target,
        "steps": list(way.steps),
        "reason": way.reason or None,
        "clause": way.clause or None,
        "detail": way.detail or None,
    }


def _way_cells(way: Way | None) -> list[str]:
    if way is None:
        return [""] * len(WAY_COLUMNS)
    return [way.outcome.value, join([str(step) for step in way.steps]), way.detail]
