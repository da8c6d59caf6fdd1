"""What somebody sees of a submission: parts, difference and findings, through their own rights.

The one way out of a submission's content. A look at restricted parts that somebody else typed is
recorded before anything is handed back. Whoever drafts without the right to read a register sees
what they typed, and nothing of what the register holds.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.people import is_panel_reviewer
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.difference import ItemDifference, differences
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.looks import look_disclosed
from sec_registry.submissions.models import Item, ProposedPart, StoredFinding, Submission
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.rights import beyond_reach

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
    register: str


@dataclass(frozen=True)
class Sight:
    """What one look shows. Shapes: one difference per item asked for, findings by row."""

    differences: list[ItemDifference]
    findings: list[SeenFinding]


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


def look_at(*, submission: Submission, items: Sequence[Item], by: User, channel: Channel) -> Sight:
    """The items' differences and findings for this person, recorded first; items come paged."""
    parts = list(parts_visible_to(by, submission).filter(item__in=items))
    seen = differences(submission=submission, items=items, parts=parts, by=by)
    _record(submission, items, parts, seen, by, channel)
    return Sight(differences=seen, findings=findings_visible_to(by, submission, items))


def typed_in(
    *, submission: Submission, items: Sequence[Item], by: User, channel: Channel
) -> list[ProposedPart]:
    """What was typed in the items, as far as this person may see it; recorded first."""
    parts = list(parts_visible_to(by, submission).filter(item__in=items))
    _record(submission, items, parts, [], by, channel)
    return parts


def masked_for(user: User, submission: Submission) -> list[Register]:
    """The registers of which this person sees only what they typed themselves."""
    return [r for r in registers() if r.restricted and not _sees_parts(r, user, submission)]


def findings_visible_to(
    user: User, submission: Submission, items: Iterable[Item] | None = None
) -> list[SeenFinding]:
    """The stored findings (of these items and of the file, or all), masked where they must be."""
    if not submissions_visible_to(user).filter(pk=submission.pk).exists():
        return []
    found = findings_known_to(user, submission)
    if items is not None:
        found = found.filter(Q(item__isnull=True) | Q(item__in=list(items)))
    return [seen_finding(finding, finding.openly) for finding in found]


def findings_known_to(user: User, submission: Submission) -> QuerySet[Any]:
    """The findings of which this person knows, with ``openly``: whether they see them in full."""
    whole = {each.code for each in registers() if not beyond_reach(each, user)} | {ITEM}
    part = ProposedPart.objects.filter(item=OuterRef("item"), register=OuterRef("register"))
    # A finding about a part that nobody typed ("is missing") speaks of no content.
    hidden = Exists(part.exclude(_parts_shown(user, submission)))
    openly = Q(register__in=whole) | Q(discloses=False) & ~hidden
    return (
        StoredFinding.objects.filter(submission=submission)
        .exclude(findings_beyond(user))
        .annotate(openly=ExpressionWrapper(openly, output_field=BooleanField()))
    )


class Openness:
    """Which stored findings one person reads in full, and which of them masked."""

    def __init__(
        self, user: User, submission: Submission, items: Collection[int | None] | None = None
    ) -> None:
        self._user, self._submission = user, submission
        self._whole = {each.code for each in registers() if not beyond_reach(each, user)} | {ITEM}
        visible = parts_visible_to(user, submission)
        typed = ProposedPart.objects.filter(item__submission=submission)
        if items is not None:
            visible, typed = visible.filter(item__in=items), typed.filter(item__in=items)
        self._visible = set(visible.values_list("item_id", "register").iterator())
        self._typed: dict[tuple[int | None, str], int] = {
            (item_id, register): person
            for item_id, register, person in typed.values_list("item_id", "register", "typed_by")
        }

    def of(self, finding: StoredFinding) -> bool:
        """Whether the person reads this one in full."""
        place = (finding.item_id, finding.register)
        return (
            finding.register in self._whole
            or (not finding.discloses and place in self._visible)
            # A finding about a part that nobody typed ("is missing") speaks of no content.
            or (not finding.discloses and place not in self._typed)
        )

    def record(self, findings: Sequence[StoredFinding], channel: Channel) -> None:
        """Record what these findings show of restricted registers that others wrote."""
        telling = [each for each in findings if self.of(each) and self._tells(each)]
        items = Item.objects.in_bulk({each.item_id for each in telling if each.item_id})
        for register in registers():
            looked_at = {each.item_id for each in telling if each.register == register.code}
            numbers = [items[key].cpl_number or items[key].allocated_number for key in looked_at]
            if looked_at:
                look_disclosed(
                    register=register,
                    numbers=numbers,
                    by=self._user,
                    channel=channel,
                    subject=f"findings of submission {self._submission.pk}, {len(looked_at)} items",
                )

    def _tells(self, finding: StoredFinding) -> bool:
        """Whether it speaks of what somebody else wrote, in the register or in the part."""
        person = self._typed.get((finding.item_id, finding.register), self._user.pk)
        return finding.item_id is not None and (finding.discloses or person != self._user.pk)


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


def _parts_shown(user: User, submission: Submission) -> Q:
    return Q(typed_by=user) | Q(register__in=seen_in_full(user, submission))


def _sees_parts(register: Register, user: User, submission: Submission) -> bool:
    if not beyond_reach(register, user):
        return True
    return submission.state in UNDER_REVIEW and is_panel_reviewer(user)


def seen_finding(finding: StoredFinding, openly: bool) -> SeenFinding:
    """The finding in full, or masked."""
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
        read = [
            each
            for each in seen
            if any(f.register == register.code and f.before for f in each.fields)
        ]
        if others or read:
            looked_at = {numbers[item_id] for item_id in others}
            looked_at |= {number for each in read for number in each.numbers}
            touched = others | {each.item_id for each in read}
            look_disclosed(
                register=register,
                numbers=looked_at,
                by=by,
                channel=channel,
                subject=f"submission {submission.pk}, {len(touched)} items",
            )
