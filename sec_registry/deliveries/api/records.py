"""Deliveries by record: what is not loaded over all publications, and what became of one record."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from sec_registry.deliveries.api.answers import (
    RecordSerializer,
    record_told,
    step_told,
)
from sec_registry.deliveries.api.door import TAGS, DeliveryView
from sec_registry.deliveries.api.filters import RecordFilters
from sec_registry.deliveries.api.lists import described
from sec_registry.deliveries.shown import Shown, with_clocks
from sec_registry.registers.deliveries import Delivery, DeliveryState, DeliveryStep
from sec_registry.registers.door import whole_number
from sec_registry.registers.filters import names_refused, narrowing
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.loading import under_way
from sec_registry.registers.paging import next_address, page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT, only_format
from sec_registry.registers.schema import AFTER, AS_TABLES, COUNT, LIMIT, NUMBER, with_problems


class UnderWaySerializer(RecordSerializer):
    """A delivery that is not loaded, nor overtaken by a later change that is."""

    id = serializers.IntegerField(help_text="Where the next page begins.")


class UnderWayPageSerializer(serializers.Serializer[Any]):
    """One page, what was published first before the rest."""

    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    results = UnderWaySerializer(many=True)


class DeliveryStepSerializer(serializers.Serializer[Any]):
    """A result that was entered. Who in person did it is told at the desk alone."""

    at = serializers.DateTimeField()
    before = serializers.ChoiceField(DeliveryState.choices)
    after = serializers.ChoiceField(DeliveryState.choices)
    reason = serializers.CharField(allow_blank=True)
    organisation = serializers.CharField(allow_blank=True, help_text="Whose person entered it.")


class FollowedSerializer(UnderWaySerializer):
    """The delivery of one change of the record, with every result that was entered."""

    steps = DeliveryStepSerializer(many=True)


class DeliveryHistorySerializer(serializers.Serializer[Any]):
    """What became of the deliveries of one record, the newest change first."""

    cpl_number = serializers.IntegerField()
    results = FollowedSerializer(many=True)


class NotLoaded(Tabled, DeliveryView):
    """What DCC has not loaded, over all publications, for DCC and the Panel."""

    @extend_schema(
        tags=TAGS,
        operation_id="deliveries_not_loaded",
        parameters=[*described(RecordFilters), LIMIT, AFTER, COUNT],
        responses=with_problems(
            {(200, "application/json"): UnderWayPageSerializer, **AS_TABLES},
            400,
            401,
            403,
            503,
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of deliveries that are under way; ``after`` is the ``id`` of the last one seen."""
        filters = narrowing(request.query_params, RecordFilters)
        asked = page_asked(request.query_params)
        known = {"limit", "after", "count", FORMAT, *RecordFilters.base_filters}
        wrong = {**asked.wrong, **dict(filters.wrong), **names_refused(request.query_params, known)}
        if wrong:
            raise InvalidQuery(wrong)
        rows = under_way()
        for each, value in filters.given:
            rows = each.filter(rows, value)
        found = list(_read(rows.filter(pk__gt=asked.after)).order_by("pk")[: asked.limit + 1])
        shown = found[: asked.limit]
        following = None
        if len(found) > asked.limit:
            following = next_address(request, after=shown[-1].pk)
        told = [_followed(each) for each in with_clocks(shown)]
        members: dict[str, Any] = {"next": following}
        if asked.count:
            members["count"] = rows.count()
        body = {**members, "results": told}
        return listed_answer(request, "not-loaded", body, of=UnderWaySerializer)


class DeliveriesOfRecord(DeliveryView):
    """The deliveries of one record to DCC, for DCC and the Panel."""

    @extend_schema(
        tags=TAGS,
        operation_id="deliveries_of_record",
        parameters=[NUMBER],
        responses=with_problems({200: DeliveryHistorySerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """What became of each change of the record, with every result that was entered."""
        only_format(request.query_params)
        wanted = whole_number(number) or 0
        steps = Prefetch("steps", DeliveryStep.objects.order_by("pk"))
        rows = _read(Delivery.objects.filter(cpl_number=wanted)).prefetch_related(steps)
        shown = with_clocks(rows.order_by("-publication"))
        if not shown:
            raise NotFound
        results = [
            {**_followed(each), "steps": [step_told(step) for step in each.delivery.steps.all()]}
            for each in shown
        ]
        return Response({"cpl_number": wanted, "results": results})


def _followed(shown: Shown) -> dict[str, Any]:
    return {"id": shown.delivery.pk, **record_told(shown)}


def _read(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.select_related("publication")
