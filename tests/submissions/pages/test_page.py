"""A submission's page for those who made it: what it shows, and what they do there."""

import pytest

from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
)
from sec_registry.submissions.web import contents
from tests.admin.desk import NOTES, SHARED, Cast, canary_row, disclosures_during
from tests.registry import draft, in_review
from tests.rows import Cells, numbered_row
from tests.submissions.pages.addresses import at, page_of, pressed, shown


def damaged(cast: Cast, *places: int) -> Submission:
    """A draft of the submitter whose rows have one problem each."""
    by = cast.people["submitter"]
    rows = [numbered_row(place, **{"Manufacturer code": f"X{place}"}) for place in places]
    made = draft(*rows, by=by)
    submission_check(submission=made, by=by)
    return made


def amendment(cast: Cast, who: str) -> Submission:
    """A draft that types over the release notes of the first record, which another one wrote."""
    by = cast.people[who]
    row: Cells = {"Action": "amend", "CPL number": cast.numbers[0], "Release notes": "Typed anew"}
    made = draft(row, by=by)
    submission_check(submission=made, by=by)
    return made


def state_of(submission: Submission) -> str:
    return str(Submission.objects.get(pk=submission.pk).state)


def test_a_finding_leads_to_the_row_that_has_to_be_mended(cast: Cast) -> None:
    made = damaged(cast, 21)

    page = shown(cast.client("submitter"), page_of(made))

    assert "X21" in page
    assert "Manufacturer code" in page
    assert f'href="{at("row", made.pk, 2)}"' in page


def test_what_is_sent_has_no_rows_to_mend(cast: Cast) -> None:
    submission_submit(submission=cast.draft, by=cast.people["submitter"])

    page = shown(cast.client("submitter"), page_of(cast.draft))

    assert at("row", cast.draft.pk, 2) not in page
    assert "with the Panel, which takes it up" in page


def test_rows_and_findings_come_in_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "A_PAGE", 2)
    made = damaged(cast, 21, 22, 23)

    first = shown(cast.client("submitter"), page_of(made))
    second = shown(cast.client("submitter"), f"{page_of(made)}?findings=2&page=2")

    assert "X22" in first
    assert "X23" not in first
    assert "X23" in second
    assert "X22" not in second


def test_without_the_right_one_sees_what_one_typed_alone(cast: Cast) -> None:
    made = amendment(cast, "submitter")

    recorded = disclosures_during(lambda: shown(cast.client("submitter"), page_of(made)))
    page = shown(cast.client("submitter"), page_of(made))

    assert "Typed anew" in page
    assert "not yours to read" in page
    assert NOTES not in page
    assert recorded == []


def test_a_partys_look_at_what_others_wrote_is_recorded(cast: Cast) -> None:
    made = amendment(cast, "party")
    page = ""

    def look() -> None:
        nonlocal page
        page = shown(cast.client("party"), page_of(made))

    recorded = disclosures_during(look)

    assert NOTES in page
    assert SHARED in page
    assert {(each.register, each.channel) for each in recorded} == {("firmware", "page")}
    assert {each.person for each in recorded} == {cast.people["party"].email}


def test_a_submission_without_problems_is_sent(cast: Cast) -> None:
    page = pressed(cast.client("submitter"), cast.draft, "submit/now")

    assert state_of(cast.draft) == State.SUBMITTED
    assert f"Submission {cast.draft.pk} was sent to the Panel." in page


def test_a_submission_with_problems_is_not_sent_and_says_why(cast: Cast) -> None:
    made = damaged(cast, 21)

    page = pressed(cast.client("submitter"), made, "submit/now")

    assert state_of(made) == State.DRAFT
    assert "Problems stand in the way" in page


def test_what_was_sent_is_not_sent_twice(cast: Cast) -> None:
    pressed(cast.client("submitter"), cast.draft, "submit/now")

    page = pressed(cast.client("submitter"), cast.draft, "submit/now")

    assert "submit is not possible now" in page


def test_a_submission_is_withdrawn_with_its_reason(cast: Cast) -> None:
    page = pressed(cast.client("submitter"), cast.draft, "withdraw/now", reason="Sent by mistake")

    assert state_of(cast.draft) == State.WITHDRAWN
    assert "Sent by mistake" in page


@pytest.mark.parametrize("step", ["accept", "start_review", "reject", "return", "edit", "nothing"])
def test_steps_of_the_panel_are_not_taken_here(cast: Cast, step: str) -> None:
    client = cast.client("submitter")
    submission_submit(submission=cast.draft, by=cast.people["submitter"])

    answer = client.post(at("step", cast.draft.pk, step), {"reason": "because"})

    assert answer.status_code == 404
    assert state_of(cast.draft) == State.SUBMITTED


@pytest.mark.parametrize("deed", ["submit/now", "withdraw/now", "check", "title", "rows/2/remove"])
@pytest.mark.parametrize("who", ["party", "administrator"])
def test_nobody_touches_what_is_not_theirs(cast: Cast, who: str, deed: str) -> None:
    answer = cast.client(who).post(f"{page_of(cast.draft)}{deed}/", {"title": "Mine", "reason": ""})

    assert answer.status_code == 404
    cast.draft.refresh_from_db()
    assert (cast.draft.state, cast.draft.title) == (State.DRAFT, "Draft of the submitter")
    assert cast.draft.items.count() == 1


def test_a_row_is_taken_out_and_its_findings_with_it(cast: Cast) -> None:
    made = damaged(cast, 21, 22)

    page = pressed(cast.client("submitter"), made, "rows/2/remove")

    assert "Row 2 was taken out." in page
    assert "X21" not in page
    assert "X22" in page
    assert list(made.items.values_list("position", flat=True)) == [3]


def test_a_row_that_is_not_there_is_not_taken_out(cast: Cast) -> None:
    page = pressed(cast.client("submitter"), cast.draft, "rows/99/remove")

    assert "There is no row 99 in this submission." in page
    assert cast.draft.items.count() == 1


def test_a_row_of_what_was_sent_stays(cast: Cast) -> None:
    submission_submit(submission=cast.draft, by=cast.people["submitter"])

    page = pressed(cast.client("submitter"), cast.draft, "rows/2/remove")

    assert "is fixed" in page
    assert cast.draft.items.count() == 1


def test_the_title_is_changed(cast: Cast) -> None:
    page = pressed(cast.client("submitter"), cast.draft, "title", title="A better title")

    assert "<h1>A better title" in page


@pytest.mark.parametrize("title", ["", " ", "x" * 201])
def test_a_title_that_will_not_do_is_refused(cast: Cast, title: str) -> None:
    page = pressed(cast.client("submitter"), cast.draft, "title", title=title)

    assert "A title has 1 to 200 letters." in page
    assert "<h1>Draft of the submitter" in page


def test_what_a_maker_typed_is_text_and_no_markup(cast: Cast) -> None:
    pressed(cast.client("submitter"), cast.draft, "title", title="<script>alert(1)</script>")

    assert "<script>alert" not in shown(cast.client("submitter"), page_of(cast.draft))


def test_a_return_says_what_to_mend_row_by_row(cast: Cast) -> None:
    reviewer = cast.people["reviewer"]
    sent = in_review(
        numbered_row(21), numbered_row(22), by=cast.people["submitter"], reviewer=reviewer
    )
    second = sent.items.get(position=3)
    submission_return(
        submission=sent, by=reviewer, reason="Mend it", comments={second.pk: "Whose image?"}
    )

    page = shown(cast.client("submitter"), page_of(sent))

    assert "Mend it" in page
    assert "Whose image?" in page
    assert f'href="{at("row", sent.pk, 3)}"' in page
    assert "to be mended and submitted again" in page
    # Beside the fields too, and only at the row that it speaks of.
    assert "Whose image?" in shown(cast.client("submitter"), at("row", sent.pk, 3))
    assert "Whose image?" not in shown(cast.client("submitter"), at("row", sent.pk, 2))


def test_a_rejection_gives_its_reason(cast: Cast) -> None:
    by, reviewer = cast.people["submitter"], cast.people["reviewer"]
    sent = in_review(numbered_row(21), by=by, reviewer=reviewer)
    submission_reject(submission=sent, by=reviewer, reason="Not assured")

    page = shown(cast.client("submitter"), page_of(sent))

    assert "Not assured" in page
    assert "Rejected" in page


def test_an_acceptance_gives_publication_and_cpl_numbers(cast: Cast) -> None:
    page = shown(cast.client("submitter"), page_of(cast.accepted))

    assert f"publication {cast.accepted.publication_id}" in page
    for number in cast.numbers:
        assert f'/api/v1/cpl/device-models/{number}/">{number}</a>' in page


def test_a_submission_that_is_reviewed_can_still_be_withdrawn(cast: Cast) -> None:
    submission_submit(submission=cast.draft, by=cast.people["submitter"])
    submission_start_review(submission=cast.draft, by=cast.people["reviewer"])

    pressed(cast.client("submitter"), cast.draft, "withdraw/now")

    assert state_of(cast.draft) == State.WITHDRAWN


def test_stale_findings_are_run_again(cast: Cast) -> None:
    made = draft(canary_row(24), by=cast.people["submitter"])

    assert "These findings are stale" in shown(cast.client("submitter"), page_of(made))
    page = pressed(cast.client("submitter"), made, "check")
    assert "The findings were worked out again." in page
    assert "These findings are stale" not in page
