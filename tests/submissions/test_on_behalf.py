"""Keying in what arrived by mail: whose it is, by whom, and that two persons still decide."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, Role, User
from cpl.models import DeviceModel
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import NotForYou, Unusable
from sec_registry.submissions.intake import OnBehalfOf, submission_create
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import submission_start_review, submission_submit
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import make_panel, rows_of
from tests.rows import valid_row

pytestmark = pytest.mark.django_db


def keyed_in(
    by: User,
    organisation: Organisation,
    person: str = "A. Fictional",
    reference: str = "Letter of 1 May",
) -> Submission:
    return submission_create(
        by=by,
        title="By mail",
        rows=rows_of([valid_row()]),
        on_behalf_of=OnBehalfOf(organisation, person, reference),
    )


def test_it_belongs_to_the_organisation_it_is_for() -> None:
    panel, maker = make_panel(), OrganisationFactory()
    submission = keyed_in(panel.administrator, maker)

    assert submission.organisation == maker
    assert submission.on_behalf_person == "A. Fictional"
    assert submission.created_by == panel.administrator
    kept = submission.history.get()
    assert kept.on_behalf_reference == "Letter of 1 May"

    submission_submit(submission=submission, by=panel.administrator)
    submission_start_review(submission=submission, by=panel.reviewer)
    submissions_accept(submissions=[submission], by=panel.reviewer)
    assert DeviceModel.objects.get().organisation_of_record == maker


def test_who_keyed_it_in_does_not_accept_it() -> None:
    person = make_person(Role.PANEL_REVIEWER, organisation=OrganisationFactory())
    submission = keyed_in(person, OrganisationFactory())
    submission_submit(submission=submission, by=person)
    submission_start_review(submission=submission, by=make_panel().reviewer)
    with pytest.raises(NotForYou):
        submissions_accept(submissions=[submission], by=person)


def test_only_panel_staff_key_in_for_others() -> None:
    maker = make_person(organisation=OrganisationFactory())
    with pytest.raises(NotForYou, match="Panel's staff"):
        keyed_in(maker, OrganisationFactory())
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("person", "reference"), [(" ", "Letter"), ("A", ""), ("A" * 201, "L"), ("A\x00", "L")]
)
def test_who_asked_and_by_which_letter_must_be_said(person: str, reference: str) -> None:
    with pytest.raises(Unusable):
        keyed_in(make_panel().administrator, OrganisationFactory(), person, reference)
    assert not Submission.objects.exists()


def test_the_database_takes_no_half_of_it() -> None:
    submission = keyed_in(make_panel().administrator, OrganisationFactory())
    for half in ({"on_behalf_person": ""}, {"on_behalf_reference": ""}, {"organisation": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(**half)
