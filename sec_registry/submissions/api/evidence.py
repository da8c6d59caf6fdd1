"""Evidence of a submission over REST: listed, added, opened and taken back (S7).

SECURITY: who may, what is taken, and the record that an opening leaves are the business of
``submissions.evidence``, whoever asks and however.
"""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import User
from accounts.scopes import Scope
from sec_registry.registers.bodies import StrictSerializer
from sec_registry.registers.door import found_among
from sec_registry.registers.problems import Problem
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.lists import NUMBER
from sec_registry.submissions.api.uploads import AnyFile, EvidenceParser
from sec_registry.submissions.attachments import attachment
from sec_registry.submissions.evidence import (
    LARGEST,
    evidence_add,
    evidence_open,
    evidence_remove,
    evidence_visible_to,
    may_remove,
)
from sec_registry.submissions.file_kinds import TAKEN
from sec_registry.submissions.intake import MOST_ROWS
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Evidence, Item, Submission
from sec_registry.submissions.permissions import may_now

KEY = OpenApiParameter(
    "key", OpenApiTypes.INT, OpenApiParameter.PATH, description="The number of the file."
)


class EvidenceSerializer(serializers.Serializer[Any]):
    """A file, without what is in it."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text="Opens it; each opening is recorded.")
    row = serializers.IntegerField(allow_null=True, help_text="Null: the submission as a whole.")
    kind = serializers.ChoiceField(Evidence.Kind.choices)
    name = serializers.CharField(help_text="Where it was redacted, words that say so.")
    media_type = serializers.CharField(help_text="By its content, whatever it was called.")
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField(
        allow_blank=True, help_text="Empty where its content was redacted: it opens no more."
    )
    added_by = serializers.EmailField()
    added_at = serializers.DateTimeField()
    removable = serializers.BooleanField(help_text="You may take it back now.")


class EvidenceListSerializer(serializers.Serializer[Any]):
    """All the files of a submission, which are few."""

    results = EvidenceSerializer(many=True)


class FileSentSerializer(StrictSerializer):
    """A file to keep with the submission, or with the item in one row."""

    kind = serializers.ChoiceField(Evidence.Kind.choices)
    row = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_ROWS * 10, help_text="The item's row."
    )
    file = serializers.FileField(help_text=f"{TAKEN}; at most {LARGEST:,} bytes.")


class EvidenceOfSubmission(SubmissionView):
    """The private files that speak for a submission."""

    parser_classes = [EvidenceParser]

    def get_view_name(self) -> str:
        """The title of the browsable page."""
        return "Evidence"

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_evidence",
        parameters=[NUMBER],
        responses=with_problems({200: EvidenceListSerializer}, 400, 401, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """The files, for its makers and the Panel; what is in them is opened one by one."""
        only_format(request.query_params)
        submission = self.seen(number)
        files = evidence_visible_to(self.person).filter(submission=submission)
        return Response({"results": [_told(each, request, self.person) for each in files]})

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_evidence_add",
        parameters=[NUMBER],
        request={"multipart/form-data": FileSentSerializer},
        responses=with_problems({201: EvidenceSerializer}, 400, 401, 403, 404, 409, 413, 415, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Add a file, until the submission is decided: its makers, and its reviewers."""
        only_format(request.query_params)
        submission = self.seen_for(Step.ATTACH, number)
        words = self.words(FileSentSerializer)
        sent = words["file"]
        added = evidence_add(
            submission=submission,
            by=self.person,
            kind=words["kind"],
            name=sent.name or "",
            # One byte too many is enough to know that it is too large.
            content=sent.read(LARGEST + 1),
            item=_item_in(submission, words.get("row")),
        )
        told = _told(added, request, self.person)
        return Response(told, status=201, headers={"Location": told["url"]})


class OneEvidence(SubmissionView):
    """One file."""

    scopes_of = {"delete": (Scope.SUBMIT,)}

    def get_view_name(self) -> str:
        """The title of the browsable page."""
        return "One file"

    def get_renderers(self) -> list[BaseRenderer]:
        """A file is what it is, whatever a client hopes for."""
        return [*super().get_renderers(), AnyFile()]

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_evidence_open",
        parameters=[NUMBER, KEY],
        responses=with_problems(
            {(200, "application/octet-stream"): OpenApiTypes.BINARY}, 400, 401, 404, 503
        ),
    )
    def get(self, request: Request, number: str, key: str) -> HttpResponse:
        """The file as an attachment of its own kind, once its opening is recorded."""
        only_format(request.query_params)
        evidence = self._found(number, key)
        try:
            file = evidence_open(evidence=evidence, by=self.person, channel=self.channel)
        except Evidence.DoesNotExist:
            raise NotFound from None
        return attachment(file)

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_evidence_remove",
        parameters=[NUMBER, KEY],
        responses=with_problems({204: None}, 400, 401, 403, 404, 409, 503),
    )
    def delete(self, request: Request, number: str, key: str) -> Response:
        """Take a file back while you edit: its bytes go, the record of it stays."""
        only_format(request.query_params)
        try:
            evidence_remove(evidence=self._found(number, key), by=self.person)
        except Evidence.DoesNotExist:
            raise NotFound from None
        return Response(status=204)

    def _found(self, number: str, key: str) -> Evidence:
        files = evidence_visible_to(self.person).filter(submission=self.seen(number))
        return found_among(files, key)


def _item_in(submission: Submission, row: int | None) -> Item | None:
    if row is None:
        return None
    item = submission.items.filter(position=row).first()
    if item is None:
        detail = "There is no item in this row."
        raise Problem("There is no such item.", [{"pointer": "#/row", "detail": detail}])
    return item


def _told(evidence: Evidence, request: Request, by: User) -> dict[str, Any]:
    place = [evidence.submission_id, evidence.pk]
    editing = may_now(by, Step.EDIT, evidence.submission)
    return {
        "id": evidence.pk,
        "url": reverse("submission-evidence-open", args=place, request=request),
        "row": evidence.row,
        "kind": evidence.kind,
        "name": evidence.name,
        "media_type": evidence.media_type,
        "size": evidence.size,
        "sha256": evidence.digest,
        "added_by": evidence.added_by.email,
        "added_at": evidence.added_at,
        "removable": editing and may_remove(by, evidence),
    }
