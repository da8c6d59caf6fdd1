"""What is seen of returns: comments, and what changed since, each through the viewer's rights."""

import pytest
from django.utils import timezone

from accounts.models import User
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import Disclosure
from sec_registry.submissions.intake import (
    Row,
    submission_remove_rows,
    submission_replace_rows,
)
from sec_registry.submissions.models import Contributor, Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
)
from sec_registry.submissions.rounds import MASKED_COMMENT, rounds_seen
from sec_registry.submissions.since_returned import RowSince, Since, changes_since, rows_changed
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import in_review, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db

CHANNEL = Channel("command", "tests")
CANARY = "dzircanary-comment"
STACK = "ZigBee stack version"


class Story:
    """Three rows returned with a comment each; the maker mends one, drops one, adds one."""

    def __init__(self) -> None:
        self.panel = make_panel()
        self.maker = make_person(organisation=OrganisationFactory())
        self.submission = in_review(
            *(numbered_row(number) for number in (1, 2, 3)),
            by=self.maker,
            reviewer=self.panel.reviewer,
        )
        items = self.submission.items.order_by("position")
        submission_return(
            submission=self.submission,
            by=self.panel.reviewer,
            reason="mend it",
            comments={item.pk: f"{CANARY} {item.position}" for item in items},
        )

    def co_maker(self) -> User:
        person = make_person(organisation=self.maker.organisation)
        Contributor.objects.create(submission=self.submission, person=person, since=timezone.now())
        return person

    def edit(self, number: int, changes: Cells | None = None, by: User | None = None) -> None:
        row = Row(number + 1, numbered_row(number, **(changes or {})))
        submission_replace_rows(submission=self.submission, by=by or self.maker, rows=[row])

    def put(self, position: int, cells: Cells, by: User) -> None:
        submission_replace_rows(submission=self.submission, by=by, rows=[Row(position, cells)])

    def mended(self) -> None:
        self.edit(1, {"Release notes": "Mended.", STACK: "HouseOfCards 9"})
        submission_remove_rows(submission=self.submission, by=self.maker, positions=[3])
        self.edit(9)

    def sent_again(self) -> None:
        submission_submit(submission=self.submission, by=self.maker)
        submission_start_review(submission=self.submission, by=self.panel.reviewer)

    def comments(self, by: User) -> dict[int, tuple[str, Since]]:
        (seen,) = rounds_seen(submission=self._fresh(), by=by, channel=CHANNEL)
        return {each.row: (each.text, each.since) for each in seen.comments}

    def since(self, by: User) -> dict[int, RowSince]:
        fresh = self._fresh()
        rows = list(rows_changed(fresh, by))
        seen = changes_since(submission=fresh, rows=rows, by=by, channel=CHANNEL)
        return {each.row: each for each in seen}

    def _fresh(self) -> Submission:
        return Submission.objects.get(pk=self.submission.pk)


def fields_of(changed: RowSince) -> dict[str, tuple[str | None, str]]:
    return {each.column: (each.before, each.after) for each in changed.fields}


def test_the_reviewer_sees_what_changed_field_by_field() -> None:
    story = Story()
    story.mended()
    story.sent_again()

    since = story.since(story.panel.reviewer)

    assert {row: each.what for row, each in since.items()} == {
        2: Since.CHANGED,
        3: Since.DROPPED,
        10: Since.NEW,
    }
    assert fields_of(since[2]) == {
        "Release notes": ("First release.", "Mended."),
        STACK: ("HouseOfCards 1.2.3.4", "HouseOfCards 9"),
    }
    assert fields_of(since[3])[STACK] == ("HouseOfCards 1.2.3.4", "")


def test_comments_say_what_became_of_their_rows() -> None:
    story = Story()
    story.mended()
    story.sent_again()

    assert story.comments(story.panel.reviewer) == {
        2: (f"{CANARY} 2", Since.CHANGED),
        3: (f"{CANARY} 3", Since.DROPPED),
        4: (f"{CANARY} 4", Since.UNCHANGED),
    }
    assert story.comments(story.maker)[4] == (f"{CANARY} 4", Since.UNCHANGED)


def test_a_second_return_tells_what_changed_since_itself() -> None:
    story = Story()
    story.mended()
    story.sent_again()
    submission_return(submission=story.submission, by=story.panel.reviewer, reason="once more")
    story.edit(3, {"Release notes": "Third mended."})

    assert list(story.since(story.maker)) == [4]
    first = rounds_seen(submission=story.submission, by=story.maker, channel=CHANNEL)[1]
    assert [each.since for each in first.comments] == [
        Since.CHANGED,
        Since.DROPPED,
        Since.CHANGED,
    ]


@pytest.mark.parametrize("decided", [False, True])
def test_panel_people_who_do_not_review_see_masked_comments(decided: bool) -> None:
    """An administrator at any time, another reviewer once it is decided: as with the parts."""
    story = Story()
    story.mended()
    story.sent_again()
    person = story.panel.administrator
    if decided:
        submission_reject(submission=story.submission, reason="no", by=story.panel.reviewer)
        person = make_panel().reviewer

    assert {text for text, _ in story.comments(person).values()} == {MASKED_COMMENT}
    assert STACK not in fields_of(story.since(person)[2])
    assert "Release notes" in fields_of(story.since(person)[2])


def test_writers_and_makers_read_comments_after_the_decision() -> None:
    story = Story()
    story.sent_again()
    submission_reject(submission=story.submission, reason="no", by=story.panel.reviewer)

    for person in (story.maker, story.panel.reviewer):
        assert story.comments(person)[2][0] == f"{CANARY} 2"


def test_reviewers_do_not_see_parts_or_comments_while_the_makers_mend() -> None:
    story = Story()
    story.mended()

    other = make_panel().reviewer
    assert story.comments(other)[2][0] == MASKED_COMMENT
    assert STACK not in fields_of(story.since(other)[2])


def test_a_co_maker_sees_nothing_of_what_another_typed() -> None:
    story = Story()
    other = story.co_maker()
    story.put(2, {"Action": "add", "Reference": "row 1", STACK: "a guess"}, by=other)

    assert story.comments(other)[2][0] == MASKED_COMMENT
    # Neither what stood before their own words, nor what another typed since.
    assert 2 not in story.since(other)
    assert fields_of(story.since(story.maker).get(2, RowSince(2, Since.CHANGED, "", []))) == {}


def test_a_comment_on_what_another_typed_then_stays_masked_for_who_types_it_anew() -> None:
    story = Story()
    other = story.co_maker()
    story.edit(1, {"Release notes": "All typed anew"}, by=other)

    assert story.comments(other)[2][0] == MASKED_COMMENT
    assert story.comments(story.maker)[2][0] == f"{CANARY} 2"


def test_looks_at_what_others_typed_are_recorded() -> None:
    story = Story()
    story.mended()
    story.sent_again()
    other = make_panel().reviewer

    story.comments(other)
    story.since(other)

    recorded = Disclosure.objects.filter(person=other.email)
    assert {(row.register, row.subject.split(", ")[1]) for row in recorded} == {
        (register, what)
        for register in ("firmware", "zigbee")
        for what in ("comments on what others typed", "changes since its return")
    }
    story.comments(story.maker)
    story.since(story.maker)
    assert not Disclosure.objects.filter(person=story.maker.email).exists()


def test_strangers_see_no_round() -> None:
    story = Story()
    stranger = make_person(organisation=OrganisationFactory())
    assert rounds_seen(submission=story.submission, by=stranger, channel=CHANNEL) == []
    assert story.since(stranger) == {}
