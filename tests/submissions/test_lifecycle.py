"""Every state × step × actor. A state or step that is added to an enum fails here until said."""

from collections.abc import Callable

import pytest

from accounts.models import Role, User
from accounts.services import user_deactivate
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import NotForYou, StateForbids
from sec_registry.submissions.evidence import evidence_add
from sec_registry.submissions.intake import submission_replace_rows
from sec_registry.submissions.lifecycle import TRANSITIONS, State, Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
    submission_waive,
    submission_withdraw,
)
from tests.accounts.factories import make_party, make_person, make_superuser
from tests.registry import Panel, draft, make_panel, rows_of
from tests.rows import valid_row

pytestmark = pytest.mark.django_db

#: Said here a second time on purpose: the table in the product is what is under test.
ALLOWED = {
    State.DRAFT: {Step.EDIT, Step.ATTACH, Step.SUBMIT, Step.WITHDRAW},
    State.SUBMITTED: {Step.ATTACH, Step.START_REVIEW, Step.WITHDRAW},
    State.IN_REVIEW: {
        Step.ATTACH,
        Step.WAIVE,
        Step.RETURN,
        Step.ACCEPT,
        Step.REJECT,
        Step.WITHDRAW,
    },
    State.RETURNED: {Step.EDIT, Step.ATTACH, Step.SUBMIT, Step.WITHDRAW},
    State.ACCEPTED: set(),
    State.REJECTED: set(),
    State.WITHDRAWN: set(),
}
MAKER = {Step.EDIT, Step.ATTACH, Step.SUBMIT, Step.WITHDRAW}
REVIEWER = {Step.ATTACH, Step.START_REVIEW, Step.RETURN, Step.WAIVE, Step.ACCEPT, Step.REJECT}
WHO: dict[str, set[Step]] = {
    "maker": MAKER,
    "closed maker": set(),
    "colleague": set(),
    "stranger": set(),
    "administrator": set(),
    "reviewer": REVIEWER,
    "maker who reviews": MAKER | (REVIEWER - {Step.WAIVE, Step.ACCEPT}),
    "ssc": set(),
    "auditor": set(),
    "superuser": set(),
}

#: A row whose only finding is an advisory (an inferred form), so that there is something to waive.
ROW = valid_row(**{"Model identifier": "MODEL"})
ADVISORY = "model-identifier-form"

VERBS: dict[Step, Callable[[Submission, User], object]] = {
    Step.EDIT: lambda s, by: submission_replace_rows(submission=s, by=by, rows=rows_of([ROW])),
    Step.SUBMIT: lambda s, by: submission_submit(submission=s, by=by),
    Step.ATTACH: lambda s, by: evidence_add(
        submission=s, by=by, kind="other", name="a.txt", content=b"Seen."
    ),
    Step.WITHDRAW: lambda s, by: submission_withdraw(submission=s, by=by),
    Step.RETURN: lambda s, by: submission_return(submission=s, by=by, reason="mend it"),
    Step.START_REVIEW: lambda s, by: submission_start_review(submission=s, by=by),
    Step.WAIVE: lambda s, by: submission_waive(submission=s, rule=ADVISORY, reason="seen", by=by),
    Step.ACCEPT: lambda s, by: submissions_accept(submissions=[s], by=by),
    Step.REJECT: lambda s, by: submission_reject(submission=s, reason="no", by=by),
}


class Cast:
    """The people of one case, and a submission driven into a state."""

    def __init__(self, actor: str) -> None:
        self.panel: Panel = make_panel()
        party = make_party()
        self.maker = make_person(organisation=party)
        if actor == "maker who reviews":
            self.maker = make_person(role=Role.PANEL_REVIEWER, organisation=party)
        makers: dict[str, Callable[[], User]] = {
            "maker": lambda: self.maker,
            "closed maker": lambda: self.maker,
            "maker who reviews": lambda: self.maker,
            "colleague": lambda: make_person(organisation=party),
            "stranger": lambda: make_person(organisation=make_party()),
            "administrator": lambda: self.panel.administrator,
            "reviewer": lambda: self.panel.reviewer,
            "ssc": lambda: make_person(role=Role.SECURITY_SUB_COMMITTEE),
            "auditor": lambda: make_person(role=Role.AUDITOR),
            "superuser": make_superuser,
        }
        self.actor = makers[actor]()

    def submission_in(self, state: State) -> Submission:
        submission = draft(ROW, by=self.maker)
        if state == State.DRAFT:
            return submission
        if state == State.WITHDRAWN:
            return submission_withdraw(submission=submission, by=self.maker)
        submission = submission_submit(submission=submission, by=self.maker)
        if state == State.SUBMITTED:
            return submission
        reviewer = self.panel.reviewer
        submission = submission_start_review(submission=submission, by=reviewer)
        if state == State.RETURNED:
            return submission_return(submission=submission, by=reviewer, reason="mend it")
        if state == State.REJECTED:
            return submission_reject(submission=submission, reason="no", by=reviewer)
        if state == State.ACCEPTED:
            submission_waive(submission=submission, rule=ADVISORY, reason="ok", by=reviewer)
            submissions_accept(submissions=[submission], by=reviewer)
        return submission


def test_every_state_and_step_is_said() -> None:
    assert set(ALLOWED) == set(State)
    assert set(VERBS) == set(Step) == MAKER | REVIEWER
    assert {(s, step) for s, steps in ALLOWED.items() for step in steps} == set(TRANSITIONS)


@pytest.mark.parametrize("actor", WHO)
@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_step_by_actor_in_state(state: State, step: Step, actor: str) -> None:
    cast = Cast(actor)
    submission = cast.submission_in(state)
    if state == State.IN_REVIEW and step == Step.ACCEPT:
        submission_waive(submission=submission, rule=ADVISORY, reason="ok", by=cast.panel.reviewer)
    if actor == "closed maker":
        user_deactivate(user=cast.maker, reason="left", by="test")
        cast.maker.refresh_from_db()

    if step not in WHO[actor]:
        with pytest.raises(NotForYou):
            VERBS[step](submission, cast.actor)
    elif step not in ALLOWED[state]:
        with pytest.raises(StateForbids):
            VERBS[step](submission, cast.actor)
    else:
        VERBS[step](submission, cast.actor)

    submission.refresh_from_db()
    permitted = step in WHO[actor] and step in ALLOWED[state]
    assert submission.state == (TRANSITIONS[state, step] if permitted else state)
