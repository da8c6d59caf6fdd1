"""Who comes in to the submitters' pages, and what every answer there has.

Signed in first, then one's own hand: somebody else's submission is as if it were not there, for
the Panel too, which has the desk.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from accounts.asking import person_of
from accounts.models import User
from sec_registry.registers.busy import shown_or_busy
from sec_registry.submissions.models import Contributor, Submission
from sec_registry.submissions.permissions import contributed, may_create, submissions_visible_to

View = Callable[..., HttpResponseBase]

NO_ORGANISATION = (
    "Submissions are made by people of organisations, and your account names none. The Panel "
    "enters it for you."
)


def for_submitters(*methods: str) -> Callable[[View], View]:
    """Let the signed-in in, by these methods, and keep every answer out of every cache."""

    def around(view: View) -> View:
        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            answer = shown_or_busy(request, partial(view, request, *args, **kwargs))
            add_never_cache_headers(answer)
            return answer

        return answering

    return around


def works_here(user: User) -> bool:
    """Whether the person makes submissions, or had a hand in one when they still could."""
    return may_create(user) or Contributor.objects.filter(person=user).exists()


def maker(request: HttpRequest) -> User:
    """Who asks, if they may make submissions; raises ``PermissionDenied``."""
    by = person_of(request)
    if not may_create(by):
        raise PermissionDenied(NO_ORGANISATION)
    return by


def own(request: HttpRequest, pk: int) -> Submission:
    """The submission, if the person had a hand in it; raises ``Http404``."""
    by = person_of(request)
    found = submissions_visible_to(by).filter(pk=pk)
    submission = found.select_related("created_by", "organisation", "decided_by").first()
    if submission is None or not contributed(by, submission):
        raise Http404
    return submission
