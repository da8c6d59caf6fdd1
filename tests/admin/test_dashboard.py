"""The first page of the desk: what waits for whom, how long, what is ahead, and where it leads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sec_registry.audit.acting import acting
from sec_registry.dashboard import Dashboard, Line, dashboard_of
from sec_registry.registers.models import BankHoliday
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_return,
    submission_start_review,
    submission_submit,
)
from tests.admin.desk import Cast, canary_row, page, text
from tests.registry import accept, draft
from tests.rows import numbered_row
from tests.zigbee.grants import make_grant

BARE = ("Contact email", "Contact telephone", "Contact address", "Release notes", "Upgrade")


def board(cast: Cast, who: str) -> Dashboard:
    return dashboard_of(cast.people[who])


def told(lines: list[Line]) -> dict[str, int]:
    return {line.what: line.count for line in lines}


def sent(cast: Cast) -> None:
    submission_submit(submission=cast.draft, by=cast.people["submitter"])


def test_what_is_sent_waits_for_reviewers_and_its_maker_waits_for_them(cast: Cast) -> None:
    sent(cast)

    assert told(board(cast, "reviewer").mine) == {
        "Submissions submitted": 1,
        "Submissions in review": 0,
    }
    assert told(board(cast, "administrator").mine) == {}
    assert told(board(cast, "administrator").others) == {"Submissions submitted": 1}
    assert told(board(cast, "submitter").mine) == {}
    assert told(board(cast, "submitter").others) == {"Yours, submitted": 1}
    for who in ("ssc", "auditor", "superuser", "party", "grantee"):
        assert board(cast, who).oldest == []
        assert told(board(cast, who).others) == {}


def test_what_is_returned_waits_for_its_makers(cast: Cast) -> None:
    sent(cast)
    submission_start_review(submission=cast.draft, by=cast.people["reviewer"])
    submission_return(submission=cast.draft, by=cast.people["reviewer"], reason="a typo")

    assert told(board(cast, "submitter").mine) == {"Returned to you": 1}
    assert told(board(cast, "reviewer").others) == {"Returned to their makers": 1}


def test_drafts_wait_for_their_makers_and_say_what_is_in_the_way(cast: Cast) -> None:
    assert told(board(cast, "submitter").mine) == {"Your drafts": 1}

    row = canary_row(9, **{"Manufacturer code": "10E"})
    troubled = draft(row, by=cast.people["submitter"])
    submission_check(submission=troubled, by=cast.people["submitter"])

    mine = told(board(cast, "submitter").mine)
    assert mine == {"Your drafts": 2, "Yours with problems, not sent": 1}
    assert told(board(cast, "reviewer").mine) == {
        "Submissions submitted": 0,
        "Submissions in review": 0,
    }


def test_what_has_been_waiting_longest_comes_first_with_how_long(cast: Cast) -> None:
    sent(cast)
    older = draft(canary_row(7), by=cast.people["administrator"], title="Older")
    submission_submit(submission=older, by=cast.people["administrator"])
    since = timezone.now() - timedelta(days=9, hours=1)
    Submission.objects.filter(pk=older.pk).update(submitted_at=since)

    shown = text(cast.client("reviewer").get(page("index")))

    assert [each.title for each in board(cast, "reviewer").oldest] == [
        "Older",
        "Draft of the submitter",
    ]
    assert "1\xa0week, 2\xa0days" in shown
    assert shown.index("Older") < shown.index("Draft of the submitter")


def test_reviews_and_grants_wait_for_the_committee_alone(cast: Cast) -> None:
    ssc = cast.people["ssc"]
    now = timezone.now()
    make_grant(ssc, person=cast.people["party"], until=now + timedelta(days=10))
    make_grant(ssc, person=cast.people["auditor"], until=now + timedelta(days=90))

    assert told(board(cast, "ssc").mine) == {
        "Zigbee records: unreviewed": 2,
        "Zigbee records: concern raised": 0,
        # The grantee's own ends soon too.
        "Grants that end within 30 days": 2,
    }
    others = set(cast.people) - {"ssc"}
    words = {who: " ".join(told(board(cast, who).mine)) for who in others}
    assert {who for who in others if "Zigbee" in words[who] or "Grants" in words[who]} == set()


def test_firmware_records_not_provided_are_counted_for_the_audience_of_the_fir_alone(
    cast: Cast,
) -> None:
    bare = {name: cell for name, cell in numbered_row(8).items() if name not in BARE}
    accept({**bare, "CPL number": 99}, panel=cast.panel, initial_load=True)
    line = "Firmware records not provided"

    seen = {who: told(board(cast, who).ahead).get(line) for who in cast.people}

    readers = {"administrator", "reviewer", "party", "party without the admin"}
    assert {who for who, count in seen.items() if count is not None} == readers
    assert {seen[who] for who in readers} == {1}


def test_cpa_dates_are_counted_by_window_for_those_with_an_office(cast: Cast) -> None:
    today = timezone.localdate()
    days = (-3, 20, 300)
    dates = [(today + timedelta(days=each)).isoformat() for each in days]
    rows = [numbered_row(n, **{"CPA date": day}) for n, day in enumerate(dates, start=5)]
    accept(*rows, panel=cast.panel)

    found = {who: told(board(cast, who).ahead) for who in ("auditor", "superuser", "submitter")}

    expected = {
        "CPA date: past": 1,
        "CPA date: in the next 6 months": 1,
        "CPA date: in the next 12 months": 2,
    }
    assert found == {"auditor": expected, "superuser": expected, "submitter": {}}


def test_the_keeper_of_the_calendar_is_told_before_it_ends(cast: Cast) -> None:
    line = "Days until the calendar of bank holidays ends"
    with time_machine.travel(datetime(2030, 12, 1, tzinfo=UTC)):
        before = told(board(cast, "administrator").mine)
        other = told(board(cast, "reviewer").mine)
        with acting(by="tests"):
            BankHoliday.objects.create(day="2032-01-01", name="New Year's Day")
        after = told(board(cast, "administrator").mine)

    assert before[line] == 30
    assert line not in {**other, **after}


@pytest.mark.parametrize("who", ["administrator", "reviewer", "ssc", "submitter", "party"])
def test_every_line_leads_to_a_list_that_opens_and_counts_alike(cast: Cast, who: str) -> None:
    sent(cast)
    shown = board(cast, who)
    for line in [*shown.mine, *shown.others, *shown.ahead]:
        answer: Any = cast.client(who).get(line.address)

        assert answer.status_code == 200, line
        assert answer.context["cl"].result_count == line.count, line


def test_the_latest_publication_is_named_for_those_with_an_office(cast: Cast) -> None:
    assert "Publication 1" in text(cast.client("auditor").get(page("index")))
    assert "Publication 1" not in text(cast.client("submitter").get(page("index")))


@pytest.mark.parametrize(
    ("who", "most"), [("reviewer", 34), ("ssc", 27), ("submitter", 25), ("auditor", 23)]
)
def test_the_page_is_cheap_however_much_waits(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, who: str, most: int
) -> None:
    for number in range(10, 14):
        made = draft(canary_row(number), by=cast.people["submitter"])
        submission_submit(submission=made, by=cast.people["submitter"])

    with django_assert_max_num_queries(most):
        board(cast, who)
