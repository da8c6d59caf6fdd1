"""Results for each record: who enters which, all or none, and the same again changes nothing."""

from collections.abc import Callable
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from accounts.services import organisation_cease
from sec_registry.deliveries.lifecycle import BACK, TRANSITIONS, Enters, needs_reason
from sec_registry.deliveries.results import Entered, Result, ResultsRefused, deliveries_record
from sec_registry.registers.models import Delivery, DeliveryState, DeliveryStep
from tests.accounts.factories import make_party, make_person, make_superuser
from tests.deliveries.world import enter, make_dcc_person, make_panel_person, states
from tests.published import documents_of, publish, publish_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def dcc() -> User:
    return make_dcc_person()


@pytest.fixture
def panel() -> User:
    return make_panel_person()


def refused(*results: Result, by: User) -> list[tuple[int, str, str]]:
    with pytest.raises(ResultsRefused) as caught:
        deliveries_record(results=results, by=by)
    return [(each.position, each.member, each.detail) for each in caught.value.wrong]


def test_publication_prepares_each_record_that_it_changed_on_the_list() -> None:
    publish_numbers(101, 102)
    publish_numbers(102, hardware_version="0200")
    other_notes = documents_of(101)
    other_notes["firmware"]["release_notes"] = "others"
    publish(other_notes)

    assert states(1) == {101: "prepared", 102: "prepared"}
    assert states(2) == {102: "prepared"}
    # Of the firmware record alone: DCC is given the Central Products List.
    assert states(3) == {}


@pytest.mark.parametrize(("before", "after"), list(product(DeliveryState, repeat=2)))
def test_table_of_results_holds_for_each_pair_of_states(
    before: DeliveryState, after: DeliveryState, dcc: User, panel: User
) -> None:
    publish_numbers(101)
    Delivery.objects.update(state=before, reason="as before")
    who = TRANSITIONS.get((before, after))

    for person, may in ((dcc, who is Enters.EITHER), (panel, who is not None)):
        point = transaction.savepoint()
        if may:
            assert enter(1, (101, after), by=person, reason="another").changed == 1
            assert states(1) == {101: after}
        else:
            assert refused(Result(1, 101, after, "another"), by=person)
            assert states(1) == {101: before}
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize(("before", "after"), sorted(TRANSITIONS))
def test_failures_and_steps_back_need_a_reason(
    before: DeliveryState, after: DeliveryState, panel: User
) -> None:
    publish_numbers(101)
    Delivery.objects.update(state=before, reason="as before")

    assert needs_reason(before, after) == (after == "failed" or (before, after) in BACK)
    if before == after:
        # Without a reason it says what stands already.
        assert enter(1, (101, after), by=panel) == Entered(0, 1)
    elif needs_reason(before, after):
        assert refused(Result(1, 101, after, "  "), by=panel)[0][1] == "reason"
    else:
        assert enter(1, (101, after), by=panel) == Entered(1, 0)


def test_every_problem_is_named_and_nothing_is_entered_in_part(dcc: User) -> None:
    publish_numbers(101, 102, 103)
    publish_numbers(104)

    wrong = refused(
        Result(1, 101, "loaded"),
        Result(1, 104, "loaded"),
        Result(1, 102, "eaten"),
        Result(1, 103, "failed"),
        Result(1, 101, "acknowledged"),
        Result(2, 104, "sent"),
        Result(9, 101, "loaded", "x" * 501),
        by=dcc,
    )

    assert wrong == [
        (1, "cpl_number", "Publication 1 did not change CPL 104."),
        (2, "state", "One of prepared, sent, acknowledged, loaded, failed is needed."),
        (3, "reason", "CPL 103 is prepared: say why it becomes failed."),
        (4, "cpl_number", "CPL 101 stands here twice: give one result for each."),
        (5, "state", 'CPL 104 is prepared: "sent" is entered by the Panel only.'),
        (6, "cpl_number", "Publication 9 did not change CPL 101."),
        (6, "reason", "A reason has at most 500 letters; this one has 501."),
    ]
    assert set(states(1).values()) == {"prepared"}
    assert not DeliveryStep.objects.exists()


def test_same_results_again_change_nothing_and_leave_no_step(dcc: User) -> None:
    publish_numbers(101, 102)
    first = enter(1, (101, "failed"), by=dcc, reason="GBCS version is not known there")

    again = enter(1, (101, "failed"), by=dcc, reason="GBCS version is not known there")
    other_reason = enter(1, (101, "failed"), by=dcc, reason="Still not known")

    assert (first, again, other_reason) == (Entered(1, 0), Entered(0, 1), Entered(1, 0))
    steps = DeliveryStep.objects.values_list("before", "after", "reason", "by", "organisation")
    assert list(steps) == [
        ("prepared", "failed", "GBCS version is not known there", dcc.email, "Fictional DCC"),
        ("failed", "failed", "Still not known", dcc.email, "Fictional DCC"),
    ]
    row = Delivery.objects.get(cpl_number=101)
    assert (row.reason, row.recorded_by) == ("Still not known", dcc.email)


def test_others_enter_nothing() -> None:
    publish_numbers(101)
    former = make_party(name="Former DCC", is_dcc=True)
    organisation_cease(organisation=former, on=timezone.localdate(), by="tests")
    others = [
        make_person(organisation=make_party()),
        make_person(organisation=former),
        make_person(role=Role.SECURITY_SUB_COMMITTEE),
        make_person(role=Role.AUDITOR),
        make_superuser(),
    ]

    for person in others:
        with pytest.raises(PermissionDenied):
            enter(1, (101, "loaded"), by=person)

    assert states(1) == {101: "prepared"}


def test_results_for_many_records_of_several_publications_cost_few_queries(
    panel: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish_numbers(*range(101, 701))
    publish_numbers(*range(701, 1301))
    results = [Result(1 + (number > 700), number, "sent") for number in range(101, 1301)]

    with django_assert_max_num_queries(25):
        entered = deliveries_record(results=results, by=panel)

    assert entered == Entered(1200, 0)


def test_database_keeps_steps_and_refuses_a_failure_without_reason(dcc: User) -> None:
    publish_numbers(101)
    enter(1, (101, "loaded"), by=dcc)

    attempts: list[Callable[[], object]] = [
        lambda: DeliveryStep.objects.update(by="someone else"),
        lambda: DeliveryStep.objects.all()._raw_delete("default"),
        lambda: Delivery.objects.update(state="failed"),
        lambda: Delivery.objects.update(state="eaten"),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
