"""The bundle over REST, for anyone: one archive with which to verify everything, offline."""

import logging

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from accounts.gate import ANY_SCOPE, Gate
from sec_registry.publications.bundle import NotWritten
from sec_registry.publications.files.api import AsNamed
from sec_registry.publications.files.bundles import BundleMark, bundle_mark, bundle_open
from sec_registry.publications.files.kept import Busy
from sec_registry.publications.files.sending import file_answer
from sec_registry.registers.caching import PUBLIC, unchanged
from sec_registry.registers.filters import names_refused
from sec_registry.registers.problems import InvalidQuery, Unavailable
from sec_registry.registers.schema import with_problems

TAR = "application/x-tar"

logger = logging.getLogger(__name__)


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
        responses=with_problems(
            {(200, TAR): OpenApiTypes.BINARY, (206, TAR): OpenApiTypes.BINARY, 304: None},
            400,
            416,
            503,
        ),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The archive; parts of it by ranges. docs/publications.md says what lies in it."""
        if wrong := names_refused(request.query_params, ()):
            raise InvalidQuery(wrong)
        try:
            mark = bundle_mark()
            answer = _answer(request, mark)
        except (NotWritten, Busy) as fault:
            raise Unavailable from fault
        except OSError as error:
            logger.exception("The bundle could not be written")
            raise Unavailable from error
        if answer.status_code == 416:
            return answer
        answer["ETag"] = _tag(mark)
        answer["Cache-Control"] = PUBLIC
        answer["Accept-Ranges"] = "bytes"
        return answer


def _answer(request: Request, mark: BundleMark) -> HttpResponseBase:
    if unchanged(request, _tag(mark)):
        return HttpResponse(status=304)
    answer = file_answer(request, bundle_open(mark), _tag(mark))
    if answer.status_code != 416:
        answer["Content-Type"] = TAR
        name = f"registry-bundle-{mark.last}.tar"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Registry-Publication"] = str(mark.last)
    return answer


def _tag(mark: BundleMark) -> str:
    """Another one with each publication and each redaction of an open register."""
    return f'"{mark.name}"'
