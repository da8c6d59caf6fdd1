"""Looks at a submission's content: each is recorded before anything of it is handed back (L16).

The one way out of a submission's content, for pages, API, admin and forms alike. What a look shows
is decided in ``visibility``; what of it somebody else wrote in a restricted register, typed or
recorded, is what the record of disclosures is about.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import User
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.submissions.difference import ItemDifference, differences
from sec_registry.submissions.models import Item, ProposedPart, Submission
from sec_registry.submissions.visibility import (
    SeenFinding,
    findings_known_to,
    parts_visible_to,
    seen_finding,
)

#: By which right a reviewer looks at what they may not read otherwise.
REVIEW = "review of the submission"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


@dataclass(frozen=True)
class Sight:
    """What one look shows. Shapes: one difference per item asked for, findings by row."""

    differences: list[ItemDifference]
    findings: list[SeenFinding]


def look_at(*, submission: Submission, items: Sequence[Item], by: User, channel: Channel) -> Sight:
    """The items' differences and findings for this person, recorded first; items come paged."""
    parts = list(parts_visible_to(by, submission).filter(item__in=items))
    seen = differences(submission=submission, items=items, parts=parts, by=by)
    _record(submission, items, parts, seen, by, channel)
    known = findings_known_to(by, submission)
    of_page = known.filter(Q(item__isnull=True) | Q(item__in=items))
    found = findings_read(of_page, submission=submission, by=by, channel=channel)
    return Sight(differences=seen, findings=found)


def typed_in(
    *, submission: Submission, items: Sequence[Item], by: User, channel: Channel
) -> list[ProposedPart]:
    """What was typed in the items, as far as this person may see it; recorded first."""
    parts = list(parts_visible_to(by, submission).filter(item__in=items))
    _record(submission, items, parts, [], by, channel)
    return parts


def findings_read(
    known: Iterable[Any], *, submission: Submission, by: User, channel: Channel
) -> list[SeenFinding]:
    """Findings out of ``findings_known_to`` for this person, recorded first; they come paged."""
    found = list(known)
    telling = [each for each in found if each.of_others]
    for register in registers():
        looked_at = {each.item_id for each in telling if each.register == register.code}
        if looked_at:
            look_disclosed(
                register=register,
                numbers=_numbers(looked_at),
                by=by,
                channel=channel,
                subject=f"findings of submission {submission.pk}, {_items(len(looked_at))}",
            )
    return [seen_finding(each) for each in found]


def look_disclosed(
    *,
    register: Register,
    numbers: Iterable[int | None],
    by: User,
    channel: Channel,
    subject: str,
    right: str = REVIEW,
) -> None:
    """Record that this person is about to see the subject, about these CPL numbers.

    None stands for items that have no number yet. Whoever has no right to the register itself
    looks by ``right``, which is that of the review (L19) unless said otherwise.
    """
    disclose(
        register=register,
        by=by,
        numbers=[number for number in numbers if number is not None],
        right=register.reach(by).right or right,
        channel=channel,
        subject=subject,
    )


def _numbers(items: Collection[int]) -> list[int | None]:
    found = Item.objects.filter(pk__in=items).values_list("cpl_number", "allocated_number")
    return [named or given for named, given in found]


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
                subject=f"submission {submission.pk}, {_items(len(touched))}",
            )
