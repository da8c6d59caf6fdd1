"""What somebody may see of a submission: its parts and its findings, through their own rights.

Whoever drafts without the right to read a register sees what they typed, and nothing of what the
register holds. To see is to be recorded: content is handed out by ``looks`` alone.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.people import is_panel_reviewer
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, ProposedPart, StoredFinding, Submission
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.rights import beyond_reach

#: While a submission is in these states its Panel reviewers see every part of it (L19).
UNDER_REVIEW = frozenset({State.SUBMITTED, State.IN_REVIEW})

MASKED = "This finding rests on data that you may not read; the Panel sees it in full."


@dataclass(frozen=True, slots=True)
class SeenFinding:
    """A finding as this person may see it; ``masked`` ones keep rule, level and row only."""

    level: str
    level_label: str
    rule: str
    ground: str
    row: int | None
    column: str
    message: str
    found: str
    expected: str
    item_id: int | None
    masked: bool
    register: str


def parts_visible_to(user: User, submission: Submission) -> QuerySet[ProposedPart]:
    """The proposed parts this person may see: typed by them, or of a register they may read."""
    if not submissions_visible_to(user).filter(pk=submission.pk).exists():
        return ProposedPart.objects.none()
    return ProposedPart.objects.filter(_parts_shown(user, submission), item__submission=submission)


def registers_hidden_from(user: User, submission: Submission, item: Item) -> frozenset[str]:
    """The registers of which the item has a part that this person may not see."""
    parts = ProposedPart.objects.filter(item=item)
    unseen = parts.exclude(pk__in=parts_visible_to(user, submission).values("pk"))
    return frozenset(unseen.values_list("register", flat=True))


def seen_in_full(user: User, submission: Submission) -> list[str]:
    """The registers of whose parts this person sees also those that others typed."""
    return [each.code for each in registers() if _sees_parts(each, user, submission)]


def masked_for(user: User, submission: Submission) -> list[Register]:
    """The registers of which this person sees only what they typed themselves."""
    return [r for r in registers() if r.restricted and not _sees_parts(r, user, submission)]


def findings_known_to(user: User, submission: Submission) -> QuerySet[Any]:
    """The findings of which this person knows; shape: findings with two marks each.

    ``openly``: they read it in full. ``of_others``: read in full, it tells what somebody else
    wrote, in the register or in the item's part of it, so that it is read after a record of that
    (``looks.findings_read``).
    """
    if not submissions_visible_to(user).filter(pk=submission.pk).exists():
        return StoredFinding.objects.none()
    whole = {each.code for each in registers() if not beyond_reach(each, user)} | {ITEM}
    part = ProposedPart.objects.filter(item=OuterRef("item"), register=OuterRef("register"))
    # A finding about a part that nobody typed ("is missing") speaks of no content.
    hidden = Exists(part.exclude(_parts_shown(user, submission)))
    openly = Q(register__in=whole) | Q(discloses=False) & ~hidden
    of_others = Q(discloses=True) | Q(Exists(part.exclude(typed_by=user)))
    return (
        StoredFinding.objects.filter(submission=submission)
        .exclude(findings_beyond(user))
        .annotate(openly=_mark(openly), of_others=_mark(openly & of_others & Q(item__isnull=False)))
    )


def findings_beyond(user: Reader) -> Q:
    """The stored findings of which this person learns nothing at all, not even their number.

    SECURITY: whether a rule that rests on a restricted register breaks is an answer about that
    register; somebody who may propose anything could ask it anything. Panel reviewers, who must
    decide, learn that there is one (masked).
    """
    if is_panel_reviewer(user):
        return Q(pk__in=[])
    closed = [each.code for each in registers() if beyond_reach(each, user)]
    return Q(discloses=True, register__in=closed)


def _mark(condition: Any) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _parts_shown(user: User, submission: Submission) -> Q:
    return Q(typed_by=user) | Q(register__in=seen_in_full(user, submission))


def _sees_parts(register: Register, user: User, submission: Submission) -> bool:
    if not beyond_reach(register, user):
        return True
    return submission.state in UNDER_REVIEW and is_panel_reviewer(user)


def seen_finding(finding: Any) -> SeenFinding:
    """One of ``findings_known_to``, in full or masked."""
    openly: bool = finding.openly
    return SeenFinding(
        level=finding.level,
        level_label=finding.get_level_display(),
        rule=finding.rule,
        ground=finding.ground,
        row=finding.row,
        column=finding.column if openly else "",
        message=finding.message if openly else MASKED,
        found=finding.found if openly else "",
        expected=finding.expected if openly else "",
        item_id=finding.item_id,
        masked=not openly,
        register=finding.register,
    )
