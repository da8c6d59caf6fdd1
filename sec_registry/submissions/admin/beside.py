"""What stands beside a submission at the desk: its private files, and the committee's questions."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sec_registry.submissions.admin.addresses import page_of
from sec_registry.submissions.admin.page import submission_page
from sec_registry.submissions.web.evidence import add_evidence, open_evidence, remove_evidence
from sec_registry.submissions.web.questions_shown import answer_question


class Beside:
    """The addresses, each for whoever sees the submission; its verb says who may."""

    def get_urls(self: Any) -> Any:
        # Before the stock addresses, the last of which takes anything.
        ways = {
            "evidence": ("evidence/", self.evidence_view),
            "evidence_open": ("evidence/<int:key>/", self.evidence_open_view),
            "evidence_remove": ("evidence/<int:key>/remove/", self.evidence_remove_view),
            "answer": ("questions/<int:key>/answer/", self.answer_view),
        }
        return [
            *(
                path(
                    f"<int:pk>/{way}",
                    self.admin_site.admin_view(view),
                    name=f"submissions_submission_{name}",
                )
                for name, (way, view) in ways.items()
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def evidence_view(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a file."""
        submission = self._seen(request, pk)
        again = partial(submission_page, request, self, submission)
        return add_evidence(request, submission, page=page_of(submission), again=again)

    def evidence_open_view(self: Any, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """Open a file."""
        return open_evidence(request, self._seen(request, pk), key)

    def evidence_remove_view(self: Any, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """Take a file back."""
        submission = self._seen(request, pk)
        return remove_evidence(request, submission, key, page=page_of(submission))

    def answer_view(self: Any, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """Answer a question of the Security Sub Committee."""
        submission = self._seen(request, pk)
        again = partial(submission_page, request, self, submission)
        return answer_question(request, submission, key, page=page_of(submission), again=again)
