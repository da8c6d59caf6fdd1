"""Who learns the impact of a submission, and that each look is recorded."""

import pytest

from accounts.models import Role, User
from accounts.services import user_deactivate
from sec_registry.registers.models import Disclosure
from sec_registry.submissions.impact import impact_of, impact_together
from sec_registry.submissions.impact_shapes import Impact
from tests.accounts.factories import OrganisationFactory, make_party, make_person, make_superuser
from tests.registry import Panel, draft
from tests.submissions.impact.changes import CHANNEL, amend, block, removal, seen

pytestmark = pytest.mark.django_db


def test_together_is_told_to_whoever_may_know_all_of_them(panel: Panel) -> None:
    party = make_person(organisation=make_party())
    own, other = draft(block(3, 2), by=party), draft(block(4, 2), by=panel.administrator)

    found = impact_together(submissions=[own, other], by=party, channel=CHANNEL)

    assert found == Impact(readable=False)
    assert Disclosure.objects.latest("pk").outcome == Disclosure.Outcome.REFUSED


def test_a_look_is_recorded_with_the_numbers_that_are_shown(panel: Panel) -> None:
    submission = draft(block(3, 2), by=panel.administrator)

    impact_of(submission=submission, by=panel.reviewer, channel=CHANNEL)

    look = Disclosure.objects.latest("pk")
    assert (look.register, look.outcome) == ("firmware", Disclosure.Outcome.DISCLOSED)
    assert (look.person, look.right) == (panel.reviewer.email, "Panel")
    assert look.numbers == [1, 2, 3, 4]
    assert look.subject == f"impact of submission {submission.pk}"
    assert look.route == CHANNEL.route


def test_an_impact_of_nothing_is_a_look_too(panel: Panel) -> None:
    seen(removal(5), panel=panel)
    before = Disclosure.objects.count()

    found = seen({"Action": "amend", "CPL number": "1", "Model name": "X"}, panel=panel)

    assert not found.any
    assert Disclosure.objects.count() == before + 1


def outsiders() -> list[User]:
    organisation = OrganisationFactory()
    return [
        make_person(organisation=organisation),
        make_person(Role.SECURITY_SUB_COMMITTEE, organisation=organisation),
        make_person(Role.AUDITOR, organisation=organisation),
    ]


def test_whoever_may_not_read_pathways_learns_nothing_of_their_own_proposal(panel: Panel) -> None:
    nothing = Impact(readable=False)
    for outsider in outsiders():
        for row in (block(3, 2), block(5, 1), removal(2), amend(3, "1"), removal(99)):
            submission = draft(row, by=outsider)
            assert impact_of(submission=submission, by=outsider, channel=CHANNEL) == nothing
            refusal = Disclosure.objects.latest("pk")
            assert (refusal.outcome, refusal.numbers) == (Disclosure.Outcome.REFUSED, [])


def test_a_party_sees_the_impact_of_its_own_and_of_nobody_elses(panel: Panel) -> None:
    party = make_person(organisation=make_party())
    own, other = draft(block(3, 2), by=party), draft(block(3, 2), by=panel.administrator)

    assert impact_of(submission=own, by=party, channel=CHANNEL).losing == 2
    assert not impact_of(submission=other, by=party, channel=CHANNEL).readable


def test_neither_superusers_nor_people_who_left_are_told(panel: Panel) -> None:
    submission = draft(block(3, 2), by=panel.administrator)
    user_deactivate(user=panel.administrator, reason="left", by=make_superuser())

    for person in (make_superuser(), panel.administrator):
        assert not impact_of(submission=submission, by=person, channel=CHANNEL).readable
