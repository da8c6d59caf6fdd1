"""Proposing a change asks nothing of a register that its maker may not read."""

from collections.abc import Mapping

import pytest

from accounts.models import Role, User
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.models import StoredFinding
from sec_registry.submissions.overview import rules_breached, with_counts
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.rehearsal import rehearse
from sec_registry.submissions.review import submission_start_review, submission_submit
from tests.accounts.factories import OrganisationFactory, make_party, make_person
from tests.findings import findings_seen
from tests.registry import Panel, accept, draft, make_panel, rows_of
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

DECLARED, UNDECLARED = "2", "3"


@pytest.fixture
def panel() -> Panel:
    """The registers with a pathway 1 → 2, none to 3; 4 has two radios, the others one."""
    panel = make_panel()
    accept(
        numbered_row(1),
        numbered_row(2, Upgrade="yes", Baselines="row 1"),
        numbered_row(3),
        numbered_row(
            4,
            **{
                "ZigBee chipset vendor": "Imaginary Silicon; Pretend Radios",
                "ZigBee stack version": "HouseOfCards 1; MakeBelieve 2",
            },
        ),
        panel=panel,
    )
    return panel


def blocking_row(number: str) -> dict[str, Cell]:
    return {
        "Action": "block baselines",
        "CPL number": number,
        "Baselines": "1",
        "Reason": "bricks it",
    }


def answer(row: Mapping[str, Cell], maker: User) -> tuple[object, ...]:
    """Everything that the maker learns from proposing the row, by every way there is."""
    submission = draft(row, by=maker)
    channel = Channel("test", "/")
    rehearsal = rehearse(rows_of([row]), (), by=maker, channel=channel)
    try:
        submission_submit(submission=submission, by=maker)
        sent = True
    except NotAcceptable:
        sent = False
    counts = with_counts(submissions_visible_to(maker), by=maker).get(pk=submission.pk)
    return (
        sent,
        [(f.rule, f.level, f.message) for f in findings_seen(maker, submission)],
        [(f.rule, f.level, f.message) for f in rehearsal.findings.first],
        rules_breached(submission, by=maker),
        (counts.problem_count, counts.advisory_count, counts.note_count),
    )


def test_a_stranger_learns_nothing_of_pathways_from_blocking_them(panel: Panel) -> None:
    stranger = make_person(organisation=OrganisationFactory())

    declared, undeclared = (
        answer(blocking_row(number), stranger) for number in (DECLARED, UNDECLARED)
    )

    assert declared == undeclared
    assert declared[0] is True


def test_a_party_learns_at_once_that_there_is_no_such_pathway(panel: Panel) -> None:
    party = make_person(organisation=make_party())

    assert answer(blocking_row(DECLARED), party)[0] is True
    assert answer(blocking_row(UNDECLARED), party)[0] is False


def test_the_panel_meets_in_review_what_the_stranger_was_not_told(panel: Panel) -> None:
    stranger = make_person(organisation=OrganisationFactory())
    submission = draft(blocking_row(UNDECLARED), by=stranger)
    submission_submit(submission=submission, by=stranger)
    submission_start_review(submission=submission, by=panel.reviewer)

    problems = StoredFinding.objects.filter(submission=submission, level="problem")
    assert problems.exists()
    seen = findings_seen(panel.reviewer, submission)
    assert any(finding.level == "problem" and not finding.masked for finding in seen)
    with pytest.raises(NotAcceptable):
        submissions_accept(submissions=[submission], by=panel.reviewer)


@pytest.mark.parametrize("column", ["ZigBee chipset vendor", "ZigBee stack version"])
@pytest.mark.parametrize("typed", ["One", "One; Two"])
def test_typing_half_a_radio_tells_nobody_how_many_there_are(
    column: str, typed: str, panel: Panel
) -> None:
    for maker in (panel.administrator, make_person(organisation=OrganisationFactory())):
        one_radio, two_radios = (
            answer({"Action": "amend", "CPL number": number, column: typed}, maker)
            for number in ("1", "4")
        )
        assert one_radio == two_radios


def test_retyping_upgrade_tells_a_stranger_nothing_of_its_state(panel: Panel) -> None:
    stranger = make_person(organisation=OrganisationFactory())
    for upgrade in ("yes", "not applicable", "not provided"):
        listed, not_applicable = (
            answer({"Action": "amend", "CPL number": number, "Upgrade": upgrade}, stranger)
            for number in (DECLARED, UNDECLARED)
        )
        assert listed == not_applicable


def test_ssc_members_who_submit_see_what_rests_on_zigbee_records(panel: Panel) -> None:
    member = make_person(role=Role.SECURITY_SUB_COMMITTEE, organisation=OrganisationFactory())
    row: dict[str, Cell] = {"Action": "amend", "CPL number": "1", "ZigBee stack version": "x; y"}
    assert answer(row, member)[0] is False
    assert answer({**row, "CPL number": "4"}, member)[0] is True
