"""Publications over REST, for anyone: when each was made, its digest, and the chain.

SECURITY: of restricted registers only what the manifest commits to is shown, their roots: how many
records they hold, or how many a publication changed there, is nobody's business outside. Who
accepted a publication is personal and stays inside too.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.gate import Gate
from accounts.scopes import Scope
from sec_registry.registers.caching import list_tag, mark_public, unchanged
from sec_registry.registers.catalogue import registers
from sec_registry.registers.door import found_among
from sec_registry.registers.listed import Tabled
from sec_registry.registers.models import Publication, PublicationRegister
from sec_registry.registers.moments import written
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import AS_TABLES, NUMBER, page_of, with_problems
from sec_registry.registers.table_answers import is_table, rows_answer

TAGS = ["Publications"]


class RegisterStateSerializer(serializers.Serializer[Any]):
    """What one register held; how much is said of open registers alone."""

    root = serializers.CharField(help_text="Merkle root over the digests of its records.")  # type: ignore[assignment]  # a member of the answer, which hides the base's own only from the types
    records = serializers.IntegerField(required=False)
    changed = serializers.IntegerField(required=False, help_text="Records that it changed.")


class PublicationSerializer(serializers.Serializer[Any]):
    """One accepted change of the registers."""

    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    digest = serializers.CharField(help_text="SHA-256 of the manifest in canonical JSON.")
    previous = serializers.CharField(
        allow_null=True, help_text="Digest of the publication before; null for the first."
    )
    registers = serializers.DictField(child=RegisterStateSerializer())


class PublicationWithManifestSerializer(PublicationSerializer):
    """One publication with the manifest that its digest is made of."""

    manifest = serializers.DictField()


class Publications(Tabled, Gate, ViewSet):
    """The publications of the registers, for anyone."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ,)
    lookup_url_kwarg = "number"
    lookup_value_regex = "[^/]+"

    @extend_schema(
        tags=TAGS,
        parameters=list(NEWEST),
        responses=with_problems(
            {
                (200, "application/json"): page_of(PublicationSerializer, False),
                **AS_TABLES,
                304: None,
            },
            400,
            503,
        ),
    )
    def list(self, request: Request) -> Response:
        """A page of publications, the newest first; ``next`` leads to earlier ones."""
        asked = newest_asked(request.query_params)
        newest = Publication.objects.order_by("-number").values_list("number", flat=True)
        last = next(iter(newest[:1]), 0)
        tag = list_tag(request, last)
        if unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        shown, beside = newest_page(request, Publication.objects.all(), asked)
        members = {"publication": last, **beside}
        said = list(publications_said(shown))
        if is_table(request):
            response = rows_answer(
                request, f"publications-to-{last}", publications_table(said), members
            )
        else:
            response = Response({**members, "results": said})
        return mark_public(response, request, tag)

    @extend_schema(
        tags=TAGS,
        parameters=[NUMBER],
        responses=with_problems({200: PublicationWithManifestSerializer, 304: None}, 400, 404, 503),
    )
    def retrieve(self, request: Request, number: str) -> Response:
        """One publication with its manifest."""
        only_format(request.query_params)
        found = found_among(Publication.objects.all(), number)
        tag = list_tag(request, found.number)
        if unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        (said,) = publications_said([found])
        return mark_public(Response({**said, "manifest": json.loads(found.manifest)}), request, tag)


def publications_said(
    publications: Iterable[Publication], told: Collection[str] = ()
) -> Iterator[dict[str, Any]]:
    """What anyone may know of these publications; one query for all of them.

    SECURITY: ``told`` names the restricted registers whose counts are told too, to a reader of all
    of them.
    """
    listed = list(publications)
    states: dict[int, dict[str, dict[str, Any]]] = {each.number: {} for each in listed}
    untold = {each.code for each in registers() if each.restricted} - set(told)
    for state in PublicationRegister.objects.filter(publication__in=states).order_by("pk"):
        known: dict[str, Any] = {"root": state.root}
        if state.register not in untold:
            known |= {"records": state.records, "changed": state.changed}
        states[state.publication_id][state.register] = known
    for each in listed:
        yield {
            "number": each.number,
            "published_at": written(each.published_at),
            "digest": each.digest,
            "previous": each.previous_digest or None,
            "registers": states[each.number],
        }


def publications_table(
    said: Iterable[dict[str, Any]], told: Collection[str] = ()
) -> Iterator[list[str]]:
    """The same as rows, headings first, with the counts of open registers and of those told."""
    open_ones = [each for each in registers() if not each.restricted or each.code in told]
    yield [
        "Publication",
        "Published at",
        "Digest",
        "Previous digest",
        *(f"{each.short_title} {what}" for each in open_ones for what in ("records", "changed")),
    ]
    for each in said:
        states = [each["registers"].get(register.code, {}) for register in open_ones]
        yield [
            str(each["number"]),
            each["published_at"],
            each["digest"],
            each["previous"] or "",
            *(str(state.get(what, "")) for state in states for what in ("records", "changed")),
        ]
