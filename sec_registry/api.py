"""The routes of ``/api/v1/``: the composition root of the REST API.

Every route names its permission; those of a register leave it to the register. Whatever is asked
for under ``/api/`` that does not exist is answered by a problem too.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, re_path, resolve
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter

from accounts.gate import ANY_SCOPE, Gate
from cpl.api import DeviceModelChanges, DeviceModelComparison, DeviceModels
from cpl.lookup_api import Lookups
from firmware.api import FirmwareChanges, FirmwareComparison, FirmwareRecords
from firmware.cpa_forecast_api import CpaForecast
from firmware.fleet.routes import urlpatterns as fleet_routes
from firmware.gaps.api import PathwayGaps
from firmware.pathways.api import DeviceModelPathways
from sec_registry.deliveries.api.routes import urlpatterns as delivery_routes
from sec_registry.notices.api.routes import urlpatterns as subscription_routes
from sec_registry.publications.api import SignedManifest
from sec_registry.publications.bundle_api import Bundle
from sec_registry.publications.files.routes import urlpatterns as whole_lists
from sec_registry.publications.proof_api import FirmwareProof, ZigbeeProof
from sec_registry.redactions.api import Redactions
from sec_registry.registers.disclosures_api import DisclosureRecord
from sec_registry.registers.models import Publication
from sec_registry.registers.problems import NOT_FOUND, plain_problem
from sec_registry.registers.publications_api import Publications
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.api.routes import urlpatterns as submission_routes
from sec_registry.token_api import OneToken, Tokens
from zigbee.access_api.routes import urlpatterns as access_routes
from zigbee.api import ZigbeeComparison, ZigbeeRecords
from zigbee.review_api.views import urlpatterns as review_routes
from zigbee.security.api import SecurityQueries

#: What the root shows: a word for each route that can be opened, by the route's name.
ROOT = {
    "cpl/device-models": "device-models-list",
    "cpl/loading": "loading",
    "cpl/cpa-forecast": "cpa-forecast",
    "cpl/lookups": "lookups",
    "firmware/records": "firmware-records-list",
    "firmware/fleet-plans": "fleet-plans",
    "firmware/gaps": "pathway-gaps",
    "zigbee/records": "zigbee-records-list",
    "zigbee/access-requests": "access-requests",
    "zigbee/grants": "grants",
    "zigbee/reviews": "reviews",
    "publications": "publications-list",
    "deliveries": "deliveries",
    "submissions": "submissions",
    "disclosures": "disclosures",
    "subscriptions": "api-subscriptions",
    "tokens": "api-tokens",
    "schema": "schema",
    "docs": "docs",
    "health": "health",
}


class Root(Gate):
    """The registers under the Smart Energy Code. Begin here."""

    permission_classes = [AllowAny]
    scopes = ANY_SCOPE

    def get_view_name(self) -> str:
        """The title of the browsable page."""
        return "SEC Registry"

    @extend_schema(tags=["About"], operation_id="root", responses={200: dict[str, str]})
    def get(self, request: Request) -> Response:
        """The addresses of everything here."""
        return Response({word: reverse(name, request=request) for word, name in ROOT.items()})


class HealthSerializer(serializers.Serializer[Any]):
    """That the registry answers, and its last publication (0 before the first)."""

    status = serializers.CharField()
    publication = serializers.IntegerField()


class Health(Gate):
    """Whether the registry and its database answer; a 503 while they do not."""

    permission_classes = [AllowAny]
    # Nobody needs to be known for this, and a broken token says nothing of the registry's health.
    authentication_classes = []
    # Nor is it counted: whoever watches over the registry asks often.
    throttle_classes = []
    scopes = ANY_SCOPE

    @extend_schema(
        tags=["About"],
        operation_id="health",
        responses=with_problems({200: HealthSerializer}, 503),
    )
    def get(self, request: Request) -> Response:
        """Ask the database for the last publication."""
        numbers = Publication.objects.order_by("-number").values_list("number", flat=True)
        return Response(
            {"status": "ok", "publication": next(iter(numbers[:1]), 0)},
            headers={"Cache-Control": "no-store"},
        )


class Schema(Gate, SpectacularAPIView):
    """The OpenAPI description."""

    permission_classes = [AllowAny]
    scopes = ANY_SCOPE


class Docs(Gate, SpectacularSwaggerSplitView):
    """The description to read; page and script apart, as our policy allows no inline script."""

    permission_classes = [AllowAny]
    scopes = ANY_SCOPE


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponseBase:
    """Answer for what is not there; a reader who forgot the slash at the end is led on."""
    mended = f"{request.path}/"
    reading = request.method in ("GET", "HEAD") and not request.path.endswith("/")
    if reading and resolve(mended).func is not missing:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{mended}?{query}" if query else mended, permanent=True)
    return plain_problem(404, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault: as a problem to clients of the API, as a page to everybody else."""
    if request.path.startswith("/api/"):
        return plain_problem(500, "Something failed here. It was recorded and will be looked at.")
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that was refused before any view saw it."""
    if request.path.startswith("/api/"):
        return plain_problem(400, "This request cannot be answered.")
    return defaults.bad_request(request, exception)


router = SimpleRouter()
router.register("cpl/device-models", DeviceModels, basename="device-models")
router.register("firmware/records", FirmwareRecords, basename="firmware-records")
router.register("zigbee/records", ZigbeeRecords, basename="zigbee-records")
router.register("publications", Publications, basename="publications")

_v1: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="api-root"),
    path("cpl/lookups/", Lookups.as_view(), name="lookups"),
    path(
        "firmware/records/<str:number>/proof/",
        FirmwareProof.as_view({"get": "retrieve"}),
        name="firmware-proof",
    ),
    path(
        "firmware/pathways/<str:number>/",
        DeviceModelPathways.as_view({"get": "retrieve"}),
        name="pathways",
    ),
    path(
        "zigbee/records/<str:number>/proof/",
        ZigbeeProof.as_view({"get": "retrieve"}),
        name="zigbee-proof",
    ),
    path(
        "publications/compare/",
        DeviceModelComparison.as_view({"get": "list"}),
        name="device-models-comparison",
    ),
    path(
        "firmware/publications/compare/",
        FirmwareComparison.as_view({"get": "list"}),
        name="firmware-records-comparison",
    ),
    path(
        "zigbee/publications/compare/",
        ZigbeeComparison.as_view({"get": "list"}),
        name="zigbee-records-comparison",
    ),
    path("publications/bundle.tar", Bundle.as_view(), name="bundle"),
    path("redactions/", Redactions.as_view(), name="redactions"),
    path("publications/<str:number>/manifest/", SignedManifest.as_view(), name="signed-manifest"),
    path(
        "publications/<str:number>/changes/",
        DeviceModelChanges.as_view({"get": "list"}),
        name="device-model-changes",
    ),
    path(
        "firmware/publications/<str:number>/changes/",
        FirmwareChanges.as_view({"get": "list"}),
        name="firmware-changes",
    ),
    *whole_lists,
    *fleet_routes,
    path("firmware/gaps/", PathwayGaps.as_view(), name="pathway-gaps"),
    path("cpl/cpa-forecast/", CpaForecast.as_view(), name="cpa-forecast"),
    path(
        "zigbee/security-query/",
        SecurityQueries.as_view({"get": "list"}),
        name="security-query",
    ),
    *review_routes,
    *access_routes,
    *delivery_routes,
    *submission_routes,
    path("disclosures/", DisclosureRecord.as_view(), name="disclosures"),
    *subscription_routes,
    path("tokens/", Tokens.as_view(), name="api-tokens"),
    path("tokens/<str:number>/", OneToken.as_view(), name="token"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    path("health/", Health.as_view(), name="health"),
    *router.urls,
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(_v1)),
    re_path(r"^", missing),
]
