"""What comes after the form was kept: which page is next, and what is said there."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sec_registry.registers.findings import Level
from sec_registry.submissions.entry.saving import Saved
from sec_registry.submissions.entry.task import Task
from sec_registry.submissions.errors import NotAcceptable, Unusable
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.review import submission_submit
from sec_registry.submissions.visibility import findings_known_to
from sec_registry.submissions.web.entry.place import Place


def after(request: HttpRequest, place: Place, task: Task, saved: Saved) -> HttpResponse:
    """The way on, by the button that was pressed; with problems always back to the form."""
    submission, posted = saved.submission, request.POST
    form, page = place.row(submission, saved.position), place.page(submission)
    counts = _counts(task, saved)
    where = f"submission {submission.pk}, which is not sent yet"
    if "_submit" in posted:
        return HttpResponseRedirect(page if _sent(request, task, submission, counts) else form)
    if counts[Level.PROBLEM]:
        messages.warning(request, f"Kept in {where}. {_sentence(counts)}")
    else:
        messages.success(request, f"Kept in {where}. {_sentence(counts)}".strip())
    if "_addanother" in posted:
        return HttpResponseRedirect(f"{place.adding()}?draft={submission.pk}")
    stays = "_continue" in posted or counts[Level.PROBLEM]
    return HttpResponseRedirect(form if stays else page)


def _sent(
    request: HttpRequest, task: Task, submission: Submission, counts: dict[Level, int]
) -> bool:
    try:
        submission_submit(submission=submission, by=task.by)
    except (NotAcceptable, Unusable) as error:
        here = _sentence(counts) if counts[Level.PROBLEM] else "They are in other rows."
        messages.error(
            request,
            f"Kept in submission {submission.pk}, but not sent. {error} {here}",
        )
        return bool(not counts[Level.PROBLEM])
    messages.success(request, f"Submission {submission.pk} was sent to the Panel.")
    return True


def _counts(task: Task, saved: Saved) -> dict[Level, int]:
    item = Item.objects.get(submission=saved.submission, position=saved.position)
    found = findings_known_to(task.by, saved.submission).filter(item=item)
    counted = Counter(found.values_list("level", flat=True))
    return {level: counted[level] for level in Level}


def _sentence(counts: dict[Level, int]) -> str:
    names = {
        Level.PROBLEM: ("problem", "problems"),
        Level.ADVISORY: ("advisory", "advisories"),
        Level.NOTE: ("note", "notes"),
    }
    told = [f"{n} {names[level][n != 1]}" for level, n in counts.items() if n]
    if not told:
        return "The rules have nothing to say of it."
    plural = sum(counts.values()) != 1
    return f"{' and '.join(told)} {'stand' if plural else 'stands'} beside the fields."
