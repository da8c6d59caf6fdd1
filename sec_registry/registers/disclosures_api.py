"""The record of disclosures over REST: who saw what, and who was refused (Z3).

For those who oversee a register, each for their own registers; auditors for all. The record holds
no content of a register, but it names people, so it is kept out of caches and tables are marked.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import CharFilter, Filter, FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.gate import Gate
from accounts.scopes import Scope
from sec_registry.registers.beginnings import of_submission
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.catalogue import registers
from sec_registry.registers.disclosure import CHANNELS, of_record, overseen_by
from sec_registry.registers.disclosures_asked import names_of
from sec_registry.registers.disclosures_shown import MARKING, document, table
from sec_registry.registers.filters import MomentFilter, Narrowing, WordFilter, narrowing
from sec_registry.registers.listed import Tabled
from sec_registry.registers.models import Disclosure
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.schema import AS_TABLES, with_problems
from sec_registry.registers.table_answers import is_table, marking_cells, rows_answer


def known_register(code: str) -> None:
    """Refuse what is no restricted register; whose disclosures are listed depends on the reader."""
    codes = [each.code for each in registers() if each.restricted]
    if code not in codes:
        raise ValidationError(f"Use one of {', '.join(codes)}.")


class NumberFilter(CharFilter):
    """The disclosures of one record, in the order of an index of their own."""

    schema_type = OpenApiTypes.INT

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Those that name the CPL number."""
        return of_record(qs, int(value))


class PersonFilter(CharFilter):
    """Whoever looked, by an address in any case: the record has it in lower case."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """The looks of the person."""
        return qs.filter(person=value.lower())


class OrganisationFilter(CharFilter):
    """The looks of an organisation, whatever it was called at the time."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Those under any name that it ever had."""
        return qs.filter(organisation__in=names_of(value))


class SubmissionFilter(CharFilter):
    """The looks at a submission, whose rows may have no CPL number yet."""

    schema_type = OpenApiTypes.INT

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Those at the submission, alone or with others."""
        return of_submission(qs, int(value))


def _whole(text: str) -> None:
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise ValidationError(f'A CPL number is needed, not "{text}".')


def _submission(text: str) -> None:
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise ValidationError(f'The number of a submission is needed, not "{text}".')


class DisclosureFilters(FilterSet):
    """What somebody who looks into a reading would ask by."""

    register = CharFilter(
        validators=[known_register], help_text="Code of a restricted register, such as firmware."
    )
    person = PersonFilter(max_length=254, help_text="Email address of whoever looked.")
    organisation = OrganisationFilter(
        max_length=200,
        help_text="A name that their organisation has or had: looks under all its names.",
    )
    number = NumberFilter(validators=[_whole], help_text="CPL number: who saw this record?")
    submission = SubmissionFilter(
        validators=[_submission],
        help_text="Number of a submission: who saw this part of it before it had CPL numbers?",
    )
    outcome = WordFilter(words=Disclosure.Outcome.values, help_text="Disclosed or refused.")
    channel = WordFilter(words=CHANNELS, help_text="How it was read.")
    since = MomentFilter(field_name="at", lookup_expr="gte", help_text="From this time on.")
    until = MomentFilter(field_name="at", lookup_expr="lt", help_text="Before this time.")
    request_id = CharFilter(max_length=64, help_text="Of the request, as the logs have it.")
    token_key = CharFilter(max_length=32, help_text="First letters of the token that was used.")


class DisclosureSerializer(serializers.Serializer[Any]):
    """One look at restricted content, or one refusal; names are those of the time."""

    id = serializers.IntegerField()
    at = serializers.CharField(help_text="ISO 8601, UTC.")
    register = serializers.CharField()
    outcome = serializers.ChoiceField(Disclosure.Outcome.choices)
    person = serializers.CharField()
    organisation = serializers.CharField(allow_blank=True)
    right = serializers.CharField(allow_blank=True, help_text="By what right, such as a grant.")
    channel = serializers.ChoiceField([(each, each) for each in CHANNELS])
    route = serializers.CharField()
    numbers = serializers.ListField(child=serializers.IntegerField(), help_text="CPL numbers.")
    subject = serializers.CharField(allow_blank=True, help_text="What has no number yet.")
    fields = serializers.CharField(allow_blank=True, help_text="Empty: all of each document.")  # type: ignore[assignment]  # a member of the answer, which hides the base's own only from the types
    request_id = serializers.CharField(allow_blank=True)
    token_key = serializers.CharField(allow_blank=True)


class DisclosurePageSerializer(serializers.Serializer[Any]):
    """One page of the record, the newest first."""

    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    marking = serializers.CharField(help_text="Who may see this.")
    results = DisclosureSerializer(many=True)


class Overseer(BasePermission):
    """Whoever oversees at least one register."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(overseen_by(request.user))


def _parameters() -> Iterator[OpenApiParameter]:
    for name, each in DisclosureFilters.base_filters.items():
        kind = getattr(each, "schema_type", OpenApiTypes.STR)
        words = each.extra.get("words")
        yield OpenApiParameter(name, kind, description=each.extra["help_text"], enum=words)


class DisclosureRecord(Tabled, Gate):
    """The record of disclosures: the FIR's for the Panel, the DZIR's for the SSC, or both."""

    permission_classes = [Overseer]
    scopes = (Scope.AUDIT,)

    @extend_schema(
        tags=["Disclosures"],
        operation_id="disclosures_list",
        parameters=[*_parameters(), *NEWEST],
        responses=with_problems(
            {(200, "application/json"): DisclosurePageSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of looks and refusals, the newest first; ``next`` leads to earlier ones."""
        filters = narrowing(request.query_params, DisclosureFilters)
        asked = newest_asked(
            request.query_params, DisclosureFilters.base_filters, dict(filters.wrong)
        )
        rows = _narrowed(Disclosure.objects.filter(register__in=overseen_by(request.user)), filters)
        by_number = "number" in request.query_params
        shown, members = newest_page(request, rows, asked, "named_in" if by_number else "pk")
        documents = [document(row) for row in shown]
        if is_table(request):
            cells = marking_cells(MARKING, request.user)
            answer = rows_answer(request, "disclosures", table(documents, cells), members)
        else:
            answer = Response({**members, "marking": MARKING, "results": documents})
        return mark_restricted(answer, MARKING)


def _narrowed(rows: QuerySet[Disclosure], filters: Narrowing) -> QuerySet[Disclosure]:
    given: list[tuple[Filter, Any]] = list(filters.given)
    for each, value in given:
        rows = each.filter(rows, value)
    return rows
