"""The list of one's own submissions."""

import pytest

from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.models import Submission
from sec_registry.submissions.pages import listed
from sec_registry.submissions.review import submission_return, submission_submit
from tests.admin.desk import Cast
from tests.registry import draft, in_review
from tests.rows import numbered_row
from tests.submissions.pages.addresses import at, page_of, shown


def drafted(cast: Cast, number: int, **changes: str) -> Submission:
    by = cast.people["submitter"]
    made = draft(numbered_row(number, **changes), by=by, title=f"Batch {number}")
    submission_check(submission=made, by=by)
    return made


def test_one_finds_ones_own_and_nobody_elses(cast: Cast) -> None:
    others = draft(numbered_row(9), by=cast.people["party"], title="Of the Party")

    mine = shown(cast.client("submitter"), at("list"))
    theirs = shown(cast.client("party"), at("list"))

    assert "Draft of the submitter" in mine
    assert page_of(others) not in mine
    assert "Of the Party" in theirs
    assert page_of(cast.draft) not in theirs


def test_the_panel_finds_what_it_made_itself(cast: Cast) -> None:
    assert page_of(cast.draft) not in shown(cast.client("administrator"), at("list"))


def test_a_draft_with_problems_waits_to_be_mended(cast: Cast) -> None:
    drafted(cast, 21, **{"Manufacturer code": "FA1"})

    assert "You: mend 1 problem, then submit it." in shown(cast.client("submitter"), at("list"))


def test_a_draft_without_problems_waits_to_be_sent(cast: Cast) -> None:
    drafted(cast, 21)

    assert "You: submit it." in shown(cast.client("submitter"), at("list"))


def test_what_is_with_the_panel_waits_for_the_panel(cast: Cast) -> None:
    submission_submit(submission=drafted(cast, 21), by=cast.people["submitter"])

    assert "The Panel takes it up." in shown(cast.client("submitter"), at("list"))


def test_what_was_returned_waits_for_its_makers(cast: Cast) -> None:
    by, reviewer = cast.people["submitter"], cast.people["reviewer"]
    sent = in_review(numbered_row(21), by=by, reviewer=reviewer)
    submission_return(submission=sent, by=reviewer, reason="mend it")

    page = shown(cast.client("submitter"), f"{at('list')}?state=mine")

    assert "You: mend what the Panel says, then submit it again." in page


@pytest.mark.parametrize(
    ("word", "there"), [("all", True), ("mine", True), ("panel", False), ("decided", False)]
)
def test_the_list_is_narrowed_by_who_it_waits_for(cast: Cast, word: str, there: bool) -> None:
    page = shown(cast.client("submitter"), f"{at('list')}?state={word}")

    assert (page_of(cast.draft) in page) is there


@pytest.mark.parametrize("query", ["page=nothing", "page=-1", "page=99999", "state="])
def test_an_odd_page_is_a_page_of_the_list(cast: Cast, query: str) -> None:
    assert page_of(cast.draft) in shown(cast.client("submitter"), f"{at('list')}?{query}")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "state=nothing",
            "state &quot;nothing&quot; is not known: use all, mine, panel or decided.",
        ),
        ("state=all&state=nothing", "state &quot;nothing&quot; is not known"),
        ("status=draft", "This list is not narrowed by &quot;status&quot;: use state."),
        (f"state={'x' * 3000}", f"state &quot;{'x' * 40}…&quot; is not known"),
    ],
)
def test_a_word_that_narrows_nothing_shows_nothing_and_says_so(
    cast: Cast, query: str, said: str
) -> None:
    answer = cast.client("submitter").get(f"{at('list')}?{query}")

    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert page_of(cast.draft) not in page
    assert 'aria-current="true"' not in page


def test_the_list_comes_in_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "A_PAGE", 1)
    client = cast.client("submitter")

    first = shown(client, at("list"))
    second = shown(client, f"{at('list')}?page=2")

    assert page_of(cast.draft) in first
    assert page_of(cast.accepted) not in first
    assert page_of(cast.accepted) in second
    assert "1–1 of 2" in first


def test_whoever_made_nothing_yet_is_told_how_to_begin(cast: Cast) -> None:
    assert "None yet" in shown(cast.client("ceased"), at("list"))
