"""Drafts of whom nobody is left: seen by the Panel, closed with a reason, handed over to nobody."""

import pytest

from accounts.models import User
from accounts.services import user_join_organisation
from sec_registry.submissions.errors import NotForYou, Unusable
from sec_registry.submissions.left_behind import left_behind
from sec_registry.submissions.lifecycle import State, Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import may
from sec_registry.submissions.review import submission_withdraw
from tests.accounts.factories import BY, OrganisationFactory, make_person
from tests.accounts.signing_in import signed_in
from tests.admin.desk import page, text
from tests.registry import Panel, draft, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    return make_panel()


def moved(person: User) -> User:
    user_join_organisation(user=person, organisation=OrganisationFactory(), by=BY)
    person.refresh_from_db()
    return person


def test_a_draft_is_left_behind_once_the_last_of_its_makers_is_gone(panel: Panel) -> None:
    maker = make_person(organisation=OrganisationFactory())
    own = draft(numbered_row(1), by=maker)
    clerks = draft(numbered_row(2), by=panel.administrator)
    assert not left_behind().exists()
    for person in (panel.reviewer, panel.administrator):
        assert not may(person, Step.WITHDRAW, own)

    moved(maker)
    moved(panel.administrator)

    assert list(left_behind()) == [own]
    for step, allowed in ((Step.WITHDRAW, True), (Step.EDIT, False), (Step.SUBMIT, False)):
        assert may(panel.reviewer, step, own) is allowed
    assert not may(panel.reviewer, Step.WITHDRAW, clerks)
    assert not may(maker, Step.WITHDRAW, own)


def test_the_panel_finds_it_and_withdraws_it_with_a_reason(panel: Panel) -> None:
    maker = make_person(organisation=OrganisationFactory())
    own = draft(numbered_row(1), by=maker)
    others = draft(numbered_row(2), by=make_person(organisation=OrganisationFactory()))
    moved(maker)
    desk = signed_in(panel.reviewer)

    board = text(desk.get(page("index")))
    found = desk.get(page("submissions_submission_changelist") + "?makers=gone").context["cl"]
    shown = text(desk.get(page("submissions_submission_change", own.pk)))

    assert "Drafts that nobody goes on with" in board
    assert list(found.result_list) == [own]
    assert "Nobody goes on with this" in shown
    assert "Its other makers, or the Panel" in text(signed_in(maker).get("/submissions/"))
    with pytest.raises(Unusable, match="needs a reason"):
        submission_withdraw(submission=own, by=panel.reviewer)
    with pytest.raises(NotForYou):
        submission_withdraw(submission=others, by=panel.reviewer, reason="tidying up")
    desk.post(page("submissions_submission_step", own.pk, "withdraw"), {"reason": "left behind"})
    closed = Submission.objects.get(pk=own.pk)
    assert (closed.state, closed.decided_by, closed.decision_reason) == (
        State.WITHDRAWN,
        panel.reviewer,
        "left behind",
    )
    assert "Drafts that nobody goes on with" not in text(desk.get(page("index")))
