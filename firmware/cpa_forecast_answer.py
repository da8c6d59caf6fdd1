"""The CPA forecast as API and page tell it; with pathways for the FIR's audience alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from cpl.cpa_forecast import CoveredModel, DatedCertificate, Forecast
from firmware.compiled import graph_at
from firmware.cpa_forecast import PathwaysAffected, pathways_affected
from firmware.graph import Graph
from firmware.register import FIR
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.table_answers import marking_cells
from sec_registry.registers.tables import MARKING_COLUMNS

_IDENTITY = ("device_type", "manufacturer", "model", "hardware_version", "firmware_version")
HEADINGS = (
    "Overdue",
    "CPA certificate",
    "CPA date",
    "CPA date kind",
    "Days left",
    "CPL number",
    "Device type",
    "Manufacturer code",
    "Manufacturer",
    "Model identifier",
    "Model name",
    "Hardware version",
    "Firmware version",
)
PATHWAY_HEADINGS = ("Upgraded to from", "Stranded")


@dataclass(frozen=True)
class Told:
    """A forecast with the pathways affected by certificate; None for those who may not know."""

    forecast: Forecast
    pathways: Mapping[DatedCertificate, PathwaysAffected] | None = field(default=None, repr=False)


def with_pathways(forecast: Forecast, publication: int, *, by: User, channel: Channel) -> Told:
    """The forecast with pathways, when it is recorded that they are disclosed."""
    graph = graph_disclosed(forecast.certificates, publication, by=by, channel=channel)
    return Told(forecast, {each: _affected(each, graph) for each in forecast.certificates})


def graph_disclosed(
    found: Iterable[DatedCertificate], publication: int, *, by: User, channel: Channel
) -> Graph:
    """The graph of pathways, when it is recorded what these certificates tell of it.

    Of all that is asked about: that there is no pathway is the repository's content too. Only
    numbers are kept of the certificates, which may be many.
    """
    reach = FIR.reach(by)
    graph = graph_at(publication, reach=reach)
    numbers: set[int] = set()
    for each in found:
        affected = _affected(each, graph)
        numbers.update(model.number for model in each.covers)
        numbers.update(affected.stranded, *affected.steps)
    disclose(
        register=FIR,
        by=by,
        numbers=numbers,
        right=reach.right,
        channel=channel,
        fields=["upgrade"],
    )
    return graph


def _affected(each: DatedCertificate, graph: Graph) -> PathwaysAffected:
    return pathways_affected([model.number for model in each.covers], graph)


def members(told: Told, publication: int, following: str | None) -> dict[str, Any]:
    """The answer in JSON; ``following`` is the address of the next page."""
    forecast = told.forecast
    answer: dict[str, Any] = {
        "publication": publication,
        "today": forecast.today.isoformat(),
        "days": forecast.days,
        "until": forecast.until.isoformat(),
        "next": following,
    }
    if told.pathways is not None:
        answer["marking"] = FIR.marking
    return {
        **answer,
        "overdue": [_told(each, told) for each in forecast.overdue],
        "results": [_told(each, told) for each in forecast.ahead],
    }


def rows(
    found: Iterable[DatedCertificate], today: date, reader: Any, graph: Graph | None = None
) -> Iterator[list[str]]:
    """The answer as a table: one row for each certificate and Device Model it covers.

    SECURITY: with the graph its pathways are told; whoever hands it in has recorded that.
    """
    marking = marking_cells(FIR.marking, reader) if graph is not None else []
    yield [*HEADINGS, *((*PATHWAY_HEADINGS, *MARKING_COLUMNS) if graph is not None else ())]
    for each in found:
        affected = None if graph is None else _affected(each, graph)
        for model in each.covers:
            more = [] if affected is None else _pathway_cells(affected, model)
            yield [*_cells(each, model, today), *more, *marking]


def _told(each: DatedCertificate, told: Told) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "certificate": each.number,
        "standard_version": each.standard_version,
        "date": each.on.isoformat(),
        "date_kind": each.date_kind,
        "security_characteristics_version": each.security_characteristics_version,
        "days_left": each.days_left(told.forecast.today),
        "device_models": [
            {"cpl_number": model.number, **{name: model.document[name] for name in _IDENTITY}}
            for model in each.covers
        ],
    }
    if told.pathways is not None:
        affected = told.pathways[each]
        answer["pathways"] = {
            "steps": [{"from": start, "to": end} for start, end in affected.steps],
            "stranded": list(affected.stranded),
        }
    return answer


def _cells(each: DatedCertificate, model: CoveredModel, today: date) -> list[str]:
    document = model.document
    return [
        "yes" if each.on < today else "no",
        each.number,
        each.on.isoformat(),
        each.date_kind,
        str(each.days_left(today)),
        str(model.number),
        document["device_type"],
        document["manufacturer"]["code"],
        document["manufacturer"]["name"],
        document["model"]["identifier"],
        document["model"]["name"],
        document["hardware_version"],
        document["firmware_version"],
    ]


def _pathway_cells(affected: PathwaysAffected, model: CoveredModel) -> list[str]:
    baselines = [str(start) for start, end in affected.steps if end == model.number]
    return ["; ".join(baselines), "yes" if model.number in affected.stranded else "no"]
