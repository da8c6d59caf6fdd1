"""The History of a submission: what people did, in words."""

from django.test import Client

from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_start_review,
    submission_submit,
)
from tests.admin.desk import Cast, page, text
from tests.registry import draft
from tests.rows import numbered_row


def sent(cast: Cast) -> Submission:
    submission = draft(numbered_row(11), by=cast.people["submitter"])
    submission_submit(submission=submission, by=cast.people["submitter"])
    submission_start_review(submission=submission, by=cast.people["reviewer"])
    submission.refresh_from_db()
    return submission


def test_it_lists_the_deeds_and_not_the_runs_of_the_findings(cast: Cast, client: Client) -> None:
    submission = sent(cast)
    client.force_login(cast.people["reviewer"])

    answer = client.get(page("submissions_submission_history", submission.pk))

    lines = answer.context["page_obj"].object_list
    assert [line.history_change_reason for line in lines] == [
        "review started",
        "submitted",
        "submission created",
    ]
    shown = text(answer)
    assert "Submitted &rarr; In review" in " ".join(shown.split())
    assert "Checked" not in shown
    assert "pk=None" not in shown
    assert f"{submission.submitted_at:%Y-%m-%d %H:%M}" in shown

    assert "3 entries" in shown


def test_who_decided_took_the_place_of_nobody(cast: Cast, client: Client) -> None:
    submission = sent(cast)
    submission_reject(submission=submission, by=cast.people["reviewer"], reason="Not this one.")
    client.force_login(cast.people["reviewer"])

    shown = text(client.get(page("submissions_submission_history", submission.pk)))

    assert "pk=None" not in shown
    assert f"<strong>Decided by:</strong> – &rarr; {cast.people['reviewer'].name}" in shown


def test_a_line_keeps_the_marks_of_the_checks_to_itself(cast: Cast, client: Client) -> None:
    submission = sent(cast)
    client.force_login(cast.people["reviewer"])
    line = Submission.history.filter(id=submission.pk).latest("history_id")

    answer = client.get(page("submissions_submission_simple_history", submission.pk, line.pk))

    assert answer.status_code == 200
    assert "Checked" not in text(answer)
