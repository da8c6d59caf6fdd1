"""The buttons of a submission's page: offered exactly where the state table and the roles allow."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Role
from sec_registry.submissions.lifecycle import TRANSITIONS, State, Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
    submission_withdraw,
)
from tests.accounts.factories import OrganisationFactory, make_person
from tests.admin.desk import page, said, text
from tests.registry import Panel, accept, draft, make_panel
from tests.rows import valid_row

pytestmark = pytest.mark.django_db

BY_MAKERS = (Step.SUBMIT, Step.WITHDRAW)
BY_REVIEWERS = (Step.START_REVIEW, Step.RETURN, Step.ACCEPT, Step.REJECT)


class Scene:
    """A submission with its maker and the Panel."""

    def __init__(self) -> None:
        self.panel: Panel = make_panel()
        self.maker = make_person(organisation=OrganisationFactory(), staff=True)
        self.submission = draft(valid_row(), by=self.maker)

    def driven_to(self, state: State) -> Submission:
        reviewer = self.panel.reviewer
        ways: dict[State, list[Callable[[], object]]] = {
            State.DRAFT: [],
            State.SUBMITTED: [self._submit],
            State.IN_REVIEW: [self._submit, self._review],
            State.RETURNED: [self._submit, self._review, self._return],
            State.ACCEPTED: [self._accept],
            State.REJECTED: [
                self._submit,
                self._review,
                lambda: submission_reject(submission=self.submission, reason="no", by=reviewer),
            ],
            State.WITHDRAWN: [
                lambda: submission_withdraw(submission=self.submission, by=self.maker)
            ],
        }
        for step in ways[state]:
            step()
        return Submission.objects.get(pk=self.submission.pk)

    def _submit(self) -> None:
        submission_submit(submission=self.submission, by=self.maker)

    def _review(self) -> None:
        submission_start_review(submission=self.submission, by=self.panel.reviewer)

    def _return(self) -> None:
        submission_return(submission=self.submission, by=self.panel.reviewer, reason="mend it")

    def _accept(self) -> None:
        self.submission = accept(valid_row(), panel=self.panel, by=self.maker).submissions.get()


def buttons(client: Client, submission: Submission) -> set[str]:
    address = page("submissions_submission_change", submission.pk)
    return {button.step for button in client.get(address).context["buttons"]}


def press(client: Client, submission: Submission, step: str, reason: str = "") -> str:
    address = page("submissions_submission_step", submission.pk, step)
    answer = client.post(address, {"reason": reason})
    assert answer.status_code == 302
    return said(answer)


@pytest.mark.parametrize("state", list(State))
def test_buttons_by_state(state: State, client: Client) -> None:
    scene = Scene()
    submission = scene.driven_to(state)
    allowed = {step for (at, step) in TRANSITIONS if at == state}

    offered = {}
    for who, person in (
        ("maker", scene.maker),
        ("reviewer", scene.panel.reviewer),
        ("administrator", scene.panel.administrator),
    ):
        client.force_login(person)
        offered[who] = buttons(client, submission)

    assert offered == {
        "maker": {step.value for step in allowed.intersection(BY_MAKERS)},
        "reviewer": {step.value for step in allowed.intersection(BY_REVIEWERS)},
        "administrator": set(),
    }


@pytest.mark.parametrize("state", list(State))
def test_pressing_a_button(state: State) -> None:
    scene = Scene()
    submission = scene.driven_to(state)

    found = {}
    for step in (*BY_MAKERS, *BY_REVIEWERS):
        with transaction.atomic():
            client = Client()
            client.force_login(scene.maker if step in BY_MAKERS else scene.panel.reviewer)
            message = press(client, submission, step.value, reason="for a test")
            now = Submission.objects.get(pk=submission.pk).state
            found[step] = (now, "not possible now" in message)
            transaction.set_rollback(True)

    after = {step: TRANSITIONS.get((state, step)) for step in found}
    assert found == {step: (to or state, to is None) for step, to in after.items()}


@pytest.mark.parametrize("step", [*BY_MAKERS, *BY_REVIEWERS])
def test_pressing_somebody_elses_button_is_said_to_be_theirs(step: Step, client: Client) -> None:
    scene = Scene()
    submission = scene.driven_to(State.DRAFT)
    client.force_login(scene.panel.administrator)

    message = press(client, submission, step.value, reason="for a test")

    submission.refresh_from_db()
    assert message.startswith("You may not")
    assert submission.state == State.DRAFT


def test_a_reviewer_does_not_accept_what_they_made(client: Client) -> None:
    reviewer = make_person(Role.PANEL_REVIEWER, organisation=OrganisationFactory(), staff=True)
    other = make_person(Role.PANEL_REVIEWER, staff=True)
    submission = draft(valid_row(), by=reviewer)
    submission_submit(submission=submission, by=reviewer)
    submission_start_review(submission=submission, by=other)
    client.force_login(reviewer)

    shown = text(client.get(page("submissions_submission_change", submission.pk)))
    message = press(client, submission, "accept")

    assert "another reviewer accepts it" in shown
    assert message.startswith("You may not accept")


def test_a_rejection_without_a_reason_is_refused_in_words(client: Client) -> None:
    scene = Scene()
    submission = scene.driven_to(State.IN_REVIEW)
    client.force_login(scene.panel.reviewer)

    address = page("submissions_submission_step", submission.pk, "reject")
    refused = client.post(address, {"reason": "  "})

    form = text(refused).split(f'action="{address}"')[1].split("</form>")[0]
    assert refused.status_code == 400
    assert "needs a reason" in said(refused)
    assert "<details open>" in form
    assert 'class="errorlist">A rejection needs a reason.' in form
    assert Submission.objects.get(pk=submission.pk).state == State.IN_REVIEW


def test_comments_on_rows_outlive_a_return_without_a_reason(client: Client) -> None:
    scene = Scene()
    submission = scene.driven_to(State.IN_REVIEW)
    comment = f"comment-{submission.items.get().pk}"
    client.force_login(scene.panel.reviewer)

    refused = client.post(
        page("submissions_submission_step", submission.pk, "return"),
        {"reason": "", comment: "The vendor of <radio 2>"},
    )

    field = text(refused).split(f'name="{comment}"')[1].split("</textarea>")[0]
    assert refused.status_code == 400
    assert field.endswith("The vendor of &lt;radio 2&gt;")


def test_an_unknown_step_is_no_page(client: Client) -> None:
    scene = Scene()
    client.force_login(scene.maker)
    address = page("submissions_submission_step", scene.submission.pk, "edit")

    assert client.post(address).status_code == 404


def test_a_draft_with_problems_is_not_sent_and_says_why(client: Client) -> None:
    scene = Scene()
    bad = draft(valid_row(**{"Manufacturer code": "FA1"}), by=scene.maker)
    client.force_login(scene.maker)

    message = press(client, bad, "submit")
    shown = text(client.get(page("submissions_submission_change", bad.pk)))

    assert "Problems stand in the way" in message
    assert "manufacturer-code-form" in shown
    assert "FA1" in shown
