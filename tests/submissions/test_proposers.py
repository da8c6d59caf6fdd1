"""Anybody may propose a change to any record; a stranger's is looked at twice (S5)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Organisation, User
from accounts.services import user_join_organisation
from cpl.models import ManufacturerOrganisation
from sec_registry.audit.acting import acting
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.checking import is_stale, submission_check
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.intake import submission_create
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.on_behalf import OnBehalfOf
from sec_registry.submissions.permissions import may, submissions_visible_to
from sec_registry.submissions.rehearsal import rehearse
from sec_registry.submissions.review import submission_submit
from tests.accounts.factories import BY, OrganisationFactory, make_party, make_person
from tests.findings import findings_seen
from tests.registry import Panel, accept, draft, make_panel, rows_of
from tests.rows import MANUFACTURER_CODE, numbered_row

pytestmark = pytest.mark.django_db

RULES = {
    "proposed-by-those-concerned",
    "proposed-for-their-own-manufacturer",
    "renewed-by-those-it-concerns",
}
OWNED, TAKEN_OVER = "1", "2"

CHANGES: list[dict[str, Cell]] = [
    {"Action": "amend", "Model name": "Imaginary Two"},
    {"Action": "amend", "Image hash": "A" * 64},
    {"Action": "remove", "Removal reason": "Error"},
    {"Action": "block baselines", "Baselines": "1", "Reason": "It loses the clock."},
    {"Action": "unblock baselines", "Baselines": "1", "Reason": "Mended."},
    {"Action": "transfer", "Organisation of record": "X"},
    {"Action": "reinstate"},
]


@pytest.fixture
def owner() -> User:
    return make_person(organisation=OrganisationFactory(name="Owner of Records Ltd"))


@pytest.fixture
def panel(owner: User) -> Panel:
    """1 is the owner's record, 2 nobody's: the Panel entered it."""
    panel = make_panel()
    accept(numbered_row(1), panel=panel, by=owner)
    accept(numbered_row(2), panel=panel)
    return panel


def about(number: str, row: dict[str, Cell]) -> dict[str, Cell]:
    return {**row, "CPL number": number}


def advisories(row: dict[str, Cell], maker: User) -> list[tuple[str, str, str]]:
    """What its maker reads of the advisory."""
    submission = draft(row, by=maker)
    submission_check(submission=submission, by=maker)
    return [
        (finding.level, finding.column, finding.message + finding.found + finding.expected)
        for finding in findings_seen(maker, submission)
        if finding.rule in RULES
    ]


def speaking(organisation: Organisation, panel: Panel) -> None:
    with acting(by=panel.administrator, reason="test"):
        ManufacturerOrganisation.objects.create(
            manufacturer_id=MANUFACTURER_CODE, organisation=organisation
        )


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: row["Action"])
def test_a_strangers_change_gets_one_advisory(
    row: dict[str, Cell], panel: Panel, owner: User
) -> None:
    ((level, column, _),) = advisories(about(OWNED, row), make_person(organisation=make_party()))

    assert (level, column) == (Level.ADVISORY, "CPL number")
    assert advisories(about(OWNED, row), owner) == []
    assert advisories(about(OWNED, row), panel.administrator) == []


def test_whoever_speaks_for_the_manufacturer_is_no_stranger(panel: Panel) -> None:
    maker = make_person(organisation=OrganisationFactory())
    before = advisories(about(OWNED, CHANGES[0]), maker)
    speaking(maker.organisation, panel)  # type: ignore[arg-type]  # made with one

    assert before != []
    assert advisories(about(OWNED, CHANGES[0]), maker) == []
    assert advisories(about(TAKEN_OVER, CHANGES[0]), maker) == []


def test_the_advisory_says_nothing_of_whose_record_it_is(panel: Panel) -> None:
    stranger = make_person(organisation=make_party())
    ((_, _, owned),) = advisories(about(OWNED, CHANGES[0]), stranger)
    ((_, _, taken_over),) = advisories(about(TAKEN_OVER, CHANGES[0]), stranger)

    assert "Owner of Records" not in owned
    assert owned == taken_over


@pytest.mark.parametrize("action", ["rename manufacturer", "change contact"])
def test_a_strangers_change_of_all_of_a_manufacturers_records_gets_one_too(
    action: str, panel: Panel, owner: User
) -> None:
    row: dict[str, Cell] = {"Action": action, "Manufacturer code": MANUFACTURER_CODE}
    before = advisories(row, owner)
    speaking(owner.organisation, panel)  # type: ignore[arg-type]  # made with one

    # To have records of a Manufacturer is not to speak for it.
    assert [(level, column) for level, column, _ in before] == [
        (Level.ADVISORY, "Manufacturer code")
    ]
    assert advisories(row, owner) == []
    assert advisories(row, panel.administrator) == []


def renewal_of(number: int) -> dict[str, Cell]:
    """A new ZigBee certificate for the Device Model of this row."""
    return {
        "Action": "renew certificate",
        "Replaces certificate": f"ZIG-FICTION-{number}",
        "ZigBee certificate": "ZIG-FICTION-NEW",
        "ZigBee standard": "ZSE 1.5",
    }


def test_a_certificate_is_renewed_by_those_whose_device_models_it_covers(
    panel: Panel, owner: User
) -> None:
    owned, others = renewal_of(1), renewal_of(2)

    assert advisories(owned, owner) == []
    ((level, column, _),) = advisories(others, owner)
    assert (level, column) == (Level.ADVISORY, "Replaces certificate")
    assert advisories(others, panel.administrator) == []
    speaking(owner.organisation, panel)  # type: ignore[arg-type]  # made with one
    assert advisories(others, owner) == []


def test_additions_and_what_is_not_on_the_list_get_none(panel: Panel) -> None:
    stranger = make_person(organisation=make_party())

    assert advisories(numbered_row(3), stranger) == []
    assert advisories(about("99", CHANGES[0]), stranger) == []
    assert (
        advisories({"Action": "rename manufacturer", "Manufacturer code": "0000"}, stranger) == []
    )


def test_a_dry_run_says_it_to_whoever_asks_and_to_nobody_else(panel: Panel) -> None:
    rows = rows_of([about(OWNED, CHANGES[0])])
    stranger = make_person(organisation=make_party())

    def said(by: User | None) -> set[str]:
        rehearsal = rehearse(rows, (), by=by or AnonymousUser(), channel=Channel("test", "/"))
        return {finding.rule for finding in rehearsal.findings.first} & RULES

    assert said(stranger) == {"proposed-by-those-concerned"}
    assert said(panel.administrator) == set()
    assert said(None) == set()


def test_what_the_panel_keys_in_for_a_stranger_is_the_strangers(panel: Panel, owner: User) -> None:
    def said(organisation: Organisation | None) -> set[str]:
        assert organisation is not None
        submission = submission_create(
            by=panel.administrator,
            title="Mail",
            rows=rows_of([about(OWNED, CHANGES[0])]),
            on_behalf_of=OnBehalfOf(organisation, "A. Writer", "letter 7"),
        )
        submission_check(submission=submission, by=panel.administrator)
        found = findings_seen(panel.administrator, submission)
        return {finding.rule for finding in found} & RULES

    assert said(make_party()) == {"proposed-by-those-concerned"}
    assert said(owner.organisation) == set()


def test_findings_are_stale_when_another_speaks_for_the_manufacturer(panel: Panel) -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = draft(about(OWNED, CHANGES[0]), by=maker)
    submission_check(submission=submission, by=maker)
    fresh = is_stale(submission)

    speaking(maker.organisation, panel)  # type: ignore[arg-type]  # made with one

    assert not fresh
    assert is_stale(submission)


def test_whoever_left_its_organisation_makes_nothing_of_it_any_more(
    owner: User, panel: Panel
) -> None:
    """Otherwise their change of its record would count as its own, without the advisory."""
    sent = draft(about(OWNED, CHANGES[0]), by=owner)
    clerks = draft(about(OWNED, CHANGES[0]), by=panel.administrator)
    steps = (Step.EDIT, Step.SUBMIT, Step.WITHDRAW, Step.ATTACH)
    assert all(may(owner, step, sent) for step in steps)

    user_join_organisation(user=owner, organisation=OrganisationFactory(), by=BY)
    user_join_organisation(user=panel.administrator, organisation=OrganisationFactory(), by=BY)
    for person in (owner, panel.administrator):
        person.refresh_from_db()

    assert not any(may(owner, step, sent) for step in steps)
    with pytest.raises(NotForYou):
        submission_submit(submission=sent, by=owner)
    # They made it, and still see it; the Panel's staff act for the Panel wherever they work.
    assert submissions_visible_to(owner).filter(pk=sent.pk).exists()
    assert may(panel.administrator, Step.SUBMIT, clerks)
