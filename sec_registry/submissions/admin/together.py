"""Accepting several submissions as one publication, with a page in between.

A publication cannot be taken back, so a choice in a list and one click are not enough. Everything
that stands in the way of any of the submissions is said at once.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from accounts.models import User
from sec_registry.registers.admin.forms import VerbForm, form_page
from sec_registry.registers.admin.presentation import facts_table
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.admin.addresses import page_of
from sec_registry.submissions.lifecycle import Step, state_after
from sec_registry.submissions.models import Submission
from sec_registry.submissions.overview import with_counts
from sec_registry.submissions.permissions import may
from sec_registry.submissions.web.deeds import attempted
from sec_registry.submissions.web.impact_shown import shown_together

#: The name of the action; what the page sends once more.
ACTION = "accept_together"
CONFIRMED = "confirmed"
IMPACT = "impact"


class TogetherForm(VerbForm):
    """Why, for all of them."""

    reason = forms.CharField(
        required=False,
        max_length=300,
        help_text="Stands with the decision on each of them.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def accept_chosen(request: HttpRequest, pages: Any, chosen: Sequence[Submission]) -> Any:
    """Ask first, then accept; None leads back to the list, where messages say what came of it."""
    by: Any = request.user
    in_the_way = list(hindrances(chosen, by))
    for each in in_the_way:
        messages.error(request, each)
    if in_the_way:
        return None
    # Who asks what it does, from the page that asks them, does not say yes by it.
    says_yes = CONFIRMED in request.POST and IMPACT not in request.POST
    form = TogetherForm(
        request.POST if says_yes else None, initial={"reason": request.POST.get("reason", "")}
    )
    if not form.is_valid():
        return _asked(request, pages, chosen, form)
    reason = form.cleaned_data["reason"]
    made = attempted(request, lambda: submissions_accept(submissions=chosen, by=by, reason=reason))
    if made is not None:
        told = f"{_counted(len(chosen))} accepted in publication {made.pk}."
        messages.success(request, told)
    return None


def hindrances(chosen: Sequence[Submission], by: User) -> Iterator[str]:
    """What keeps any of them from being accepted by this person now, but for their findings."""
    for submission in chosen:
        if state_after(submission.state, Step.ACCEPT) is None:
            state = submission.get_state_display().lower()
            yield f"Submission {submission.pk} is {state}: only what is in review is accepted."
        elif not may(by, Step.ACCEPT, submission):
            yield f"Submission {submission.pk} is not yours to accept: you had a hand in it."


def _asked(
    request: Any, pages: Any, chosen: Sequence[Submission], form: TogetherForm
) -> HttpResponse:
    counted = with_counts(
        Submission.objects.filter(pk__in=[each.pk for each in chosen]), by=request.user
    ).in_bulk()
    rows = [
        (
            format_html('<a href="{}">{} {}</a>', page_of(each), each.pk, each.title),
            each.created_by.name,
            counted[each.pk].item_count,
            counted[each.pk].problem_count,
            counted[each.pk].advisory_count,
        )
        for each in chosen
    ]
    headings = ("Submission", "Made by", "Items", "Problems", "Advisories")
    return form_page(
        request,
        pages,
        form,
        title=f"Accept {_counted(len(chosen))} as one publication",
        button="Accept and publish",
        template="admin/submissions/together.html",
        impact=shown_together(request, chosen, request.user),
        note="All of them or none: the three registers are published at once, which nobody can "
        "take back. What each changes stands on its page.",
        carried=[
            ("action", ACTION),
            (CONFIRMED, "yes"),
            *(("_selected_action", each.pk) for each in chosen),
        ],
        table=facts_table(headings, rows),
        table_title="What is accepted together",
    )


def _counted(number: int) -> str:
    return f"{number} submission{'' if number == 1 else 's'}"
