"""The addresses under ``zigbee/reviews/``: for members of the committee alone, recorded."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.urls import URLPattern, path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.asking import person_of
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.disclosure import disclose, refuse
from sec_registry.registers.door import channel_of, whole_number
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.problems import Problem
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import AS_TABLES, with_problems
from zigbee.access_api.door import CommitteeGate, Members, verbs_told
from zigbee.choices import ReviewState
from zigbee.models import Review, ZigbeeRecord
from zigbee.register import DZIR
from zigbee.review_api.bodies import (
    DecidedSerializer,
    DecideSerializer,
    ReviewSerializer,
    ReviewsSerializer,
    StacksWaitingSerializer,
    StackWaitingSerializer,
    review_told,
)
from zigbee.review_queue import (
    radios_of,
    records_waiting,
    reviews_waiting,
    reviews_with,
    stacks_waiting,
)
from zigbee.reviews import records_review

TAGS = ["Zigbee reviews"]
FILTERS = {
    "state": OpenApiParameter("state", enum=ReviewState.values, description="Only those."),
    "number": OpenApiParameter("number", int, description="CPL number."),
    "chipset_vendor": OpenApiParameter(
        "chipset_vendor", description="Of records that have one radio of it, as it is written."
    ),
    "stack_version": OpenApiParameter(
        "stack_version", description="That the same radio has, as it is written."
    ),
}


class Reviewers(Members):
    """Members of the Security Sub Committee."""

    message = "Only members of the Security Sub Committee review Zigbee records."


class ReviewGate(Tabled, CommitteeGate):
    """What the views share: refusals are recorded, and so is what is shown."""

    permission_classes = [Reviewers]
    #: What the list is called as a file.
    table = "reviews"
    result: type[Serializer[Any]] = ReviewSerializer

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        """Record that a signed-in person was refused, then refuse."""
        refuse(register=DZIR, by=request.user, numbers=[], channel=channel_of(request))
        super().permission_denied(request, message, code)

    def shown(self, request: Request, body: dict[str, Any], numbers: Iterable[int]) -> Response:
        """The answer, once it is recorded that these records are disclosed."""
        disclose(
            register=DZIR,
            by=person_of(request),
            numbers=numbers,
            right=DZIR.reach(request.user).right,
            channel=channel_of(request),
            fields=("radios", "review"),
        )
        answer = listed_answer(request, self.table, body, of=self.result)
        return mark_restricted(answer, DZIR.marking)


class Reviews(ReviewGate):
    """Reviews of Zigbee records (F2.38)."""

    @extend_schema(
        tags=TAGS,
        operation_id="reviews_list",
        parameters=[*FILTERS.values(), *NEWEST],
        responses=with_problems(
            {(200, "application/json"): ReviewsSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of reviews, the newest first: what waits, what is settled, and open concerns."""
        query = request.query_params
        number, state = query.get("number"), query.get("state")
        wrong = {}
        if number is not None and whole_number(number) is None:
            wrong["number"] = ["A CPL number is needed."]
        if state is not None and state not in ReviewState.values:
            wrong["state"] = [f"Use one of {', '.join(ReviewState.values)}."]
        asked = newest_asked(query, FILTERS, wrong)
        rows = reviews_with(
            Review.objects.select_related("decided_by"),
            vendor=query.get("chipset_vendor"),
            stack=query.get("stack_version"),
        )
        if number is not None:
            rows = rows.filter(record=int(number))
        if state is not None:
            rows = rows.filter(state=state)
        page, beside = newest_page(request, rows, asked)
        radios = radios_of({each.record_id for each in page})
        told = [review_told(each, radios.get(each.record_id, [])) for each in page]
        body = {**beside, "marking": DZIR.marking, "results": told}
        return self.shown(request, body, radios.keys() | {each.record_id for each in page})

    @extend_schema(
        tags=TAGS,
        operation_id="reviews_decide",
        request=DecideSerializer,
        responses=with_problems({200: DecidedSerializer}, 400, 401, 403, 503),
    )
    def post(self, request: Request) -> Response:
        """Mark records as reviewed, raise a concern (with a note), or put them back: all or none.

        `waiting_with` means every record with such a radio that waits now.
        """
        body = DecideSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        if "records" in asked:
            records = _named(asked["records"])
        else:
            pair = asked["waiting_with"]
            waiting = records_waiting(vendor=pair["chipset_vendor"], stack=pair["stack_version"])
            records = list(waiting)
        with verbs_told():
            changed = records_review(
                by=person_of(request),
                records=records,
                state=asked["state"],
                note=asked["note"],
                seen=asked.get("seen"),
            )
        numbers = sorted({each.record_id for each in changed})
        return self.shown(request, {"state": asked["state"], "records": numbers}, numbers)


class StacksWaiting(ReviewGate):
    """What waits for a review, by chipset vendor and stack version (F2.38)."""

    table = "reviews-stacks"
    result = StackWaitingSerializer

    @extend_schema(
        tags=TAGS,
        operation_id="reviews_stacks",
        responses=with_problems(
            {(200, "application/json"): StacksWaitingSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """How many records wait with such a radio."""
        only_format(request.query_params)
        results = [each._asdict() for each in stacks_waiting()]
        numbers = reviews_waiting().order_by().values_list("record", flat=True)
        return self.shown(request, {"marking": DZIR.marking, "results": results}, list(numbers))


def _named(numbers: Iterable[int]) -> list[ZigbeeRecord]:
    """The records of these numbers; raises ``Problem`` naming those that are none."""
    asked = set(numbers)
    found = list(ZigbeeRecord.objects.filter(pk__in=asked))
    missing = sorted(asked - {each.pk for each in found})
    if missing:
        entries = [
            {"pointer": "#/records", "detail": f"There is no Zigbee record of CPL {each}."}
            for each in missing
        ]
        raise Problem("Nothing was decided.", entries)
    return found


urlpatterns: list[URLPattern] = [
    path("zigbee/reviews/", Reviews.as_view(), name="reviews"),
    path("zigbee/reviews/stacks/", StacksWaiting.as_view(), name="reviews-stacks"),
]
