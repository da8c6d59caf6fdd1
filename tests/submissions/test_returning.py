"""Returning a submission to its makers: with a reason, and with comments on single rows."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from sec_registry.submissions.errors import Unusable
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Comment, Round, Submission
from sec_registry.submissions.review import (
    submission_return,
    submission_start_review,
    submission_submit,
)
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import in_review, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


def under_review() -> tuple[Submission, User, User]:
    """A submission of two rows in review, its maker, and its reviewer."""
    panel, maker = make_panel(), make_person(organisation=OrganisationFactory())
    submission = in_review(numbered_row(1), numbered_row(2), by=maker, reviewer=panel.reviewer)
    return submission, maker, panel.reviewer


def test_a_return_keeps_its_reason_and_a_comment_by_row() -> None:
    submission, _, reviewer = under_review()
    first, second = submission.items.order_by("position")

    submission_return(
        submission=submission,
        by=reviewer,
        reason=" Mend the second. ",
        comments={first.pk: "  ", second.pk: " Whose image is it? "},
    )

    submission.refresh_from_db()
    assert submission.state == State.RETURNED
    returned = Round.objects.get(submission=submission)
    assert (returned.number, returned.reason, returned.returned_by) == (
        1,
        "Mend the second.",
        reviewer,
    )
    assert [(c.row, c.text) for c in returned.comments.all()] == [(3, "Whose image is it?")]


def test_a_second_return_is_a_round_of_its_own() -> None:
    submission, maker, reviewer = under_review()
    for reason in ("once", "twice"):
        submission_return(submission=submission, by=reviewer, reason=reason)
        submission_submit(submission=submission, by=maker)
        submission_start_review(submission=submission, by=reviewer)

    rounds = Round.objects.filter(submission=submission)
    assert [(each.number, each.reason) for each in rounds] == [(1, "once"), (2, "twice")]


def test_a_return_without_a_reason_is_refused() -> None:
    submission, _, reviewer = under_review()
    with pytest.raises(Unusable, match="needs a reason"):
        submission_return(submission=submission, by=reviewer, reason=" ")
    assert not Round.objects.exists()


def test_a_comment_on_another_submissions_item_is_refused_whole() -> None:
    submission, _, reviewer = under_review()
    other, _, _ = under_review()
    strange = other.items.earliest("pk").pk

    with pytest.raises(Unusable, match="not in this submission"):
        submission_return(
            submission=submission, by=reviewer, reason="mend it", comments={strange: "?"}
        )

    submission.refresh_from_db()
    assert (submission.state, Round.objects.count()) == (State.IN_REVIEW, 0)


@pytest.mark.parametrize("model", [Round, Comment])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_said_in_review_stays_as_it_was(
    model: type[Round] | type[Comment], deed: str
) -> None:
    submission, _, reviewer = under_review()
    item = submission.items.earliest("pk").pk
    submission_return(submission=submission, by=reviewer, reason="mend it", comments={item: "?"})

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed.format(model._meta.db_table))
