"""Every state × step × actor. A state or step that is added to an enum fails here until said."""

from collections.abc import Callable

import pytest
from django.db import transaction

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

    def __init__(self, makers: str) -> None:
        self.panel: Panel = make_panel()
        party = make_party()
        role = Role.PANEL_REVIEWER if makers == "maker who reviews" else None
        self.maker = make_person(role=role, organisation=party)
        self.actors = {makers: self.maker}
        if makers == "maker":
            self.actors |= {
                "colleague": make_person(organisation=party),
                "stranger": make_person(organisation=make_party()),
                "administrator": self.panel.administrator,
                "reviewer": self.panel.reviewer,
                "ssc": make_person(role=Role.SECURITY_SUB_COMMITTEE),
                "auditor": make_person(role=Role.AUDITOR),
                "superuser": make_superuser(),
            }

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


def outcome(step: Step, submission: Submission, by: User, reviewer: User) -> str:
    """What becomes of the step, or why not; the submission is afterwards as it was."""
    with transaction.atomic():
        current = Submission.objects.get(pk=submission.pk)
        if current.state == State.IN_REVIEW and step == Step.ACCEPT:
            submission_waive(submission=current, rule=ADVISORY, reason="ok", by=reviewer)
        try:
            VERBS[step](current, by)
        except (NotForYou, StateForbids) as refusal:
            assert Submission.objects.get(pk=submission.pk).state == submission.state
            return type(refusal).__name__
        else:
            return Submission.objects.get(pk=submission.pk).state
        finally:
            transaction.set_rollback(True)


def expected(step: Step, actor: str, state: State) -> str:
    """The same as the tables above have it."""
    if step not in WHO[actor]:
        return NotForYou.__name__
    return TRANSITIONS[state, step] if step in ALLOWED[state] else StateForbids.__name__


@pytest.mark.parametrize("makers", ["maker", "closed maker", "maker who reviews"])
@pytest.mark.parametrize("state", State)
def test_every_step_by_every_actor_in_the_state(state: State, makers: str) -> None:
    cast = Cast(makers)
    submission = cast.submission_in(state)
    submission.refresh_from_db()
    if makers == "closed maker":
        user_deactivate(user=cast.maker, reason="left", by="test")
        cast.maker.refresh_from_db()

    cases = [(actor, step) for actor in cast.actors for step in Step]
    found = {
        case: outcome(case[1], submission, cast.actors[case[0]], cast.panel.reviewer)
        for case in cases
    }

    assert found == {(actor, step): expected(step, actor, state) for actor, step in cases}


def test_every_actor_is_in_some_cast() -> None:
    casts = [Cast(makers).actors for makers in ("maker", "closed maker", "maker who reviews")]

    assert {actor for actors in casts for actor in actors} == set(WHO)
