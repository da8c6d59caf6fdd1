"""What was said when a submission was returned, through the viewer's rights.

A comment may quote any part that its row had when it was written. So it is read by its writer and
by whoever sees all of those parts: its makers, and reviewers while they review. For others it is
masked as the parts are. Looks at what somebody else typed are recorded first, as in ``visibility``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from sec_registry.registers.catalogue import registers
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.models import (
    Comment,
    EarlierPart,
    ProposedPart,
    Round,
    Submission,
)
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.since_returned import (
    Since,
    earlier_visible_to,
    look_recorded,
    numbers_of,
)
from sec_registry.submissions.visibility import seen_in_full

MASKED_COMMENT = "This comment may quote data that you may not read."


@dataclass(frozen=True)
class SeenComment:
    """A comment on a row as this person may see it, and what became of the row since."""

    row: int
    text: str
    masked: bool
    since: Since


@dataclass(frozen=True)
class SeenRound:
    """One return, with its comments by row."""

    number: int
    reason: str
    returned_by: User
    returned_at: datetime
    comments: list[SeenComment]


def rounds_seen(
    *, submission: Submission, by: User, channel: Channel, row: int | None = None
) -> list[SeenRound]:
    """Every return of the submission, the last first; a look at quoted parts is recorded.

    With ``row`` only the comments on that row are shown, and only they are a look.
    """
    if not submissions_visible_to(by).filter(pk=submission.pk).exists():
        return []
    rounds = list(
        Round.objects.filter(submission=submission)
        .select_related("returned_by")
        .order_by("-number")
    )
    said = Comment.objects.filter(round__in=rounds, **({} if row is None else {"row": row}))
    comments = list(said.select_related("round").order_by("round", "row"))
    standing = _Standing(submission, by, {comment.row for comment in comments})
    seen = {comment.pk: standing.seen(comment) for comment in comments}
    for code, numbers in standing.quoted.items():
        look_recorded(submission, code, numbers, by, channel, "comments on what others typed")
    return [
        SeenRound(
            number=each.number,
            reason=each.reason,
            returned_by=each.returned_by,
            returned_at=each.returned_at,
            comments=[seen[c.pk] for c in comments if c.round_id == each.pk],
        )
        for each in rounds
    ]


class _Standing:
    """Who typed what in the rows that comments speak of, at each round and now."""

    def __init__(self, submission: Submission, by: User, rows: set[int]) -> None:
        self.by = by
        self.whole = {ITEM, *seen_in_full(by, submission)}
        self.restricted = {register.code for register in registers() if register.restricted}
        self.items = {i.position: i for i in submission.items.filter(position__in=rows)}
        self.now = dict(self._typists(submission, rows))
        self.earlier = list(
            EarlierPart.objects.filter(round__submission=submission, row__in=rows)
            .select_related("round")
            .order_by("-round__number")
        )
        self.changed = set(
            earlier_visible_to(by, submission)
            .filter(row__in=rows)
            .values_list("round__number", "row")
        )
        #: By register code, the numbers of rows whose comments may quote what others typed.
        self.quoted: dict[str, set[int | None]] = {}

    @staticmethod
    def _typists(
        submission: Submission, rows: set[int]
    ) -> Iterable[tuple[tuple[int, str], int | None]]:
        parts = ProposedPart.objects.filter(
            item__submission=submission, item__position__in=rows
        ).values_list("item__position", "register", "typed_by")
        return (((row, register), typist) for row, register, typist in parts)

    def seen(self, comment: Comment) -> SeenComment:
        """The comment, masked where it must be."""
        typists = self._typists_at(comment.round.number, comment.row)
        own = comment.round.returned_by_id == self.by.pk
        masked = not own and any(
            code not in self.whole and typist != self.by.pk for code, typist in typists.items()
        )
        if not masked and not own:
            for code in self.restricted & typists.keys():
                if typists[code] != self.by.pk:
                    self.quoted.setdefault(code, set()).update(
                        numbers_of({comment.row}, self.items)
                    )
        text = MASKED_COMMENT if masked else comment.text
        return SeenComment(comment.row, text, masked, self._since(comment))

    def _typists_at(self, number: int, row: int) -> dict[str, int | None]:
        """By register, who had typed the part that stood in the row at that round."""
        at = {code: typist for (of, code), typist in self.now.items() if of == row}
        for each in self.earlier:  # the latest first, so that the earliest has the last word
            if each.row == row and each.round.number >= number:
                if each.values is None:
                    at.pop(each.register, None)
                else:
                    at[each.register] = each.typed_by_id
        at.pop(ITEM, None)
        return at

    def _since(self, comment: Comment) -> Since:
        if comment.row not in self.items:
            return Since.DROPPED
        later = any(
            row == comment.row and number >= comment.round.number for number, row in self.changed
        )
        return Since.CHANGED if later else Since.UNCHANGED
