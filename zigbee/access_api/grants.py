"""The addresses under ``zigbee/grants/``."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from sec_registry.registers.caching import kept_private, private_answer
from sec_registry.registers.door import found_among
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import AS_TABLES, NUMBER, with_problems
from zigbee.access_api.answers import GrantSerializer, GrantsSerializer, grant_told
from zigbee.access_api.bodies import AccessReasonSerializer
from zigbee.access_api.door import TAGS, AccessGate, CommitteeGate, verbs_told
from zigbee.access_seen import grants_visible_to
from zigbee.grants import grant_countersign, grant_revoke


class Grants(Tabled, AccessGate):
    """Grants of access to Zigbee records (F2.38)."""

    @extend_schema(
        tags=TAGS,
        operation_id="grants_list",
        parameters=[*NEWEST],
        responses=with_problems(
            {(200, "application/json"): GrantsSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of those to oneself, one's organisation or one's role; the newest first.

        All of them for the committee, which alone sees proposals.
        """
        person = person_of(request)
        asked = newest_asked(request.query_params)
        rows = grants_visible_to(person)
        shown, beside = newest_page(request, rows, asked)
        told = [grant_told(each, person) for each in shown]
        body = {**beside, "results": told}
        return kept_private(listed_answer(request, "grants", body, of=GrantSerializer))


class OneGrant(AccessGate):
    """One grant."""

    @extend_schema(
        tags=TAGS,
        operation_id="grants_retrieve",
        parameters=[NUMBER],
        responses=with_problems({200: GrantSerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """How far it goes, and until when."""
        only_format(request.query_params)
        return _answer(request, number)


class Revoke(CommitteeGate):
    """A grant, taken back."""

    @extend_schema(
        tags=TAGS,
        operation_id="grants_revoke",
        parameters=[NUMBER],
        request=AccessReasonSerializer,
        responses=with_problems({200: GrantSerializer}, 400, 401, 403, 404, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Revoke it, from now on and for good; or decline what was proposed without a request."""
        found = found_among(grants_visible_to(person_of(request)), number)
        body = AccessReasonSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        with verbs_told():
            grant_revoke(by=person_of(request), grant=found, **body.validated_data)
        return _answer(request, number)


class CountersignGrant(CommitteeGate):
    """A second member's signature under what nobody asked for."""

    @extend_schema(
        tags=TAGS,
        operation_id="grants_countersign",
        parameters=[NUMBER],
        request=None,
        responses=with_problems({200: GrantSerializer}, 400, 401, 403, 404, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Open what another member proposed without a request."""
        found = found_among(grants_visible_to(person_of(request)), number)
        with verbs_told():
            grant_countersign(by=person_of(request), grant=found)
        return _answer(request, number)


def _answer(request: Request, number: str) -> Response:
    person = person_of(request)
    return private_answer(grant_told(found_among(grants_visible_to(person), number), person))
