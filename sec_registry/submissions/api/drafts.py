"""Listing submissions, making drafts, editing and checking them."""

import re
from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from sec_registry.registers.digests import canonical
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.newest import newest_page
from sec_registry.registers.problems import Problem
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import AS_TABLES, with_problems
from sec_registry.submissions.api.answers import (
    CheckedSubmissionSerializer,
    SubmissionInFullSerializer,
    SubmissionPageSerializer,
    SubmissionSerializer,
)
from sec_registry.submissions.api.bodies import (
    DraftSerializer,
    EditSerializer,
    NothingSerializer,
    rows_of,
)
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.lists import LISTED, NUMBER, submissions_asked
from sec_registry.submissions.api.on_behalf import on_behalf_asked
from sec_registry.submissions.api.telling import told, told_in_full, told_with_findings
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.errors import NotForYou, StateForbids
from sec_registry.submissions.intake import submission_create
from sec_registry.submissions.lifecycle import DECIDED, Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import may_create, submissions_visible_to
from sec_registry.submissions.sending import submission_edit, submission_send

_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A word of your own, such as a UUID. Sent again with the same body it makes no "
    "second draft but answers with the first; with another body it is refused (422).",
)
LOCATION = OpenApiParameter(
    "Location", OpenApiTypes.URI, OpenApiParameter.HEADER, response=[201], description="The draft."
)
REPEATED = OpenApiParameter(
    "Idempotency-Replayed",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[201],
    description='"true" when the draft was there already.',
)


class Submissions(Tabled, SubmissionView):
    """Your own submissions; for the Panel everybody's."""

    scopes_of = {"post": (Scope.SUBMIT,)}

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_list",
        parameters=list(LISTED),
        responses=with_problems(
            {(200, "application/json"): SubmissionPageSerializer, **AS_TABLES}, 400, 401, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of submissions, the newest first; `next` leads to earlier ones."""
        visible = submissions_visible_to(self.person)
        listed, asked = submissions_asked(request.query_params, visible, self.person)
        known = listed.select_related("created_by", "organisation", "decided_by")
        shown, beside = newest_page(request, known, asked)
        results = told(shown, request, self.person)
        body = {**beside, "results": results}
        return listed_answer(request, "submissions", body, of=SubmissionSerializer)

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_create",
        parameters=[IDEMPOTENCY_KEY, LOCATION, REPEATED],
        request=DraftSerializer,
        responses=with_problems(
            {201: CheckedSubmissionSerializer}, 400, 401, 403, 413, 415, 422, 503
        ),
    )
    def post(self, request: Request) -> Response:
        """Keep a draft with everything that is wrong with it; nobody but you sees it yet."""
        only_format(request.query_params)
        if not may_create(self.person):
            raise NotForYou("People of an organisation and of the Panel make submissions.")
        key = _key_of(request)
        sent = self.words(DraftSerializer)

        sending = submission_send(
            by=self.person,
            create=lambda: self._create(sent),
            key=key,
            words=canonical({"body": request.data}),
        )
        submission = sending.submission
        answer = told_with_findings(submission, request, self.person, self.channel)
        headers = {"Location": answer["url"]}
        if sending.repeated:
            headers["Idempotency-Replayed"] = "true"
        return Response(answer, status=201, headers=headers)

    def _create(self, sent: Mapping[str, Any]) -> Submission:
        rows, notes = rows_of(sent["items"])
        return submission_create(
            by=self.person,
            title=sent["title"],
            rows=rows,
            intake_notes=notes,
            on_behalf_of=on_behalf_asked(sent.get("on_behalf_of"), self.person),
        )


class CheckedView(SubmissionView):
    """What answers with a submission whose findings were just worked out."""

    def _checked(self, number: str) -> Response:
        submission = self.seen(number)
        return Response(told_with_findings(submission, self.request, self.person, self.channel))


class OneSubmission(CheckedView):
    """One submission: where it stands, without what is in it."""

    scopes_of = {"patch": (Scope.SUBMIT,)}

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_retrieve",
        parameters=[NUMBER],
        responses=with_problems({200: SubmissionInFullSerializer}, 400, 401, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """Its state, the rules that it breaks, and what you may do with it now."""
        only_format(request.query_params)
        return Response(told_in_full(self.seen(number), request, self.person))

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_edit",
        parameters=[NUMBER],
        request=EditSerializer,
        responses=with_problems(
            {200: CheckedSubmissionSerializer}, 400, 401, 403, 404, 409, 413, 415, 503
        ),
    )
    def patch(self, request: Request, number: str) -> Response:
        """Put items in the place of a draft's, beside them, or take some out.

        An item is sent whole: what it held before in the same register is gone. What it held for a
        register of which the new one says nothing stays, since not everybody sees every part; to be
        rid of it, name the row in `remove` too.
        """
        only_format(request.query_params)
        submission = self.seen_for(Step.EDIT, number)
        sent = self.words(EditSerializer)
        rows, notes = rows_of(sent.get("items", ()))
        submission_edit(
            submission=submission,
            by=self.person,
            revision=sent["revision"],
            rows=rows,
            remove=sent.get("remove", ()),
            title=sent.get("title", ""),
            intake_notes=notes,
        )
        return self._checked(number)


class ValidateSubmission(CheckedView):
    """Running the findings of one submission again."""

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_validate",
        parameters=[NUMBER],
        request=NothingSerializer,
        responses=with_problems({200: CheckedSubmissionSerializer}, 400, 401, 404, 409, 415, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Work out its findings against the registers of today, as long as nothing is decided."""
        only_format(request.query_params)
        submission = self.seen(number)
        self.words(NothingSerializer)
        if submission.state in DECIDED:
            raise StateForbids(
                "A submission that was decided keeps the findings it was decided on."
            )
        submission_check(submission=submission, by=self.person)
        return self._checked(number)


def _key_of(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if key and not _KEY.fullmatch(key):
        raise Problem("An Idempotency-Key is 1 to 200 visible ASCII letters without blanks.")
    return key
