"""What the API's views of fleet plans share: whose they are, and how a refusal is said.

SECURITY: role first, before a byte of the body is read; a plan is recorded before it leaves, and
kept out of every cache.
"""

from typing import Any, NoReturn
from urllib.parse import quote

from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from accounts.gate import Gate
from accounts.scopes import Scope
from firmware.fleet.answer import json_pieces
from firmware.fleet.inventory import InventoryRefused, Problem
from firmware.fleet.kept import TooMany
from firmware.fleet.making import CHANNEL, FleetPlan
from firmware.fleet.tables import TABLES
from firmware.register import FIR
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.disclosure import Channel, refuse
from sec_registry.registers.door import channel_of
from sec_registry.registers.permissions import Admitted
from sec_registry.registers.problems import Entry, InvalidQuery
from sec_registry.registers.problems import Problem as Refusal
from sec_registry.registers.renderers import StoredDocument
from sec_registry.registers.table_answers import CsvRenderer, csv_answer

TABLE = "table"


class FleetDoor(Gate):
    """A view of fleet plans."""

    scopes = (Scope.READ,)
    #: How a pointer begins: lists count from 0, rows of a table as a spreadsheet shows them.
    rows = ""

    def get_permissions(self) -> list[BasePermission]:
        """The register says who may knock."""
        return [Admitted(FIR)]

    def channel(self, request: Request) -> Channel:
        """How an answer leaves, for the record of disclosures."""
        return plan_channel(request)

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        """Record that a signed-in person was refused, then refuse."""
        refuse(register=FIR, by=request.user, numbers=[], channel=self.channel(request))
        super().permission_denied(request, message, code)

    def handle_exception(self, exc: Exception) -> Response:
        """What is wrong with an inventory becomes a problem."""
        if isinstance(exc, InventoryRefused):
            exc = Refusal(str(exc), [error_of(each, self.rows) for each in exc.problems])
        if isinstance(exc, TooMany):
            exc = Refusal(str(exc), status=409)
        return super().handle_exception(exc)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Mark every answer, and keep it out of every cache."""
        return mark_restricted(
            super().finalize_response(request, response, *args, **kwargs), FIR.marking
        )


class FleetTables(FleetDoor):
    """A view that answers with a plan, in JSON or as one of its tables."""

    def get_renderers(self) -> list[BaseRenderer]:
        """A plan may be asked for as a table."""
        return [*super().get_renderers(), CsvRenderer()]

    def answer(self, request: Request, made: FleetPlan) -> Response:
        """The plan as it was asked for."""
        if not isinstance(request.accepted_renderer, CsvRenderer):
            return Response(StoredDocument("".join(json_pieces(made, person_of(request)))))
        table = table_asked(request)
        name = f"fleet-plan-{table}-publication-{made.publication}"
        rows = TABLES[table](made, person_of(request))
        return csv_answer(name, rows, {"publication": made.publication})


def table_asked(request: Request) -> str:
    """Which table; raises ``InvalidQuery``."""
    table: str = request.query_params.get(TABLE, "groups")
    if table not in TABLES:
        raise InvalidQuery({TABLE: [f"There is {' and '.join(TABLES)}."]})
    return table


def plan_channel(request: Request) -> Channel:
    """How a plan leaves over REST, for the record of disclosures."""
    asked = channel_of(request)
    return Channel(CHANNEL, quote(request.path), asked.request_id, asked.token_key)


def error_of(problem: Problem, rows: str = "") -> Entry:
    """The problem as one error of a refusal, with a JSON Pointer into what was sent."""
    place = problem.field
    if problem.row:
        row = rows.format(problem.row) if rows else f"devices/{problem.row - 1}"
        place = f"{row}/{problem.field}"
    entry: dict[str, str | int] = {"pointer": f"#/{quote(place)}", "detail": problem.detail}
    if problem.row:
        entry["row"] = problem.row
    for name in ("found", "expected"):
        if getattr(problem, name):
            entry[name] = getattr(problem, name)
    return entry
