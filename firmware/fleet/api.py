"""Fleet plans over REST, for those whom F2.17B and F2.14 name.

SECURITY: role first, before a byte of the body is read; recorded before the plan leaves; kept out
of every cache. What was sent is not kept.
"""

import logging
from typing import Any, NoReturn
from urllib.parse import quote

from django.db import DatabaseError
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.gate import Gate
from accounts.scopes import Scope
from firmware.fleet.answer import json_pieces
from firmware.fleet.asked import asked_in_json, goal_from_words
from firmware.fleet.bodies import FleetCsvParser, FleetJSONParser
from firmware.fleet.from_csv import inventory_from_csv
from firmware.fleet.from_json import GOAL, OUT_OF, TO
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import Inventory, InventoryRefused, Problem
from firmware.fleet.making import CHANNEL, FleetPlan, fleet_plan_make
from firmware.fleet.shapes import FleetPlanSerializer, FleetSerializer
from firmware.fleet.tables import TABLES
from firmware.register import FIR
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.disclosure import Channel, refuse
from sec_registry.registers.door import channel_of
from sec_registry.registers.filters import names_refused
from sec_registry.registers.permissions import Admitted
from sec_registry.registers.problems import Entry, InvalidQuery, Unavailable
from sec_registry.registers.problems import Problem as Refusal
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.renderers import StoredDocument
from sec_registry.registers.schema import with_problems
from sec_registry.registers.table_answers import CsvRenderer, csv_answer

TABLE = "table"
_NUMBERS = "CPL numbers with commas between them; for an inventory in csv."
QUERY = [
    OpenApiParameter(GOAL, str, enum=("newest",), description="The default."),
    OpenApiParameter(TO, str, description=f"To these Device Models, one of a family: {_NUMBERS}"),
    OpenApiParameter(OUT_OF, str, description=f"Out of these Device Models: {_NUMBERS}"),
    OpenApiParameter(TABLE, str, enum=tuple(TABLES), description="Which table csv gives."),
]


class FleetDoor(Gate):
    """What views of fleet plans share: whose they are, and how a refusal is said and recorded."""

    scopes = (Scope.READ,)
    #: How a pointer begins: lists count from 0, rows of a table as a spreadsheet shows them.
    rows = ""

    def get_permissions(self) -> list[BasePermission]:
        """The register says who may knock."""
        return [Admitted(FIR)]

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        """Record that a signed-in person was refused, then refuse."""
        refuse(register=FIR, by=request.user, numbers=[], channel=plan_channel(request))
        super().permission_denied(request, message, code)

    def handle_exception(self, exc: Exception) -> Response:
        """What is wrong with an inventory becomes a problem."""
        if isinstance(exc, InventoryRefused):
            exc = Refusal(str(exc), [error_of(each, self.rows) for each in exc.problems])
        if isinstance(exc, DatabaseError):
            logging.getLogger(__name__).exception("A fleet plan was not made or not recorded")
            exc = Unavailable()
        return super().handle_exception(exc)


class FleetPlans(FleetDoor):
    """Plans for fleets of devices. SEC Parties only – must not be shared (F2.17B)."""

    parser_classes = [FleetJSONParser, FleetCsvParser]

    def get_renderers(self) -> list[BaseRenderer]:
        """A plan may be asked for as a table."""
        return [*super().get_renderers(), CsvRenderer()]

    @extend_schema(
        tags=["Firmware Information Repository"],
        operation_id="firmware_fleet_plan",
        parameters=QUERY,
        request={"application/json": FleetSerializer, "text/csv": str},
        responses=with_problems(
            {(200, "application/json"): FleetPlanSerializer, (200, "text/csv"): str},
            400,
            401,
            403,
            413,
            415,
            503,
        ),
    )
    def post(self, request: Request) -> Response:
        """What becomes of each group of devices, by which steps, and in which waves."""
        query = request.query_params
        wrong = dict(names_refused(query, {GOAL, TO, OUT_OF, TABLE, FORMAT}))
        table = query.get(TABLE, "groups")
        if table not in TABLES:
            wrong[TABLE] = [f"There is {' and '.join(TABLES)}."]
        if wrong:
            raise InvalidQuery(wrong)
        goal, inventory = self._asked(request)
        user: Any = request.user
        made = fleet_plan_make(
            inventory=inventory, goal=goal, by=user, channel=plan_channel(request)
        )
        return mark_restricted(_answer(request, made, table), FIR.marking)

    def _asked(self, request: Request) -> tuple[Goal, Inventory]:
        query = request.query_params
        body: Any = request.data
        if not hasattr(body, "seek"):
            if named := [name for name in (GOAL, TO, OUT_OF) if name in query]:
                raise InvalidQuery({name: ["JSON has its goal in the body."] for name in named})
            return asked_in_json(body)
        self.rows = "rows/{}"
        with body:
            return goal_from_words(query), inventory_from_csv(body)


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


def _answer(request: Request, made: FleetPlan, table: str) -> Response:
    user: Any = request.user
    if isinstance(request.accepted_renderer, CsvRenderer):
        name = f"fleet-plan-{table}-publication-{made.publication}"
        return csv_answer(name, TABLES[table](made, user), {"publication": made.publication})
    return Response(StoredDocument("".join(json_pieces(made))))
