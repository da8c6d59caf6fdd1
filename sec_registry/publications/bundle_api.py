"""The bundle over REST, for anyone: one archive with which to verify everything, offline."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from accounts.gate import ANY_SCOPE, Gate
from cpl.columns import REGISTER as CPL
from sec_registry.publications.bundle import NotWritten, bundle_archive, last_publication
from sec_registry.publications.files.api import AsNamed
from sec_registry.registers.caching import PUBLIC, unchanged
from sec_registry.registers.filters import names_refused
from sec_registry.registers.models import Publication
from sec_registry.registers.problems import InvalidQuery, Unavailable
from sec_registry.registers.redactions import redactions_made
from sec_registry.registers.schema import with_problems

TAR = "application/x-tar"


class Bundle(Gate):
    """All publications in one archive, as ``export_bundle`` writes them into a folder."""

    # Nobody is asked for, so that caches may give it to everybody, whatever token comes along.
    authentication_classes = []
    permission_classes = [AllowAny]
    scopes = ANY_SCOPE
    content_negotiation_class = AsNamed
    renderer_classes = [JSONRenderer]

    @extend_schema(
        tags=["Publications"],
        operation_id="publications_bundle",
        responses=with_problems({(200, TAR): OpenApiTypes.BINARY, 304: None}, 400, 503),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The archive, made while it is sent; docs/publications.md says what lies in it.

        It breaks off where something is redacted meanwhile: what came then is no bundle.
        """
        if wrong := names_refused(request.query_params, ()):
            raise InvalidQuery(wrong)
        try:
            last = last_publication()
        except NotWritten as fault:
            raise Unavailable from fault
        tag = _tag(last)
        answer: HttpResponseBase
        if unchanged(request, tag):
            answer = HttpResponse(status=304)
        else:
            pieces = () if request.method == "HEAD" else bundle_archive(last)
            answer = StreamingHttpResponse(pieces, content_type=TAR)
            name = f"registry-bundle-{last}.tar"
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            answer["Registry-Publication"] = str(last)
        answer["ETag"] = tag
        answer["Cache-Control"] = PUBLIC
        return answer


def _tag(last: int) -> str:
    """Another one with each publication and each redaction of an open register."""
    digest = Publication.objects.filter(number=last).values_list("digest", flat=True).first()
    stated = redactions_made(CPL)
    return f'"bundle-{last}-r{stated}-{(digest or "")[:16]}"'
