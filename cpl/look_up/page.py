"""The page on which anybody looks up a pasted list of Device Models (A2)."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.generic import View

from accounts.throttling import seconds_to_wait
from cpl.columns import REGISTER
from cpl.look_up.lines import Line, lines_read
from cpl.look_up.told import WORDS, told
from cpl.lookup_api import MOST_ITEMS
from cpl.lookups import Question, Records, answers
from sec_registry.registers.busy import shown_or_busy
from sec_registry.registers.caching import kept_private
from sec_registry.registers.catalogue import register
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import Standing, as_published, standing

LONGEST = 250_000
NO_LINE = "Write or paste at least one line."
#: So many lines are named with what is wrong in them; the rest is counted.
MOST_PROBLEMS = 100


class LookUpForm(forms.Form):
    """Lines of Device Models."""

    lines = forms.CharField(
        max_length=LONGEST,
        # Blanks in front are a cell of a table, and blank lines are counted.
        strip=False,
        label="Device Models, one on each line",
        error_messages={"required": NO_LINE},
    )

    def clean_lines(self) -> list[Line]:
        """The lines, each with its question; refuses with everything that is wrong in them."""
        lines = lines_read(self.cleaned_data["lines"])
        if not lines:
            raise forms.ValidationError(NO_LINE)
        if len(lines) > MOST_ITEMS:
            raise forms.ValidationError(
                f"At most {MOST_ITEMS:,} lines are looked up at once; these are {len(lines):,}."
            )
        wrong = [sentence for line in lines for sentence in _wrong(line)]
        if len(wrong) > MOST_PROBLEMS:
            wrong[MOST_PROBLEMS:] = [f"And {len(wrong) - MOST_PROBLEMS:,} further problems."]
        if wrong:
            raise forms.ValidationError(wrong)
        return lines


class LookUpPage(View):
    """The form, and the answers beneath it."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, for nobody else to keep: there is a form, and a list that is somebody's own."""
        inside = super().dispatch
        return kept_private(shown_or_busy(request, lambda: inside(request, *args, **kwargs)))

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return _shown(request, LookUpForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answers, in the order of the lines."""
        form = LookUpForm(request.POST)
        if wait := seconds_to_wait(request):
            form.add_error(None, f"Too many look-ups: please wait {wait} seconds.")
            page = _shown(request, form, status=429)
            page["Retry-After"] = str(wait)
            return page
        if not form.is_valid():
            return _shown(request, form, status=400)
        return _shown(request, form, lines=form.cleaned_data["lines"])


def _shown(
    request: HttpRequest, form: LookUpForm, *, lines: list[Line] | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": "Is it on the list?",
        "form": form,
        "typed": request.POST.get("lines", ""),
        "most": MOST_ITEMS,
    }
    if lines is not None:
        door = register(REGISTER)
        stand = standing(door) or Standing()
        records = as_published(cast("Records", door.visible_to(request.user)), stand.publication)
        questions = [cast("Question", each.asks) for each in lines]
        found = [told(*pair) for pair in zip(questions, answers(questions, records), strict=True)]
        context |= {
            "rows": list(zip(lines, found, strict=True)),
            "listed": sum(bool(each.matches) for each in found),
            "publication": Publication.objects.filter(pk=stand.publication).first(),
        }
    return TemplateResponse(request, "cpl/look_up.html", context, status=status)


def _wrong(line: Line) -> list[str]:
    if isinstance(line.asks, Question):
        return []
    return [
        f"Line {line.number}, {WORDS.get(each.field, each.field)}: {each.detail}"
        + (f" Found: {each.found}." if each.found else "")
        for each in line.asks
    ]
