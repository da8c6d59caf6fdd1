"""Questions to those who supplied Zigbee records: asked from a record's page or of chosen ones."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from sec_registry.registers.admin.forms import VerbForm, form_page
from sec_registry.registers.admin.presentation import badge, facts_table, verbatim
from zigbee.admin.behind_a_record import committees_page
from zigbee.admin.chosen import carried_on, named
from zigbee.models import Question, ZigbeeRecord
from zigbee.questions import LONGEST, questions_ask

NAME = "zigbee_zigbeerecord_ask"


class QuestionForm(VerbForm):
    """What the committee wants to know."""

    text = forms.CharField(
        label="Question",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
        help_text=(
            "Whoever last supplied the Zigbee details reads it beside what they supplied, and "
            "nobody else does. They are told by mail that a question waits, not what it is."
        ),
    )


class Asking:
    """The action of the list, and the page behind the button of a record."""

    def get_urls(self: Any) -> Any:
        # Before the stock addresses, the last of which takes anything.
        view = self.admin_site.admin_view(self.ask_view)
        return [path("<path:object_id>/ask/", view, name=NAME), *super().get_urls()]  # type: ignore[misc]

    @committees_page
    def ask_view(self: Any, request: HttpRequest, record: ZigbeeRecord) -> HttpResponse:
        """The form for one record."""
        form = QuestionForm(request.POST or None)
        if form.is_valid() and _asked(request, form, [record]):
            back = reverse("admin:zigbee_zigbeerecord_change", args=[record.pk])
            return HttpResponseRedirect(back)
        title = f"Ask about the Zigbee record of CPL {record.pk}"
        return form_page(
            request, self, form, title=title, button="Ask", marking=self.declared.marking
        )

    @admin.action(description="Ask a question", permissions=["review"])
    def ask_question(
        self, request: HttpRequest, records: QuerySet[ZigbeeRecord]
    ) -> HttpResponse | None:
        form = QuestionForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid() and _asked(request, form, list(records)):
            return None
        return form_page(
            request,
            self,
            form,
            title="Ask a question",
            button="Ask",
            carried=carried_on(request, "ask_question"),
            listed=named(records),
            listed_title="Records",
        )


def questions_told(record: ZigbeeRecord) -> str:
    """The questions about a record and their answers, the newest first, as a table."""
    asked = (
        Question.objects.filter(review__record=record)
        .select_related("asked_by", "answered_by", "settled_by")
        .order_by("-pk")
    )
    return facts_table(
        ("No.", "State", "Asked", "Of", "Question", "Answer", "Answered", "Settled"),
        (
            (
                each.pk,
                badge(f"question-{each.state}", each.state.label),
                f"{each.asked_at:%Y-%m-%d %H:%M}, {each.asked_by.email}",
                f"{each.asked_of} (submission {each.submission}, row {each.row})",
                verbatim(each.text),
                verbatim(each.answer or ""),
                _when(each.answered_at, each.answered_by),
                _when(each.settled_at, each.settled_by),
            )
            for each in asked
        ),
    )


def _when(at: Any, by: Any) -> str:
    return f"{at:%Y-%m-%d %H:%M}, {by.email}" if at else ""


def _asked(request: HttpRequest, form: QuestionForm, records: list[ZigbeeRecord]) -> bool:
    by: Any = request.user
    try:
        asked = questions_ask(by=by, records=records, text=form.cleaned_data["text"])
    except ValidationError as error:
        form.refused(error)
    except PermissionDenied as error:
        form.add_error(None, str(error))
    else:
        plural = "" if len(asked) == 1 else "s"
        messages.success(request, f"{len(asked)} question{plural} asked.")
        return True
    return False
