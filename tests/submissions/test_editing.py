"""Editing a draft or what was returned: an item stays itself, and what hangs on it is kept."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.checking import blocking, submission_check
from sec_registry.submissions.errors import NotForYou, StateForbids, Unusable
from sec_registry.submissions.intake import (
    Row,
    submission_remove_rows,
    submission_replace_rows,
    submission_retitle,
)
from sec_registry.submissions.models import (
    Contributor,
    EarlierPart,
    ProposedPart,
    StoredFinding,
    Submission,
    Waiver,
)
from sec_registry.submissions.review import (
    submission_return,
    submission_start_review,
    submission_submit,
    submission_waive,
)
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import draft, in_review, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db

ADVISORY = "model-identifier-form"


def doubtful(number: int, **changes: str) -> Cells:
    """A row with one advisory."""
    return numbered_row(number, **{"Model identifier": "MODEL", **changes})


class Returned:
    """Two rows with a waived advisory each, returned to their maker."""

    def __init__(self) -> None:
        self.reviewer = make_panel().reviewer
        self.maker = make_person(organisation=OrganisationFactory())
        self.submission = in_review(doubtful(1), doubtful(2), by=self.maker, reviewer=self.reviewer)
        submission_return(submission=self.submission, by=self.reviewer, reason="mend it")

    def put(self, position: int, cells: Cells, by: User | None = None) -> None:
        rows = [Row(position, cells)]
        submission_replace_rows(submission=self.submission, by=by or self.maker, rows=rows)

    def open_rows(self) -> list[int | None]:
        """The rows whose advisories stand in the way once it is in review again."""
        submission_submit(submission=self.submission, by=self.maker)
        submission_start_review(submission=self.submission, by=self.reviewer)
        return [finding.row for finding in blocking(self.submission)]


def test_an_edited_item_stays_the_same_item() -> None:
    returned = Returned()
    keys = list(returned.submission.items.values_list("position", "pk"))

    returned.put(2, doubtful(1, **{"Release notes": "Mended."}))

    assert list(returned.submission.items.values_list("position", "pk")) == keys
    returned.submission.refresh_from_db()
    assert returned.submission.revision == 2


def test_an_edit_that_changes_nothing_counts_no_revision() -> None:
    returned = Returned()
    returned.put(2, doubtful(1))

    returned.submission.refresh_from_db()
    assert returned.submission.revision == 1
    assert not EarlierPart.objects.exists()


def test_typing_what_somebody_else_typed_is_a_change_and_confirms_no_guess() -> None:
    returned = Returned()
    other = make_person(organisation=returned.maker.organisation)
    Contributor.objects.create(submission=returned.submission, person=other, since=timezone.now())
    typed = {name: doubtful(1)[name] for name in ("ZigBee chipset vendor", "ZigBee stack version")}
    for guess in (typed, {**typed, "ZigBee stack version": "wrong"}):
        before = Submission.objects.get(pk=returned.submission.pk).revision
        returned.put(2, {"Action": "add", **guess}, by=other if guess == typed else returned.maker)
        assert Submission.objects.get(pk=returned.submission.pk).revision == before + 1


def test_what_stood_when_it_was_returned_is_kept_once() -> None:
    returned = Returned()
    returned.put(2, doubtful(1, **{"Release notes": "Mended."}))
    returned.put(2, doubtful(1, **{"Release notes": "Mended again."}))
    returned.put(9, doubtful(9))
    submission_remove_rows(submission=returned.submission, by=returned.maker, positions=[3])

    stood = EarlierPart.objects.all()
    kept = {(each.row, each.register): each.values or {} for each in stood}
    assert kept[2, "firmware"]["Release notes"] == "First release."
    assert stood.get(row=2).typed_by == returned.maker
    assert (2, "cpl") not in kept
    assert {each.register for each in stood.filter(row=9, values__isnull=True)} == {
        ITEM,
        "cpl",
        "firmware",
        "zigbee",
    }
    assert kept[3, "zigbee"]["ZigBee chipset vendor"] == "Imaginary Silicon"
    assert kept[3, ITEM]["Reference"] == "row 2"


def test_nothing_is_kept_of_a_draft_that_nobody_has_reviewed() -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = draft(doubtful(1), by=maker)
    submission_replace_rows(submission=submission, by=maker, rows=[Row(2, doubtful(2))])
    assert not EarlierPart.objects.exists()


def test_a_waiver_covers_what_was_not_changed_since() -> None:
    returned = Returned()
    assert returned.open_rows() == []

    submission_return(submission=returned.submission, by=returned.reviewer, reason="once more")
    returned.put(3, doubtful(2, **{"Release notes": "Other notes."}))
    returned.put(4, doubtful(3))

    assert returned.open_rows() == [3, 4]
    submission_waive(
        submission=returned.submission, rule=ADVISORY, reason="seen", by=returned.reviewer
    )
    assert not blocking(returned.submission).exists()
    assert Waiver.objects.filter(submission=returned.submission, rule=ADVISORY).count() == 2


def test_a_waiver_does_not_cover_words_that_another_rows_change_brought() -> None:
    returned = Returned()
    finding = StoredFinding.objects.filter(submission=returned.submission).earliest("pk")
    StoredFinding.objects.filter(pk=finding.pk).update(message="It said something else then.")
    returned.put(9, numbered_row(9))

    assert returned.open_rows() == [finding.row]


def test_a_waiver_of_a_row_that_is_gone_stays_and_covers_no_new_row_there() -> None:
    returned = Returned()
    item = returned.submission.items.get(position=3)
    submission_submit(submission=returned.submission, by=returned.maker)
    submission_start_review(submission=returned.submission, by=returned.reviewer)
    submission_waive(
        submission=returned.submission, rule=ADVISORY, item=item, reason="k", by=returned.reviewer
    )
    submission_return(submission=returned.submission, by=returned.reviewer, reason="again")
    submission_remove_rows(submission=returned.submission, by=returned.maker, positions=[3])
    returned.put(3, doubtful(5))

    assert returned.open_rows() == [3]
    assert Waiver.objects.filter(submission=returned.submission, row=3).count() == 1


def test_makers_do_not_waive_their_own_in_the_database_either() -> None:
    returned = Returned()
    with pytest.raises(IntegrityError, match="may waive its advisories"), transaction.atomic():
        Waiver.objects.create(
            submission=returned.submission,
            rule=ADVISORY,
            reason="mine",
            waived_by=returned.maker,
            waived_at=timezone.now(),
        )


def test_rows_are_taken_out_with_what_belongs_to_them() -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = draft(doubtful(1), doubtful(2), by=maker)
    submission_check(submission=submission, by=maker)

    submission_remove_rows(submission=submission, by=maker, positions=[2, 2])

    assert [item.position for item in submission.items.all()] == [3]
    parts = ProposedPart.objects.filter(item__submission=submission)
    assert set(parts.values_list("item__position", flat=True)) == {3}
    assert {f.row for f in StoredFinding.objects.filter(submission=submission)} == {3}
    submission.refresh_from_db()
    assert submission.revision == 2


def test_rows_that_are_not_there_are_named_and_nothing_goes() -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = draft(doubtful(1), by=maker)
    with pytest.raises(Unusable, match="no row 7, 8"):
        submission_remove_rows(submission=submission, by=maker, positions=[2, 7, 8])
    assert submission.items.count() == 1


def test_a_title_is_changed_by_its_makers_until_it_is_sent() -> None:
    maker = make_person(organisation=OrganisationFactory())
    submission = draft(doubtful(1), by=maker)
    submission_retitle(submission=submission, by=maker, title="  Better  ")
    assert Submission.objects.get(pk=submission.pk).title == "Better"

    for title in (" ", "x" * 201, "zero\x00"):
        with pytest.raises(Unusable):
            submission_retitle(submission=submission, by=maker, title=title)
    with pytest.raises(NotForYou):
        submission_retitle(submission=submission, by=make_panel().administrator, title="Mine")
    submission_submit(submission=submission, by=maker)
    with pytest.raises(StateForbids):
        submission_retitle(submission=submission, by=maker, title="Too late")


def test_two_rows_at_one_position_are_refused() -> None:
    returned = Returned()
    with pytest.raises(Unusable, match="same position"):
        submission_replace_rows(
            submission=returned.submission,
            by=returned.maker,
            rows=[Row(2, doubtful(1)), Row(2, doubtful(2))],
        )


@pytest.mark.parametrize("text", ["zero\x00", "half \ud800"])
def test_reasons_that_no_database_keeps_are_refused(text: str) -> None:
    returned = Returned()
    submission_submit(submission=returned.submission, by=returned.maker)
    submission_start_review(submission=returned.submission, by=returned.reviewer)
    with pytest.raises(Unusable, match="reason"):
        submission_return(submission=returned.submission, by=returned.reviewer, reason=text)
