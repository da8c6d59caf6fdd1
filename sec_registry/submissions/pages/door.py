"""Who comes in to the submitters' pages, and what every answer there has.

Signed in first, then one's own hand: somebody else's submission is as if it were not there, for
the Panel too, which has the desk.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from accounts.models import User
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
            try:
                answer = view(request, *args, **kwargs)
                if isinstance(answer, TemplateResponse):
                    # Here, where a database that does not answer still becomes a page.
                    answer.render()
            except OperationalError:
                # An acceptance is under way, or a disclosure was not recorded: nothing is shown.
                logging.getLogger(__name__).exception("The database did not answer in time.")
                answer = render(request, "submissions/busy.html", status=503)
                answer["Retry-After"] = "5"
            add_never_cache_headers(answer)
            return answer

        return answering

    return around


def person(request: HttpRequest) -> User:
    """Who asks; nobody else gets past the door."""
    user: Any = request.user
    return user  # type: ignore[no-any-return]


def works_here(user: User) -> bool:
    """Whether the person makes submissions, or had a hand in one when they still could."""
    return may_create(user) or Contributor.objects.filter(person=user).exists()


def maker(request: HttpRequest) -> User:
    """Who asks, if they may make submissions; raises ``PermissionDenied``."""
    by = person(request)
    if not may_create(by):
        raise PermissionDenied(NO_ORGANISATION)
    return by


def own(request: HttpRequest, pk: int) -> Submission:
    """The submission, if the person had a hand in it; raises ``Http404``."""
    by = person(request)
    found = submissions_visible_to(by).filter(pk=pk)
    submission = found.select_related("created_by", "organisation", "decided_by").first()
    if submission is None or not contributed(by, submission):
        raise Http404
    return submission
