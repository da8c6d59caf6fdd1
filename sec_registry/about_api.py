"""What the API says of itself: its root, its health, its description."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.gate import ANY_SCOPE, Gate
from sec_registry.registers.models import Publication
from sec_registry.registers.schema import with_problems

#: What the root shows: a word for each route that can be opened, by the route's name.
ROOT = {
    "cpl/device-models": "device-models-list",
    "cpl/loading": "loading",
    "cpl/cpa-forecast": "cpa-forecast",
    "cpl/lookups": "lookups",
    "firmware/records": "firmware-records-list",
    "firmware/publications": "firmware-publications",
    "firmware/fleet-plans": "fleet-plans",
    "firmware/gaps": "pathway-gaps",
    "zigbee/records": "zigbee-records-list",
    "zigbee/access-requests": "access-requests",
    "zigbee/grants": "grants",
    "zigbee/reviews": "reviews",
    "publications": "publications-list",
    "redactions": "redactions",
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


@cache
def description(renderer: type[BaseRenderer]) -> bytes:
    """The OpenAPI description as the renderer writes it.

    It is the same for everybody, so nobody's request has a part in it, and a process works it out
    once: that takes as long as many answers.
    """
    generator: Any = SchemaGenerator  # which carries no types
    written = renderer().render(generator().get_schema(public=True), renderer_context={})
    return written if isinstance(written, bytes) else written.encode()


class Schema(Gate, SpectacularAPIView):
    """The OpenAPI description."""

    permission_classes = [AllowAny]
    scopes = ANY_SCOPE

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send what this process has worked out."""
        renderer: BaseRenderer = request.accepted_renderer
        writer: Any = type(renderer)
        kind = renderer.media_type + (f"; charset={renderer.charset}" if renderer.charset else "")
        answer = HttpResponse(description(writer), content_type=kind)
        name = f"{settings.SPECTACULAR_SETTINGS['TITLE']}.{renderer.format}"
        answer["Content-Disposition"] = f'inline; filename="{name}"'
        return answer


class Docs(Gate, SpectacularSwaggerSplitView):
    """The description to read; page and script apart, as our policy allows no inline script."""

    permission_classes = [AllowAny]
    scopes = ANY_SCOPE
