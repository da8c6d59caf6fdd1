"""The deliveries of one publication: read record by record, and what became of them entered."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from accounts.scopes import Scope
from sec_registry.deliveries.api.answers import (
    DeliveriesSerializer,
    RecordSerializer,
    record_told,
    stand_told,
)
from sec_registry.deliveries.api.door import TAGS, DeliveryView, publication_of
from sec_registry.deliveries.api.filters import RecordFilters
from sec_registry.deliveries.api.lists import described
from sec_registry.deliveries.clocks import clocks_kept
from sec_registry.deliveries.overview import stands_of
from sec_registry.deliveries.results import (
    Result,
    ResultsRefused,
    Wrong,
    deliveries_record,
    results_wrong,
)
from sec_registry.deliveries.shown import with_clocks
from sec_registry.registers.bodies import StrictSerializer, TextField
from sec_registry.registers.deliveries import Delivery
from sec_registry.registers.filters import names_refused, narrowing
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import PageAsked, next_address, page_asked
from sec_registry.registers.problems import InvalidQuery, Problem
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import AFTER, AS_TABLES, LIMIT, NUMBER, with_problems

#: So many results are taken in one call.
MOST_RESULTS = 10_000
GREATEST_NUMBER = 2_147_483_647


class ResultSerializer(StrictSerializer):
    """What became of one record."""

    cpl_number = serializers.IntegerField(min_value=1, max_value=GREATEST_NUMBER)
    state = TextField(help_text="acknowledged, loaded or failed; of the Panel also sent.")
    reason = TextField(
        required=False, allow_blank=True, default="", help_text="Needed where it failed."
    )


class ResultsSerializer(StrictSerializer):
    """Results for records of the publication; all are entered, or none."""

    results = ResultSerializer(many=True, allow_empty=False, max_length=MOST_RESULTS)  # type: ignore[call-arg]  # handed on to the list of them


class EnteredSerializer(serializers.Serializer[Any]):
    """What a call changed; a result that stood already changes nothing."""

    publication = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class OneDelivery(Tabled, DeliveryView):
    """The deliveries of one publication to DCC, for DCC and the Panel."""

    scopes_of = {"post": (Scope.DELIVER,)}

    @extend_schema(
        tags=TAGS,
        operation_id="deliveries_retrieve",
        parameters=[NUMBER, *described(RecordFilters), LIMIT, AFTER],
        responses=with_problems(
            {(200, "application/json"): DeliveriesSerializer, **AS_TABLES},
            400,
            401,
            403,
            404,
            503,
        ),
    )
    def get(self, request: Request, number: str) -> Response:
        """Where the publication stands, and a page of its records by CPL number."""
        filters = narrowing(request.query_params, RecordFilters)
        asked = _asked(request, dict(filters.wrong))
        publication, clocks = publication_of(number), clocks_kept()
        rows = Delivery.objects.filter(publication=publication, cpl_number__gt=asked.after)
        rows = rows.select_related("publication")
        for each, value in filters.given:
            rows = each.filter(rows, value)
        found = list(rows.order_by("cpl_number")[: asked.limit + 1])
        shown = found[: asked.limit]
        (stand,) = stands_of([publication], clocks)
        told = [record_told(each) for each in with_clocks(shown, clocks)]
        following = None
        if len(found) > asked.limit:
            following = next_address(request, after=shown[-1].cpl_number)
        name = f"deliveries-of-publication-{publication.number}"
        body = {**stand_told(stand), "next": following, "results": told}
        return listed_answer(request, name, body, of=RecordSerializer)

    @extend_schema(
        tags=TAGS,
        operation_id="deliveries_results",
        parameters=[NUMBER],
        request=ResultsSerializer,
        responses=with_problems({200: EnteredSerializer}, 400, 401, 403, 404, 415, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Enter what became of records: all of it or nothing, and safely once more."""
        publication = publication_of(number)
        sent = ResultsSerializer(data=request.data)
        if not sent.is_valid():
            raise ValidationError(_with_more(sent, request, publication))
        results = [_result(publication, each) for each in sent.validated_data["results"]]
        return Response(_entered(request, publication, results))


def _with_more(
    sent: ResultsSerializer, request: Request, publication: Publication
) -> dict[str, Any]:
    """What is wrong with the form of the call, and beside it with the results that have a form."""
    told = sent.errors.get("results")
    # What is wrong with the list as a whole has no place in it.
    if not isinstance(told, dict) or not all(isinstance(place, int) for place in told):
        return dict(sent.errors)
    wrong: dict[int, Any] = dict(told)
    listed = enumerate(sent.initial_data["results"])
    read = [(place, ResultSerializer(data=each)) for place, each in listed]
    formed = [(place, each.validated_data) for place, each in read if each.is_valid()]
    results = [_result(publication, said) for _, said in formed]
    for each in results_wrong(results=results, by=person_of(request)):
        place, _ = formed[each.position]
        wrong.setdefault(place, {}).setdefault(each.member, []).append(each.detail)
    return {**sent.errors, "results": dict(sorted(wrong.items()))}


def _result(publication: Publication, said: Mapping[str, Any]) -> Result:
    return Result(publication.number, said["cpl_number"], said["state"], said["reason"])


def _entered(
    request: Request, publication: Publication, results: Sequence[Result]
) -> dict[str, int]:
    user = person_of(request)
    try:
        entered = deliveries_record(results=results, by=user)
    except ResultsRefused as refused:
        count = len(refused.wrong)
        told = "one error" if count == 1 else f"{count} errors"
        errors = [_pointed(each) for each in refused.wrong]
        raise Problem(f"The results have {told}; nothing was entered.", errors) from refused
    return {
        "publication": publication.number,
        "changed": entered.changed,
        "unchanged": entered.unchanged,
    }


def _pointed(wrong: Wrong) -> dict[str, str]:
    return {"pointer": f"#/results/{wrong.position}/{wrong.member}", "detail": wrong.detail}


def _asked(request: Request, wrong: dict[str, list[str]]) -> PageAsked:
    asked = page_asked(request.query_params)
    known = {"limit", "after", FORMAT, *RecordFilters.base_filters}
    if found := {**asked.wrong, **wrong, **names_refused(request.query_params, known)}:
        raise InvalidQuery(found)
    return asked
