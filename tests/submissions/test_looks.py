"""Looks at findings: whichever part shows them, what others wrote is recorded first, alike."""

from collections.abc import Callable

import pytest

from accounts.models import User
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import Disclosure
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.finding_pages import findings_page
from sec_registry.submissions.looks import look_at
from sec_registry.submissions.models import Submission
from tests.accounts.factories import make_party, make_person
from tests.registry import Panel, accept, draft, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db

CHANNEL = Channel("page", "/somewhere/")
#: An undeclared baseline: that it is none is what the Firmware Information Repository says.
DISCLOSING: Cells = {
    "Action": "block baselines",
    "CPL number": "2",
    "Baselines": "1",
    "Reason": "It fails.",
}


@pytest.fixture
def panel() -> Panel:
    panel = make_panel()
    accept(numbered_row(1), numbered_row(2), panel=panel)
    return panel


def by_desk(submission: Submission, by: User) -> list[str]:
    items = list(submission.items.all())
    sight = look_at(submission=submission, items=items, by=by, channel=CHANNEL)
    return [each.message for each in sight.findings if not each.masked]


def by_api(submission: Submission, by: User) -> list[str]:
    page = findings_page(submission=submission, by=by, channel=CHANNEL, limit=100)
    return [each.seen.message for each in page.findings if not each.seen.masked]


def recorded(
    way: Callable[[Submission, User], list[str]], submission: Submission, by: User
) -> set[tuple[str, str, tuple[int, ...]]]:
    """What the look left about findings; at the desk the differences beside them leave more."""
    last = Disclosure.objects.order_by("pk").last()
    assert way(submission, by)
    rows = Disclosure.objects.filter(pk__gt=last.pk if last else 0, person=by.email)
    return {
        (row.register, row.subject, tuple(row.numbers))
        for row in rows
        if row.subject.startswith("findings of")
    }


@pytest.mark.parametrize("way", [by_desk, by_api])
def test_findings_that_tell_what_a_register_holds_are_recorded(
    way: Callable[[Submission, User], list[str]], panel: Panel
) -> None:
    party = make_person(organisation=make_party())
    submission = draft(DISCLOSING, by=party)
    submission_check(submission=submission, by=party)

    left = recorded(way, submission, party)

    assert left == {("firmware", f"findings of submission {submission.pk}, 1 item", (2,))}


@pytest.mark.parametrize("way", [by_desk, by_api])
def test_findings_in_what_others_typed_are_recorded_and_ones_own_are_not(
    way: Callable[[Submission, User], list[str]], panel: Panel
) -> None:
    maker = make_person(organisation=make_party())
    submission = draft(numbered_row(3, **{"Contact email": "nobody"}), by=maker)
    submission_check(submission=submission, by=maker)

    left = [recorded(way, submission, person) for person in (maker, panel.reviewer)]

    about = f"findings of submission {submission.pk}, 1 item"
    assert left == [set(), {("firmware", about, ())}]
