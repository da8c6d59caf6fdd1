"""What somebody sees of a submission: parts, difference and findings, through their own rights.

The one way out of a submission's content. A look at restricted parts that somebody else typed is
recorded before anything is handed back. Whoever drafts without the right to read a register sees
what they typed, and nothing of what the register holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.people import is_panel_reviewer
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.difference import ItemDifference, differences
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, ProposedPart, StoredFinding, Submission
from sec_registry.submissions.permissions import submissions_visible_to

#: While a submission is in these states its Panel reviewers see every part of it (L19).
UNDER_REVIEW = frozenset({State.SUBMITTED, State.IN_REVIEW})

MASKED = "This finding rests on data that you may not read; the Panel sees it in full."


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Sight:
    """What one look shows. Shapes: one difference per item asked for, findings by row."""

    differences: list[ItemDifference]
    findings: list[SeenFinding]


def parts_visible_to(user: User, submission: Submission) -> QuerySet[ProposedPart]:
    """The proposed parts this person may see: typed by them, or of a register they may read."""
    if not submissions_visible_to(user).filter(pk=submission.pk).exists():
        return ProposedPart.objects.none()
    whole = [register.code for register in registers() if _sees_parts(register, user, submission)]
    return ProposedPart.objects.filter(item__submission=submission).filter(
        Q(typed_by=user) | Q(register__in=whole)
    )


def registers_hidden_from(user: User, submission: Submission, item: Item) -> frozenset[str]:
    """The registers of which the item has a part that this person may not see."""
    parts = ProposedPart.objects.filter(item=item)
    unseen = parts.exclude(pk__in=parts_visible_to(user, submission).values("pk"))
    return frozenset(unseen.values_list("register", flat=True))


def look_at(*, submission: Submission, items: Sequence[Item], by: User, channel: Channel) -> Sight:
    """The items' differences and findings for this person, recorded first; items come paged."""
    parts = list(parts_visible_to(by, submission).filter(item__in=items))
    seen = differences(submission=submission, items=items, parts=parts, by=by)
    _record(submission, items, parts, seen, by, channel)
    return Sight(differences=seen, findings=findings_visible_to(by, submission, items))


def findings_visible_to(
    user: User, submission: Submission, items: Iterable[Item] | None = None
) -> list[SeenFinding]:
    """The stored findings (of these items and of the file, or all), masked where they must be."""
    if not submissions_visible_to(user).filter(pk=submission.pk).exists():
        return []
    found = StoredFinding.objects.filter(submission=submission).exclude(findings_beyond(user))
    if items is not None:
        found = found.filter(Q(item__isnull=True) | Q(item__in=list(items)))
    whole = {each.code for each in registers() if not beyond_reach(each, user)} | {ITEM}
    visible = set(parts_visible_to(user, submission).values_list("item_id", "register").iterator())
    typed = set(
        ProposedPart.objects.filter(item__submission=submission).values_list("item_id", "register")
    )
    return [
        _seen(
            finding,
            finding.register in whole
            or (not finding.discloses and (finding.item_id, finding.register) in visible)
            # A finding about a part that nobody typed ("is missing") speaks of no content.
            or (not finding.discloses and (finding.item_id, finding.register) not in typed),
        )
        for finding in found
    ]


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


def beyond_reach(register: Register, user: Reader) -> bool:
    """Whether findings that disclose what the register holds are not this person's to know."""
    return register.restricted and not register.reach(user).everything


def _sees_parts(register: Register, user: User, submission: Submission) -> bool:
    if not beyond_reach(register, user):
        return True
    return submission.state in UNDER_REVIEW and is_panel_reviewer(user)


def _seen(finding: StoredFinding, openly: bool) -> SeenFinding:
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
    )


def _record(
    submission: Submission,
    items: Sequence[Item],
    parts: Sequence[ProposedPart],
    seen: Sequence[ItemDifference],
    by: User,
    channel: Channel,
) -> None:
    numbers = {item.pk: item.cpl_number or item.allocated_number for item in items}
    for register in registers():
        others = {
            part.item_id
            for part in parts
            if part.register == register.code and part.typed_by_id != by.pk
        }
        read = {
            each.item_id
            for each in seen
            if any(f.register == register.code and f.before for f in each.fields)
        }
        if others or read:
            looked_at = (numbers[item_id] for item_id in others | read)
            disclose(
                register=register,
                by=by,
                numbers=[number for number in looked_at if number is not None],
                right=register.reach(by).right or "review of the submission",
                channel=channel,
                subject=f"submission {submission.pk}, {len(others | read)} items",
            )
