"""The addresses under ``zigbee/access-requests/``."""

from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.asking import person_of
from accounts.models import User
from accounts.people import is_ssc
from sec_registry.registers.caching import kept_private, private_answer
from sec_registry.registers.door import found_among
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import AS_TABLES, NUMBER, with_problems
from zigbee.access_api.answers import (
    AccessRequestSerializer,
    AccessRequestsSerializer,
    request_told,
)
from zigbee.access_api.bodies import (
    AccessReasonSerializer,
    DecisionSerializer,
    NewRequestSerializer,
)
from zigbee.access_api.door import TAGS, AccessGate, CommitteeGate, verbs_told
from zigbee.access_seen import grants_renewable, requests_of, requests_visible_to
from zigbee.choices import For, RequestState
from zigbee.decisions import (
    request_countersign,
    request_decline,
    request_grant,
    request_refuse,
)
from zigbee.models import AccessRequest
from zigbee.requests import request_ask, request_renewal, request_withdraw

STATE = OpenApiParameter("state", enum=RequestState.values, description="Only those in this state.")


class AccessRequests(Tabled, AccessGate):
    """Requests for access to Zigbee records (F2.38)."""

    @extend_schema(
        tags=TAGS,
        operation_id="access_requests_list",
        parameters=[STATE, *NEWEST],
        responses=with_problems(
            {(200, "application/json"): AccessRequestsSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of one's own, of all for the committee; the newest first."""
        person = person_of(request)
        state, wrong = _state_asked(request.query_params)
        asked = newest_asked(request.query_params, ["state"], wrong)
        rows = requests_visible_to(person)
        if state:
            rows = rows.filter(state__in=_states(state, person))
        shown, beside = newest_page(request, rows.prefetch_related("grants"), asked)
        told = [request_told(each, person) for each in shown]
        body = {**beside, "results": told}
        return kept_private(
            listed_answer(request, "access-requests", body, of=AccessRequestSerializer)
        )

    @extend_schema(
        tags=TAGS,
        operation_id="access_requests_create",
        request=NewRequestSerializer,
        responses=with_problems({201: AccessRequestSerializer}, 400, 401, 403, 503),
    )
    def post(self, request: Request) -> Response:
        """Ask. With `renews`, that a grant goes on from its end, without a gap."""
        body = NewRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        person = person_of(request)
        with verbs_told():
            made = _ask(person, body.validated_data)
        answer = private_answer(request_told(made, person), status=201)
        answer["Location"] = reverse("access-request", [made.pk], request=request)
        return answer


class OneRequest(AccessGate):
    """One request for access."""

    @extend_schema(
        tags=TAGS,
        operation_id="access_requests_retrieve",
        parameters=[NUMBER],
        responses=with_problems({200: AccessRequestSerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """Where it stands, with the decision once there is one."""
        only_format(request.query_params)
        return _answer(request, number)


class Withdraw(AccessGate):
    """One's own request, taken back."""

    @extend_schema(
        tags=TAGS,
        operation_id="access_requests_withdraw",
        parameters=[NUMBER],
        request=None,
        responses=with_problems({200: AccessRequestSerializer}, 401, 403, 404, 409, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Withdraw it before it is decided."""
        own = found_among(requests_of(person_of(request)), number)
        with verbs_told():
            request_withdraw(by=person_of(request), request=own)
        return _answer(request, number)


class Decide(CommitteeGate):
    """The committee's decision."""

    @extend_schema(
        tags=TAGS,
        operation_id="access_requests_decide",
        parameters=[NUMBER],
        request=DecisionSerializer,
        responses=with_problems({200: AccessRequestSerializer}, 400, 401, 403, 404, 409, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Grant all or less of it, or refuse. Where the policy wants two members: propose."""
        found = _found(request, number)
        body = DecisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        verb = request_grant if given.pop("decision") == "grant" else request_refuse
        scope = given.pop("scope", {})
        with verbs_told():
            verb(by=person_of(request), request=found, **given, **scope)
        return _answer(request, number)


class Countersign(CommitteeGate):
    """A second member's signature."""

    @extend_schema(
        tags=TAGS,
        operation_id="access_requests_countersign",
        parameters=[NUMBER],
        request=None,
        responses=with_problems({200: AccessRequestSerializer}, 400, 401, 403, 404, 409, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Open what another member proposed."""
        with verbs_told():
            request_countersign(by=person_of(request), request=_found(request, number))
        return _answer(request, number)


class Decline(CommitteeGate):
    """A second member's refusal to sign."""

    @extend_schema(
        tags=TAGS,
        operation_id="access_requests_decline",
        parameters=[NUMBER],
        request=AccessReasonSerializer,
        responses=with_problems({200: AccessRequestSerializer}, 400, 401, 403, 404, 409, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Decline to countersign: the request waits for a decision again."""
        found = _found(request, number)
        body = AccessReasonSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        with verbs_told():
            request_decline(by=person_of(request), request=found, **body.validated_data)
        return _answer(request, number)


def _ask(person: User, given: dict[str, Any]) -> AccessRequest:
    if "renews" in given:
        grant = grants_renewable(person).filter(pk=given["renews"]).first()
        if grant is None:
            raise NotFound
        return request_renewal(
            by=person, grant=grant, purpose=given["purpose"], until=given["until"]
        )
    return request_ask(
        by=person,
        kind=given["scope"]["kind"],
        values=given["scope"]["values"],
        purpose=given["purpose"],
        until=given["until"],
        for_whom=given.get("for", For.ME),
        role=given.get("role", ""),
    )


def _found(request: Request, number: str) -> AccessRequest:
    return found_among(requests_visible_to(person_of(request)), number)


def _answer(request: Request, number: str) -> Response:
    person = person_of(request)
    return private_answer(request_told(_found(request, number), person))


def _state_asked(parameters: QueryDict) -> tuple[str, dict[str, list[str]]]:
    state = parameters.get("state", "")
    if state and state not in RequestState.values:
        return "", {"state": [f"Use one of {', '.join(RequestState.values)}."]}
    return state, {}


def _states(state: str, person: User) -> list[str]:
    """The states that this reader learns as the one asked for."""
    if is_ssc(person):
        return [state]
    hidden = RequestState.PROPOSED.value
    if state == RequestState.WAITING:
        return [state, hidden]
    return [] if state == hidden else [state]
