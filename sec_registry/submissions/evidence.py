"""Evidence: adding, taking back and opening the private files of a submission (S7).

Seen by the makers of the submission and by the Panel, before and after the decision; never
published. Each opening is recorded, and committed, before a byte leaves.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from accounts.models import User
from sec_registry.registers.declaration import Reader
from sec_registry.registers.disclosure import Channel, recorded_first
from sec_registry.submissions.errors import NotForYou, Unusable
from sec_registry.submissions.file_kinds import kind_of, safe_name
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import (
    Contributor,
    Evidence,
    EvidenceAccess,
    EvidenceContent,
    Item,
    Submission,
)
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.review import locked_for

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_FILES = 50
MOST_TOGETHER = 100 * MEGABYTE


@dataclass(frozen=True)
class OpenedFile:
    """A file as it leaves: always as an attachment."""

    name: str
    media_type: str
    content: bytes


def evidence_visible_to(user: Reader) -> QuerySet[Evidence]:
    """The files that were not taken back, of submissions that this person sees."""
    return Evidence.objects.filter(
        removed_at__isnull=True, submission__in=submissions_visible_to(user)
    ).select_related("added_by")


def may_remove(user: User, evidence: Evidence) -> bool:
    """Makers take back what makers added; what the Panel added in review stays."""
    makers = set(
        Contributor.objects.filter(submission=evidence.submission_id).values_list(
            "person", flat=True
        )
    )
    return {user.pk, evidence.added_by_id} <= makers


def evidence_add(
    *,
    submission: Submission,
    by: User,
    kind: str,
    name: str,
    content: bytes,
    item: Item | None = None,
) -> Evidence:
    """Keep a file with the submission or one of its items; raises ``Unusable`` for a bad one.

    The makers add until it is decided, and its reviewers, who keep minutes. Adding changes
    nothing that is proposed: it makes nobody a contributor.
    """
    _refuse_unusable(kind, content)
    file_kind = kind_of(content)
    with transaction.atomic():
        locked, _ = locked_for(Step.ATTACH, submission, by)
        if item is not None and item.submission_id != locked.pk:
            raise Unusable("The item is not in this submission.")
        _refuse_too_much(locked, len(content))
        evidence = Evidence.objects.create(
            submission=locked,
            row=None if item is None else item.position,
            kind=kind,
            name=safe_name(name, file_kind),
            media_type=file_kind.media_type,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            added_by=by,
            added_at=timezone.now(),
        )
        EvidenceContent.objects.create(evidence=evidence, content=content)
    return evidence


def evidence_remove(*, evidence: Evidence, by: User) -> None:
    """Its makers take a file back while they edit: the bytes go, the record of it stays."""
    with transaction.atomic():
        locked_for(Step.EDIT, evidence.submission, by)
        current = evidence_visible_to(by).get(pk=evidence.pk)
        if not may_remove(by, current):
            raise NotForYou("What the Panel added is not yours to take back.")
        EvidenceContent.objects.filter(evidence=current).delete()
        current.removed_by, current.removed_at = by, timezone.now()
        current.save(update_fields=["removed_by", "removed_at"])


def evidence_open(*, evidence: Evidence, by: User, channel: Channel) -> OpenedFile:
    """The file, for whoever may see it, recorded first.

    Raises ``Evidence.DoesNotExist`` alike for what is not there and what is not theirs, and
    ``NotRecorded``.
    """
    seen = evidence_visible_to(by).get(pk=evidence.pk)
    organisation = by.organisation
    with recorded_first():
        EvidenceAccess.objects.create(
            evidence=seen,
            at=timezone.now(),
            person=by.email,
            organisation=organisation.name if organisation else "",
            channel=channel.kind,
            route=channel.route[:200],
            request_id=channel.request_id[:64],
            token_key=channel.token_key[:32],
        )
    stored = EvidenceContent.objects.filter(evidence=seen).first()
    if stored is None:  # taken back a moment ago
        raise Evidence.DoesNotExist
    return OpenedFile(seen.name, seen.media_type, bytes(stored.content))


def _refuse_unusable(kind: str, content: bytes) -> None:
    if kind not in Evidence.Kind.values:
        raise Unusable(f"Evidence is one of: {', '.join(Evidence.Kind.values)}.")
    if not content:
        raise Unusable("The file is empty.")
    if len(content) > LARGEST:
        raise Unusable(
            f"The file has {len(content) / MEGABYTE:,.1f} MB; evidence has at most "
            f"{LARGEST // MEGABYTE} MB."
        )


def _refuse_too_much(submission: Submission, size: int) -> None:
    kept = Evidence.objects.filter(submission=submission, removed_at__isnull=True)
    if kept.count() >= MOST_FILES:
        raise Unusable(f"A submission has at most {MOST_FILES} files.")
    together = kept.aggregate(bytes=Sum("size"))["bytes"] or 0
    if together + size > MOST_TOGETHER:
        raise Unusable(
            f"The files of a submission have at most {MOST_TOGETHER // MEGABYTE} MB together."
        )
