"""Taking rows in: who may, what is kept, and what no database would take."""

import pytest

from accounts.models import Role
from sec_registry.submissions.errors import NotForYou, StateForbids, Unusable
from sec_registry.submissions.intake import Row, submission_create, submission_replace_rows
from sec_registry.submissions.models import Contributor, ProposedPart, Submission
from sec_registry.submissions.review import submission_submit
from tests.accounts.factories import OrganisationFactory, make_person, make_superuser
from tests.registry import draft, make_panel, rows_of
from tests.rows import valid_row

pytestmark = pytest.mark.django_db


def test_a_row_is_cut_into_one_part_per_register() -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = draft(valid_row(), by=maker)

    parts = ProposedPart.objects.filter(item__submission=submission)
    assert {part.register for part in parts} == {"cpl", "firmware", "zigbee"}
    zigbee = parts.get(register="zigbee")
    assert set(zigbee.values) == {"ZigBee chipset vendor", "ZigBee stack version"}
    assert zigbee.typed_by == maker
    (item,) = submission.items.all()
    assert set(item.values) <= {"Action", "Reference"}


def test_of_an_unknown_column_only_the_name_is_kept() -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = draft({**valid_row(), "Zigbee vendour": "Imaginary Silicon X"}, by=maker)

    (item,) = submission.items.all()
    assert item.values["unknown columns"] == ["Zigbee vendour"]
    assert "Imaginary Silicon X" not in str(item.values)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_texts_that_no_database_keeps_are_refused_by_row_and_column(text: str) -> None:
    maker = make_person(organisation=OrganisationFactory())
    with pytest.raises(Unusable, match='row 2 "Release notes"'):
        draft(valid_row(**{"Release notes": text}), by=maker)
    assert not Submission.objects.exists()


def test_people_without_an_organisation_or_panel_role_may_not_submit() -> None:
    for stranger in (make_person(), make_superuser(), make_person(role=Role.AUDITOR)):
        with pytest.raises(NotForYou):
            draft(valid_row(), by=stranger)


def test_only_panel_administrators_take_records_over() -> None:
    panel = make_panel()
    maker = make_person(organisation=OrganisationFactory())
    for other in (maker, panel.reviewer):
        with pytest.raises(NotForYou):
            draft(valid_row(), by=other, initial_load=True)
    assert draft(valid_row(), by=panel.administrator, initial_load=True).initial_load


def test_replacing_a_row_keeps_the_parts_it_does_not_mention() -> None:
    panel = make_panel()
    submission = draft(valid_row(), by=panel.administrator)
    cells = {"Action": "add", "Model name": "Another name"}

    submission_replace_rows(submission=submission, by=panel.administrator, rows=[Row(2, cells)])

    submission.refresh_from_db()
    (item,) = submission.items.all()
    values = {part.register: part.values for part in item.parts.all()}
    assert values["cpl"] == {"Model name": "Another name"}
    assert values["zigbee"]["ZigBee chipset vendor"] == valid_row()["ZigBee chipset vendor"]
    assert submission.revision == 2


def test_a_submitted_submission_is_fixed() -> None:
    panel = make_panel()
    submission = draft(valid_row(), by=panel.administrator)
    submission_submit(submission=submission, by=panel.administrator)
    with pytest.raises(StateForbids):
        submission_replace_rows(
            submission=submission, by=panel.administrator, rows=rows_of([valid_row()])
        )


def test_a_strangers_edit_is_refused_and_makes_no_contributor() -> None:
    panel = make_panel()
    stranger = make_person(organisation=OrganisationFactory())
    submission = draft(valid_row(), by=panel.administrator)
    with pytest.raises(NotForYou):
        submission_replace_rows(submission=submission, by=stranger, rows=rows_of([valid_row()]))
    assert Contributor.objects.filter(submission=submission).count() == 1


def test_creation_is_recorded_with_its_maker() -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = submission_create(by=maker, title=" ", rows=rows_of([valid_row()]))
    assert submission.title == "Untitled"
    assert [row.history_user_id for row in submission.history.all()] == [maker.email]
