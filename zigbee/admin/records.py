"""Zigbee records in the admin.

The section is in everybody's index. Whoever has no right finds the same sentence behind every
address of it, whether or not there is a record; reviews are the committee's own business.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.people import is_ssc
from cpl.admin.beside import (
    BY_MANUFACTURER,
    BY_STATUS,
    BY_TYPE,
    DEVICE_MODEL,
    SEARCHED,
    BesideDeviceModel,
)
from firmware.choices import RecordState
from sec_registry.registers.admin import (
    Companion,
    EnumeratedFilter,
    RegisterAdmin,
    choice_filter,
)
from sec_registry.registers.admin.presentation import badge, facts_table, lines, verbatim
from zigbee.admin.asking import Asking, questions_told
from zigbee.admin.filters import QuestionFilter, ReviewFilter
from zigbee.admin.permissions import HELD, ObjectPermissions, held_by
from zigbee.admin.radio_filters import OFFERED, ChipsetFilter, StackFilter, pairs_read
from zigbee.admin.reviewing import ReviewForm, Reviewing
from zigbee.choices import QuestionState, ReviewState
from zigbee.models import Question, Radio, Review, ZigbeeRecord

#: Short words for a narrow column.
QUESTION_WORDS = {QuestionState.WAITING: "Question waits", QuestionState.ANSWERED: "Answered"}
#: Filters that are offered to the committee's members.
COMMITTEES: tuple[type[EnumeratedFilter], ...] = (
    ReviewFilter,
    QuestionFilter,
    ChipsetFilter,
    StackFilter,
)


@admin.register(ZigbeeRecord)
class ZigbeeRecordAdmin(ObjectPermissions, Asking, Reviewing, BesideDeviceModel, RegisterAdmin):
    """Radios and contact of each Device Model (F2.34), with the committee's reviews."""

    register = "zigbee"
    action_form = ReviewForm
    actions = ("mark_reviewed", "raise_concern", "ask_question", "put_back")
    list_display = (
        "cpl_number",
        "review",
        "device",
        "made_by",
        "radios",
        "state",
        "model_status",
    )
    list_filter = (
        *COMMITTEES,
        BY_TYPE,
        choice_filter("details", "state", RecordState.choices),
        BY_STATUS,
        BY_MANUFACTURER,
    )
    list_select_related = ("device_model__manufacturer",)
    prefetch = ("radios", "reviews__questions")
    search_fields = (
        *SEARCHED,
        "radios__chipset_vendor",
        "radios__stack_version",
    )
    search_help_text = "CPL number, Manufacturer, model, firmware, chipset vendor or stack version."

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Everybody may come to the door, which says who manages access.
        return True

    def turn_away(self, request: HttpRequest, *, from_a_record: bool) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self.declared.title,
            "marking": self.declared.marking,
            "ask": reverse("zigbee-access"),
        }
        status = 404 if from_a_record else 200
        return render(request, "admin/registers/closed.html", context, status=status)

    def not_there(self, request: HttpRequest) -> HttpResponse:
        return self.turn_away(request, from_a_record=True)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"may_grant": is_ssc(request.user), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = list(self.list_display)
        return shown if is_ssc(request.user) else [each for each in shown if each != "review"]

    def get_list_filter(self, request: HttpRequest) -> Any:
        if is_ssc(request.user):
            return self.list_filter
        # SECURITY: reviews and values of radios are offered to nobody else, granted or not.
        return [each for each in self.list_filter if each not in COMMITTEES]

    def shown_beside(self, request: HttpRequest) -> str:
        return OFFERED if is_ssc(request.user) and pairs_read(request, self) else ""

    def companions_for(self, request: HttpRequest) -> tuple[Companion, ...]:
        radios = Companion("Radios", Radio, "record_id")
        reviews = Companion("Reviews", Review, "record_id")
        questions = Companion("Questions", Question, "review__record")
        return (radios, reviews, questions) if is_ssc(request.user) else (radios,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or hasattr(obj, "_history"):
            return super().get_fieldsets(request, obj)
        contact = ["contact_email", "contact_telephone", "address"]
        committee = [
            ("Review", {"fields": ["all_reviews", "all_questions"]}),
            ("Access – F2.38", {"fields": ["grants_held"]}),
        ]
        return [
            DEVICE_MODEL,
            ("Radios – F2.34", {"fields": ["state", "all_radios"]}),
            ("Manufacturer contact – F2.33", {"fields": contact}),
            *(committee if is_ssc(request.user) else ()),
        ]

    @admin.display(description="radios")
    def radios(self, row: ZigbeeRecord) -> str:
        return lines(f"{r.chipset_vendor} {r.stack_version}" for r in row.radios.all())

    @admin.display(description="radios")
    def all_radios(self, row: ZigbeeRecord) -> str:
        return facts_table(
            ("Radio", "ZigBee chipset vendor", "ZigBee stack version"),
            ((r.position, r.chipset_vendor, r.stack_version) for r in row.radios.all()),
        )

    @admin.display(description="business address")
    def address(self, row: ZigbeeRecord) -> str:
        return verbatim(row.contact_address)

    @admin.display(description="review")
    def review(self, row: ZigbeeRecord) -> str:
        # Both as the list fetched them beforehand.
        reviews: Any = row.reviews.all()
        states = {each.state for each in reviews}
        still_open = [s for s in (ReviewState.CONCERN, ReviewState.UNREVIEWED) if s in states]
        told = still_open or [s for s in (ReviewState.REVIEWED,) if s in states]
        asked = {question.state for each in reviews for question in each.questions.all()}
        unsettled = [s for s in (QuestionState.WAITING, QuestionState.ANSWERED) if s in asked]
        return lines(
            [
                *(badge(state, state.label) for state in told),
                *(badge(f"question-{state}", QUESTION_WORDS[state]) for state in unsettled),
            ]
        )

    @admin.display(description=HELD)
    def grants_held(self, row: ZigbeeRecord) -> str:
        return held_by(row)

    @admin.display(description="questions")
    def all_questions(self, row: ZigbeeRecord) -> str:
        return questions_told(row)

    @admin.display(description="reviews")
    def all_reviews(self, row: ZigbeeRecord) -> str:
        reviews = row.reviews.select_related("decided_by")
        return facts_table(
            ("Publication", "State", "Note", "By", "At"),
            (
                (
                    each.publication_id,
                    each.get_state_display(),
                    each.note,
                    each.decided_by.email if each.decided_by else "",
                    each.decided_at,
                )
                for each in reviews
            ),
        )
