"""A submission goes back and forth at the desk: comments, what changed, and today's findings."""

import pytest
from django.test import Client

from sec_registry.submissions.checking import is_stale
from sec_registry.submissions.intake import Row, submission_replace_rows
from sec_registry.submissions.models import Comment, Submission
from sec_registry.submissions.review import submission_start_review, submission_submit
from tests.admin.desk import STACK, VENDOR, Cast, canary_row, page, said, text
from tests.registry import accept

pytestmark = pytest.mark.django_db


class Review:
    """The submitter's submission in review, and its page."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        submission_submit(submission=cast.draft, by=cast.people["submitter"])
        self.start()
        self.item = cast.draft.items.get()
        self.address = page("submissions_submission_change", cast.draft.pk)

    def start(self) -> None:
        submission_start_review(submission=self.cast.draft, by=self.cast.people["reviewer"])

    def client(self, who: str) -> Client:
        return self.cast.client(who)

    def shown(self, who: str) -> str:
        return text(self.client(who).get(self.address))

    def send_back(self, **comments: str) -> str:
        address = page("submissions_submission_step", self.cast.draft.pk, "return")
        typed = {"reason": "Mend it, please.", **comments}
        return said(self.client("reviewer").post(address, typed))


@pytest.fixture
def review(cast: Cast) -> Review:
    return Review(cast)


def test_only_the_reviewer_is_asked_for_comments(review: Review) -> None:
    box = f'name="comment-{review.item.pk}"'
    assert box in review.shown("reviewer")
    assert box not in review.shown("submitter")
    assert box not in review.shown("administrator")


def test_a_return_with_a_comment_reaches_the_maker(review: Review) -> None:
    message = review.send_back(**{f"comment-{review.item.pk}": "Whose stack is this?"})

    assert "was returned to its makers" in message
    shown = review.shown("submitter")
    assert "Mend it, please." in shown
    assert "Whose stack is this?" in shown
    assert "Whose stack is this?" not in review.shown("administrator")
    assert "Mend it, please." in review.shown("administrator")


@pytest.mark.parametrize("key", ["9" * 18, "9" * 30, "x", "-1", "²", ""])
def test_comments_on_what_is_not_there_are_nobodys(review: Review, key: str) -> None:
    review.send_back(**{f"comment-{key}": "?"})
    assert not Comment.objects.exists()


def test_the_reviewer_sees_what_changed_since(review: Review) -> None:
    review.send_back()
    radio = {"ZigBee chipset vendor": VENDOR, "ZigBee stack version": "Mended 1.0"}
    cells = {**review.item.values, **radio}
    submission_replace_rows(
        submission=review.cast.draft,
        by=review.cast.people["submitter"],
        rows=[Row(review.item.position, cells)],
    )
    submission_submit(submission=review.cast.draft, by=review.cast.people["submitter"])
    review.start()

    shown = review.shown("reviewer")
    assert f'<td class="value before">{STACK}</td><td class="value after">Mended 1.0</td>' in shown
    masked = review.shown("administrator")
    assert "Mended 1.0" not in masked
    assert STACK not in masked


def test_opening_for_review_works_stale_findings_out_again_and_says_so(review: Review) -> None:
    accept(canary_row(31), panel=review.cast.panel)
    assert is_stale(Submission.objects.get(pk=review.cast.draft.pk))

    assert "These findings are stale" in review.shown("submitter")
    assert "worked out again" in review.shown("reviewer")
    assert not is_stale(Submission.objects.get(pk=review.cast.draft.pk))
    assert "worked out again" not in review.shown("reviewer")
