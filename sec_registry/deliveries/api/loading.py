"""Published, not loaded: whether DCC holds a record as it was changed last. For anyone.

The list is public, and so is whether it has been loaded; states, reasons and dates of deliveries
are for DCC and the Panel. It stands beside the CPL documents, never in them: those are as
published, and a result of a delivery is no publication.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.gate import Gate
from accounts.scopes import Scope
from cpl.register import CPL
from sec_registry.registers.caching import document_tag, mark_public, unchanged
from sec_registry.registers.deliveries import DeliveryState
from sec_registry.registers.door import whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.loading import Loading, last_state, loading_of
from sec_registry.registers.paging import next_address, page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT, only_format
from sec_registry.registers.schema import AFTER, AS_TABLES, LIMIT, NUMBER, with_problems

TAGS = [CPL.title]
WORDS = ("true", "false")
LOADED = OpenApiParameter(
    "loaded", str, enum=WORDS, description="Only what DCC has loaded, or only what it has not."
)


class LoadingSerializer(serializers.Serializer[Any]):
    """Whether DCC's systems hold the record as it was changed last."""

    cpl_number = serializers.IntegerField()
    loaded = serializers.BooleanField(help_text="DCC loaded the last change, or a later one.")
    changed_in = serializers.IntegerField(help_text="Publication of the last change.")
    loaded_in = serializers.IntegerField(
        allow_null=True,
        help_text="Last publication of the record that DCC loaded; where it is an earlier one, "
        "DCC holds the record as it was then.",
    )


class LoadingPageSerializer(serializers.Serializer[Any]):
    """One page, in the order of CPL numbers."""

    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    results = LoadingSerializer(many=True)


class LoadingList(Tabled, Gate):
    """Which records of the Central Products List DCC has loaded, for anyone."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ, Scope.DELIVER)

    @extend_schema(
        tags=TAGS,
        operation_id="loading_list",
        parameters=[LOADED, LIMIT, AFTER],
        responses=with_problems(
            {(200, "application/json"): LoadingPageSerializer, **AS_TABLES, 304: None}, 400, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of records, those removed among them; ``next`` leads on."""
        asked = page_asked(request.query_params)
        loaded = request.query_params.get("loaded")
        wrong = names_refused(request.query_params, {"loaded", "limit", "after", FORMAT})
        if loaded is not None and loaded not in WORDS:
            wrong = {**wrong, "loaded": ['Say "true" or "false".']}
        if wrong := {**asked.wrong, **wrong}:
            raise InvalidQuery(wrong)
        rows = CPL.visible_to(request.user).filter(
            superseded_in__isnull=True, cpl_number__gt=asked.after
        )
        if loaded is not None:
            rows = rows.alias(last=last_state("cpl_number"))
            is_loaded = {"last": DeliveryState.LOADED}
            rows = rows.filter(**is_loaded) if loaded == "true" else rows.exclude(**is_loaded)
        numbers = list(
            rows.order_by("cpl_number").values_list("cpl_number", flat=True)[: asked.limit + 1]
        )
        shown = numbers[: asked.limit]
        following = None
        if len(numbers) > asked.limit:
            following = next_address(request, after=shown[-1])
        return _public(request, {"next": following, "results": told(shown)})


class LoadingOfOne(Gate):
    """Whether DCC has loaded one record of the Central Products List, for anyone."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ, Scope.DELIVER)

    @extend_schema(
        tags=TAGS,
        operation_id="loading_retrieve",
        parameters=[NUMBER],
        responses=with_problems({200: LoadingSerializer, 304: None}, 400, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """The record by its CPL number."""
        only_format(request.query_params)
        wanted = whole_number(number)
        there = CPL.visible_to(request.user).filter(cpl_number=wanted or 0).exists()
        if wanted is None or not there:
            raise NotFound
        (one,) = told([wanted])
        return _public(request, one)


def told(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The members of ``LoadingSerializer``, in the order of the numbers, which are published."""
    listed = list(numbers)
    found: Mapping[int, Loading] = loading_of(listed)
    return [
        {
            "cpl_number": number,
            "loaded": found[number].is_loaded,
            "changed_in": found[number].changed_in,
            "loaded_in": found[number].loaded_in,
        }
        for number in listed
    ]


def _public(request: Request, answer: dict[str, Any]) -> Response:
    """The answer for caches that ask again each time: results come at any time."""
    tag = document_tag(f"{request.accepted_renderer.format} {json.dumps(answer)}".encode())
    if unchanged(request, tag):
        response = Response(status=304)
    else:
        response = listed_answer(request, "loading", answer, of=LoadingSerializer)
    return mark_public(response, request, tag)
