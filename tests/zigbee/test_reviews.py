"""The Security Sub Committee's reviews: who decides, on which states of a record, in sets."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from tests.accounts.factories import make_person, make_superuser
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import make_grant
from zigbee.choices import ReviewState
from zigbee.models import Review, ZigbeeRecord
from zigbee.reviews import records_review

pytestmark = pytest.mark.django_db

UNREVIEWED, REVIEWED, CONCERN = ReviewState.UNREVIEWED, ReviewState.REVIEWED, ReviewState.CONCERN


@pytest.fixture(autouse=True)
def listed() -> None:
    """CPL 1, 2 and 3; CPL 1 was amended since and so has two reviews."""
    panel = make_panel()
    accept(*[numbered_row(n) for n in (1, 2, 3)], panel=panel)
    row: Cells = {"Action": "amend", "CPL number": 1, "ZigBee stack version": "Tower 2"}
    accept(row, panel=panel)


def records(*numbers: int) -> list[ZigbeeRecord]:
    return list(ZigbeeRecord.objects.filter(pk__in=numbers))


def states(number: int) -> list[str]:
    """The states of the record's reviews, oldest first."""
    reviews = Review.objects.filter(record=number).order_by("publication")
    return list(reviews.values_list("state", flat=True))


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SECURITY_SUB_COMMITTEE])
def test_other_roles_review_nothing(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        records_review(by=make_person(role=role), records=records(1), state=REVIEWED)


def test_superuser_reviews_nothing() -> None:
    with pytest.raises(PermissionDenied):
        records_review(by=make_superuser(), records=records(1), state=REVIEWED)


def test_grantee_reads_and_reviews_nothing(member: User) -> None:
    grantee = make_person()
    make_grant(member, person=grantee)

    with pytest.raises(PermissionDenied):
        records_review(by=grantee, records=records(1), state=REVIEWED)


def test_reviewed_settles_every_state_of_the_record(member: User) -> None:
    records_review(by=member, records=records(1), state=REVIEWED, note="Seen.")

    assert states(1) == [REVIEWED, REVIEWED]
    assert states(2) == [UNREVIEWED]
    newest = Review.objects.filter(record=1).latest("publication")
    assert (newest.decided_by, newest.note) == (member, "Seen.")
    assert newest.decided_at is not None


def test_what_was_published_since_it_was_seen_is_not_decided_on(member: User) -> None:
    for state in (REVIEWED, CONCERN, UNREVIEWED):
        with pytest.raises(ValidationError, match=r"since publication 1, .*: CPL 1\. Look again"):
            records_review(by=member, records=records(1, 2), state=state, note="n", seen=1)
    assert (states(1), states(2)) == ([UNREVIEWED, UNREVIEWED], [UNREVIEWED])

    records_review(by=member, records=records(1, 2), state=REVIEWED, seen=2)

    assert (states(1), states(2)) == ([REVIEWED, REVIEWED], [REVIEWED])


def test_concern_needs_a_note(member: User) -> None:
    with pytest.raises(ValidationError):
        records_review(by=member, records=records(1), state=CONCERN, note=" ")

    assert states(1) == [UNREVIEWED, UNREVIEWED]


def test_unknown_state_is_refused(member: User) -> None:
    with pytest.raises(ValidationError):
        records_review(by=member, records=records(1), state="fine")


def test_concern_stays_open_until_it_is_resolved(member: User) -> None:
    records_review(by=member, records=records(2), state=CONCERN, note="Is this stack patched?")
    assert states(2) == [CONCERN]

    records_review(by=member, records=records(2), state=REVIEWED)

    (review,) = Review.objects.filter(record=2)
    assert (review.state, review.note) == (REVIEWED, "Is this stack patched?")


def test_later_publication_leaves_a_concern_open(member: User) -> None:
    records_review(by=member, records=records(2), state=CONCERN, note="Is this stack patched?")

    row: Cells = {"Action": "amend", "CPL number": 2, "ZigBee stack version": "Tower 3"}
    accept(row, panel=make_panel())

    assert states(2) == [CONCERN, UNREVIEWED]


def test_record_can_be_put_back(member: User) -> None:
    records_review(by=member, records=records(1), state=REVIEWED, note="Seen.")

    records_review(by=member, records=records(1), state=UNREVIEWED)

    assert states(1) == [REVIEWED, UNREVIEWED]
    newest = Review.objects.filter(record=1).latest("publication")
    assert (newest.decided_by, newest.decided_at, newest.note) == (None, None, "")


def test_bulk_review_is_recorded_line_by_line_without_a_query_per_record(
    member: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    chosen = records(1, 2, 3)

    with django_assert_max_num_queries(10):
        changed = records_review(by=member, records=chosen, state=REVIEWED)

    assert len(changed) == 4
    lines = Review.history.filter(history_type="~")
    assert {line.history_user_id for line in lines} == {member.email}
    assert lines.count() == 4
