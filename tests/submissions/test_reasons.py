"""Reasons are kept in full or refused in words, before any database meets them (L19)."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Role, User
from accounts.services import role_end, token_issue, token_revoke, user_change, user_deactivate
from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import Unusable
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_waive,
    submission_withdraw,
)
from tests.accounts.factories import BY, make_person
from tests.registry import Panel, in_review, make_panel
from tests.rows import numbered_row
from tests.zigbee.grants import make_grant, make_member
from zigbee.grants import grant_revoke

pytestmark = pytest.mark.django_db

TOO_LONG = "x" * (LONGEST_REASON + 1)
LONGEST = "é" * LONGEST_REASON
SAID = "A reason has at most 500 letters; this one has 501."


@pytest.fixture
def panel() -> Panel:
    return make_panel()


@pytest.fixture
def submission(panel: Panel) -> Submission:
    return in_review(numbered_row(1), by=panel.administrator, reviewer=panel.reviewer)


Deed = Callable[[Submission, Panel, str], object]
DEEDS: dict[str, Deed] = {
    "return": lambda s, p, why: submission_return(submission=s, by=p.reviewer, reason=why),
    "reject": lambda s, p, why: submission_reject(submission=s, by=p.reviewer, reason=why),
    "accept": lambda s, p, why: submissions_accept(submissions=[s], by=p.reviewer, reason=why),
    "withdraw": lambda s, p, why: submission_withdraw(submission=s, by=p.administrator, reason=why),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_submission_stays_as_it_is_for_a_reason_that_is_too_long(
    submission: Submission, panel: Panel, deed: Deed
) -> None:
    with pytest.raises(Unusable) as refused:
        deed(submission, panel, TOO_LONG)

    assert str(refused.value) == SAID
    submission.refresh_from_db()
    assert submission.state == "in_review"


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_the_longest_reason_is_kept_in_full(
    submission: Submission, panel: Panel, deed: Deed
) -> None:
    deed(submission, panel, LONGEST)

    submission.refresh_from_db()
    rounds = submission.rounds.values_list("reason", flat=True)
    assert LONGEST in {submission.decision_reason, *rounds}


def test_a_waiver_needs_a_reason_that_fits(submission: Submission, panel: Panel) -> None:
    with pytest.raises(Unusable, match="at most 500"):
        submission_waive(submission=submission, rule="any", reason=TOO_LONG, by=panel.reviewer)


def test_accounts_refuse_it_too() -> None:
    person = make_person(Role.AUDITOR)
    (holding,) = person.role_holdings.all()
    token, _ = token_issue(user=person, by=person)
    deeds: list[Callable[[], object]] = [
        lambda: role_end(holding=holding, reason=TOO_LONG, by=BY),
        lambda: user_deactivate(user=person, reason=TOO_LONG, by=BY),
        lambda: user_change(user=person, reason=TOO_LONG, by=BY, name="Other"),
        lambda: token_revoke(token=token, reason=TOO_LONG, by=BY),
    ]
    for deed in deeds:
        with pytest.raises(ValidationError, match="at most 500"):
            deed()

    assert User.objects.get(pk=person.pk).is_active
    assert User.objects.get(pk=person.pk).name == person.name
    holding.refresh_from_db()
    assert holding.ended_at is None


def test_the_committee_refuses_it_too() -> None:
    member = make_member()
    grant = make_grant(member, person=make_person())

    with pytest.raises(ValidationError, match="500"):
        grant_revoke(by=member, grant=grant, reason=TOO_LONG)
    grant_revoke(by=member, grant=grant, reason=LONGEST)

    grant.refresh_from_db()
    assert grant.revocation_reason == LONGEST
