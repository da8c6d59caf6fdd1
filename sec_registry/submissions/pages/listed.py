"""The list of one's own submissions: where each stands, and what waits for whom."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.asking import person_of
from accounts.models import User
from accounts.people import is_panel
from sec_registry.registers.findings import Level
from sec_registry.registers.narrowing_words import words_refused
from sec_registry.submissions.left_behind import WITH_MAKERS
from sec_registry.submissions.lifecycle import DECIDED, State
from sec_registry.submissions.models import Contributor, Submission
from sec_registry.submissions.overview import with_counts
from sec_registry.submissions.pages.door import NO_ORGANISATION, for_submitters, works_here
from sec_registry.submissions.permissions import may_create, submissions_visible_to
from sec_registry.submissions.questions import questions_waiting_for

A_PAGE = 25
#: What the list is narrowed to: the word of the address, what the tab says, the states.
GROUPS: tuple[tuple[str, str, frozenset[State]], ...] = (
    ("all", "All", frozenset(State)),
    ("mine", "Wait for me", frozenset({State.DRAFT, State.RETURNED})),
    ("panel", "With the Panel", frozenset({State.SUBMITTED, State.IN_REVIEW})),
    ("decided", "Decided", DECIDED),
)
_WITH_THE_PANEL = {
    State.SUBMITTED: "The Panel takes it up.",
    State.IN_REVIEW: "The Panel reviews it.",
    State.ACCEPTED: "Nothing: it is published.",
    State.REJECTED: "Nothing: the reason stands on its page.",
    State.WITHDRAWN: "Nothing.",
}


@dataclass(frozen=True)
class Tab:
    """A group of states, how many submissions are in it, and whether it is the one shown."""

    word: str
    label: str
    count: int
    shown: bool


@dataclass(frozen=True)
class OwnSubmission:
    """A submission with its counts, and what happens next."""

    submission: Submission
    counts: Any
    waits: str


@for_submitters("GET", "HEAD")
def own_submissions(request: HttpRequest) -> HttpResponse:
    """One's own submissions, the newest first."""
    by = person_of(request)
    if not works_here(by):
        raise PermissionDenied(NO_ORGANISATION)
    mine = Contributor.objects.filter(person=by).values("submission")
    rows = submissions_visible_to(by).filter(pk__in=mine)
    refused = words_refused(request.GET, {"state": [group[0] for group in GROUPS]})
    word, _, states = _group(request, refused)
    shown = Paginator(rows.filter(state__in=states).order_by("-pk"), A_PAGE)
    page = shown.get_page(request.GET.get("page"))
    # Counted for the page that is shown, not for all that it was chosen from.
    keys = [row.pk for row in page.object_list]
    counts = with_counts(Submission.objects.filter(pk__in=keys), by=by).in_bulk()
    asked = Counter(
        questions_waiting_for(by).filter(submission__in=keys).values_list("submission", flat=True)
    )
    in_state = dict.fromkeys(State.values, 0)
    for state in rows.order_by().values_list("state", flat=True).iterator():
        in_state[state] += 1
    context = {
        "title": "Your submissions",
        "refused": refused,
        "page": page,
        "rows": [
            OwnSubmission(
                row,
                counts[row.pk],
                _asked(asked[row.pk]) or _left(row, by) or what_waits(row, counts[row.pk]),
            )
            for row in page.object_list
        ],
        "tabs": [
            Tab(each, label, sum(in_state[state] for state in group), each == word)
            for each, label, group in GROUPS
        ],
        "may_create": may_create(by),
    }
    status = 400 if refused else 200
    return TemplateResponse(request, "submissions/list.html", context, status=status)


def _group(request: HttpRequest, refused: list[str]) -> tuple[str, str, frozenset[State]]:
    """The group asked for, the first if none is; one of nothing for a word that is refused."""
    if refused:
        return ("", "", frozenset())
    asked = request.GET.get("state")
    return next((group for group in GROUPS if group[0] == asked), GROUPS[0])


def _asked(questions: int) -> str:
    """What is first when the committee asked: a question waits although all is decided."""
    plural = "" if questions == 1 else "s"
    return f"You: answer {questions} question{plural} of the committee." if questions else ""


def _left(submission: Submission, by: User) -> str:
    """What is with its makers, of whom this person is none any more."""
    own = submission.organisation_id == by.organisation_id
    if submission.state not in WITH_MAKERS or own or is_panel(by):
        return ""
    return "Its other makers, or the Panel: you left the organisation that it comes from."


def what_waits(submission: Submission, counts: Any) -> str:
    """What happens next, and by whom."""
    state = State(submission.state)
    if state in _WITH_THE_PANEL:
        return _WITH_THE_PANEL[state]
    problems = getattr(counts, f"{Level.PROBLEM}_count")
    if not counts.item_count:
        return "You: there is nothing in it yet."
    if problems:
        return f"You: mend {problems} problem{'' if problems == 1 else 's'}, then submit it."
    if state == State.RETURNED:
        return "You: mend what the Panel says, then submit it again."
    return "You: submit it."
