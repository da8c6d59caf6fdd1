"""Redactions of open registers over REST, for anyone who follows what is published.

SECURITY: of restricted registers not even that there are any.
"""

import json
from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.gate import Gate
from accounts.scopes import Scope
from sec_registry.registers.caching import list_tag, mark_public, unchanged
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Publication, RedactionStatement
from sec_registry.registers.moments import written
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.schema import page_of, with_problems


class RedactionSerializer(serializers.Serializer[Any]):
    """A redaction: what was taken out of which record, and what was signed about it."""

    register = serializers.CharField()
    number = serializers.IntegerField(help_text="In the register.")
    cpl_number = serializers.IntegerField()
    publications = serializers.ListField(
        child=serializers.IntegerField(), help_text="Those whose documents were redacted."
    )
    members = serializers.ListField(child=serializers.CharField())
    redacted_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_null=True, help_text="Null where it is not public.")
    statement = serializers.CharField(help_text="The text whose UTF-8 bytes were signed.")


class Redactions(Gate):
    """What was redacted in open registers."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ,)

    @extend_schema(
        tags=["Publications"],
        operation_id="redactions_list",
        parameters=list(NEWEST),
        responses=with_problems({200: page_of(RedactionSerializer, False), 304: None}, 400, 503),
    )
    def get(self, request: Request) -> Response:
        """A page of redactions, the newest first; ``next`` leads to earlier ones."""
        asked = newest_asked(request.query_params)
        codes = [register.code for register in registers() if not register.restricted]
        rows = RedactionStatement.objects.filter(register__in=codes).select_related("redaction")
        count = rows.count()
        last = Publication.objects.order_by("-number").values_list("number", flat=True).first()
        tag = list_tag(request, last or 0, count)
        if unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        shown, beside = newest_page(request, rows, asked)
        results = [_said(each) for each in shown]
        answer = Response({"publication": last or 0, **beside, "results": results})
        return mark_public(answer, request, tag)


def _said(stated: RedactionStatement) -> dict[str, Any]:
    signed, redaction = json.loads(stated.statement), stated.redaction
    return {
        "register": stated.register,
        "number": stated.number,
        "cpl_number": redaction.cpl_number,
        "publications": [each["publication"] for each in signed["records"]],
        "members": redaction.members,
        "redacted_at": written(datetime.fromisoformat(signed["redacted_at"])),
        "reason": redaction.reason if redaction.reason_public else None,
        "statement": stated.statement,
    }
