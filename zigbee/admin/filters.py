"""Filters of the committee's list by what is still to be done about a record."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from sec_registry.registers.admin import EnumeratedFilter
from zigbee.choices import QuestionState, ReviewState
from zigbee.models import Review
from zigbee.questions import questions_to_settle, questions_waiting


class ReviewFilter(EnumeratedFilter):
    """By what is still to be done about the record; a concern is open until it is resolved."""

    title = "review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return ReviewState.choices

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        still_open = Review.objects.exclude(state=ReviewState.REVIEWED)
        if value == ReviewState.REVIEWED:
            return queryset.exclude(pk__in=still_open.values("record"))
        return queryset.filter(pk__in=still_open.filter(state=value).values("record"))


class QuestionFilter(EnumeratedFilter):
    """Records with a question that waits for its answer, or whose answer waits for a decision."""

    title = "question"
    parameter_name = "question"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            (QuestionState.WAITING.value, "Waiting for an answer"),
            (QuestionState.ANSWERED.value, "Answered, to be settled"),
        ]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        waiting = value == QuestionState.WAITING
        questions = questions_waiting() if waiting else questions_to_settle()
        return queryset.filter(pk__in=questions.order_by().values("review__record"))
