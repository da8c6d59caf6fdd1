"""Fleet plans over REST, for those whom F2.17B and F2.14 name: asked for, and one's own followed.

A plan that is answered at once leaves nothing behind. A csv file that is larger than the Panel's
policy, or that is sent with ``background=true``, is read by the worker: 202, and a place to look.
"""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.asking import person_of
from firmware.fleet.asked import asked_in_json, goal_from_words
from firmware.fleet.bodies import FleetCsvParser, FleetJSONParser, stream_pieces
from firmware.fleet.door import TABLE, FleetDoor, FleetTables, error_of, plan_channel, table_asked
from firmware.fleet.from_csv import inventory_from_csv
from firmware.fleet.from_json import GOAL, OUT_OF, TO
from firmware.fleet.inventory import InventoryRefused, Problem
from firmware.fleet.kept import (
    MEGABYTE,
    fleet_policy,
    inventories_of,
    inventory_delete,
    inventory_send,
    plan_from,
)
from firmware.fleet.making import fleet_plan_make, goal_problems
from firmware.fleet.shapes import (
    FleetInventoriesSerializer,
    FleetInventorySerializer,
    FleetPlanSerializer,
    FleetSerializer,
)
from firmware.fleet.tables import TABLES
from firmware.models import FleetInventory, FleetState
from sec_registry.registers.filters import names_refused
from sec_registry.registers.moments import written
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.problems import Problem as Refusal
from sec_registry.registers.queries import FORMAT, only_format
from sec_registry.registers.schema import with_problems

BACKGROUND = "background"
TAGS = ["Firmware Information Repository"]
_NUMBERS = "CPL numbers with commas between them; for an inventory in csv."
_TABLE = OpenApiParameter(TABLE, str, enum=tuple(TABLES), description="Which table csv gives.")
_KEY = OpenApiParameter("key", str, OpenApiParameter.PATH)
_PLAN = {(200, "application/json"): FleetPlanSerializer, (200, "text/csv"): str}


class FleetPlans(FleetTables):
    """Plans for fleets of devices. SEC Parties only – must not be shared (F2.17B)."""

    parser_classes = [FleetJSONParser, FleetCsvParser]

    @extend_schema(
        tags=TAGS,
        operation_id="firmware_fleet_plans",
        responses=with_problems({200: FleetInventoriesSerializer}, 400, 401, 403, 503),
    )
    def get(self, request: Request) -> Response:
        """One's own inventories that are kept, the newest first."""
        only_format(request.query_params)
        own = inventories_of(person_of(request))
        return Response({"results": [_told(each, request) for each in own]})

    @extend_schema(
        tags=TAGS,
        operation_id="firmware_fleet_plan",
        parameters=[
            OpenApiParameter(GOAL, str, enum=("newest",), description="The default."),
            OpenApiParameter(TO, str, description=f"To these, one of a family: {_NUMBERS}"),
            OpenApiParameter(OUT_OF, str, description=f"Out of these: {_NUMBERS}"),
            _TABLE,
            OpenApiParameter(BACKGROUND, str, enum=("true", "false"), description="For csv."),
        ],
        request={"application/json": FleetSerializer, "text/csv": str},
        responses=with_problems(
            {**_PLAN, 202: FleetInventorySerializer}, 400, 401, 403, 409, 413, 415, 503
        ),
    )
    def post(self, request: Request) -> Response:
        """What becomes of each group of devices, by which steps, and in which waves."""
        query = request.query_params
        wrong = names_refused(query, {GOAL, TO, OUT_OF, TABLE, BACKGROUND, FORMAT})
        if query.get(BACKGROUND, "false") not in ("true", "false"):
            wrong = {**wrong, BACKGROUND: ['Say "true" or "false".']}
        if wrong:
            raise InvalidQuery(wrong)
        table_asked(request)
        body: Any = request.data
        if hasattr(body, "seek"):
            with body:
                return self._of_csv(request, body)
        if (request.content_type or "").startswith("text/csv"):
            raise InventoryRefused([Problem(0, "file", "The file is empty.")])
        in_body = [name for name in (GOAL, TO, OUT_OF, BACKGROUND) if name in query]
        if in_body:
            raise InvalidQuery({name: ["This is for an inventory in csv."] for name in in_body})
        goal, inventory = asked_in_json(body)
        return self.answer(
            request,
            fleet_plan_make(
                inventory=inventory, goal=goal, by=person_of(request), channel=plan_channel(request)
            ),
        )

    def _of_csv(self, request: Request, body: Any) -> Response:
        self.rows = "rows/{}"
        goal = goal_from_words(request.query_params)
        size = body.seek(0, 2)
        body.seek(0)
        by = person_of(request)
        at_once = fleet_policy().at_once * MEGABYTE
        if size > at_once or request.query_params.get(BACKGROUND) == "true":
            if wrong := goal_problems(goal, by=by):
                raise InventoryRefused(wrong)
            sent = inventory_send(chunks=stream_pieces(body), goal=goal, by=by)
            told = _told(sent, request)
            return Response(told, status=202, headers={"Location": told["url"]})
        inventory = inventory_from_csv(body)
        made = fleet_plan_make(inventory=inventory, goal=goal, by=by, channel=plan_channel(request))
        return self.answer(request, made)


class OneFleetInventory(FleetDoor):
    """One's own inventory, and how far it is."""

    @extend_schema(
        tags=TAGS,
        operation_id="firmware_fleet_inventory",
        parameters=[_KEY],
        responses=with_problems({200: FleetInventorySerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, key: str) -> Response:
        """Waiting, being read, ready with the address of its plan, or refused with its problems."""
        only_format(request.query_params)
        return Response(_told(_own(request, key), request))

    @extend_schema(
        tags=TAGS,
        operation_id="firmware_fleet_inventory_delete",
        parameters=[_KEY],
        responses=with_problems({204: None}, 400, 401, 403, 404, 503),
    )
    def delete(self, request: Request, key: str) -> Response:
        """Delete it with all that was sent."""
        only_format(request.query_params)
        inventory_delete(_own(request, key))
        return Response(status=204)


class FleetInventoryPlan(FleetTables):
    """The plan of one's own inventory. SEC Parties only – must not be shared (F2.17B)."""

    @extend_schema(
        tags=TAGS,
        operation_id="firmware_fleet_inventory_plan",
        parameters=[_KEY, _TABLE],
        responses=with_problems(_PLAN, 400, 401, 403, 404, 409, 503),
    )
    def get(self, request: Request, key: str) -> Response:
        """The plan as the registers stand now; each time it is looked at is recorded."""
        if wrong := names_refused(request.query_params, {TABLE, FORMAT}):
            raise InvalidQuery(wrong)
        table_asked(request)
        own = _own(request, key)
        if own.state != FleetState.READY:
            raise Refusal(f"The inventory is: {own.get_state_display().lower()}.", status=409)
        made = plan_from(own, by=person_of(request), channel=plan_channel(request))
        return self.answer(request, made)


def _own(request: Request, key: str) -> FleetInventory:
    # A key is letters and digits: a database may stumble over anything else.
    found = inventories_of(person_of(request)).filter(key=key) if key.isalnum() else None
    own = found.first() if found is not None else None
    if own is None:
        raise NotFound
    return own


def _told(own: FleetInventory, request: Request) -> dict[str, Any]:
    ready = own.state == FleetState.READY
    return {
        "key": own.key,
        "url": reverse("fleet-inventory", [own.key], request=request),
        "plan": reverse("fleet-inventory-plan", [own.key], request=request) if ready else None,
        "state": own.state,
        "percent": own.percent,
        "goal": own.goal,
        "created_at": written(own.created_at),
        "expires_at": written(own.expires_at),
        "rows": own.rows,
        "notes": own.notes,
        "problem_count": own.problem_count,
        "problems": [error_of(Problem(**each), "rows/{}") for each in own.problems],
    }
