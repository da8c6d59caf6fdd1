"""The sample: what the contract promises of it, and that the registers agree after all of it.

The sample is told once for the whole module, in a transaction that is rolled back at the end.
"""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Organisation, User
from accounts.people import (
    is_auditor,
    is_current_party_person,
    is_panel_administrator,
    is_panel_reviewer,
    is_ssc,
    may_submit,
)
from cpl.choices import Status
from cpl.models import AssuranceCertificate, DeviceModel, Manufacturer, ManufacturerImage
from firmware.choices import PathwayState, RecordState
from firmware.compiled import graph_at
from firmware.models import ContactPoint, FirmwareRecord, UpgradePathway
from firmware.pathways.answer import onward_from
from firmware.pathways.reasons import Reason
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.digests import canonical, document_digest
from sec_registry.registers.findings import Level
from sec_registry.registers.models import Publication, PublicationRegister
from sec_registry.registers.reach import everything
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import StoredFinding, Submission, Waiver
from tests.published import root_of
from zigbee.access_seen import requests_waiting
from zigbee.choices import ReviewState
from zigbee.grants import grants_ending
from zigbee.models import AccessGrant, Radio, Review, ZigbeeRecord

#: Codes of real Manufacturers, none of which the sample may use.
REAL_CODES = {
    *("1063", "10E0", "106C", "1031", "1057", "1125"),
    *("118F", "1086", "1178", "10C7", "1090", "123E"),
}
REAL_VENDORS = ("silicon labs", "ember", "texas", "nxp", "nordic", "espressif", "renesas")


def seed() -> str:
    """Run the command as at a desk and return what it says."""
    said = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("seed_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the first run said; the sample is there for every test of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)


@pytest.fixture
def sample(said: str, db: None) -> str:
    """The sample, with whatever the test changes undone after it."""
    return said


def person(login: str) -> User:
    return User.objects.get(email=f"{login}@demo.example")


def test_seed_demo_lists_every_demo_sign_in(sample: str) -> None:
    assert [f"{user.email} " in sample for user in User.objects.all()] == [True] * 11
    assert 'password "demo"' in sample


def test_demo_people_hold_their_roles(sample: str) -> None:
    everybody = {user.email.split("@")[0]: user for user in User.objects.all()}

    def logins(question: object) -> set[str]:
        assert callable(question)
        return {login for login, user in everybody.items() if question(user)}

    assert logins(is_panel_administrator) == {"panel"}
    assert logins(is_panel_reviewer) == {"reviewer"}
    assert logins(is_ssc) == {"ssc", "ssc2"}
    assert logins(is_auditor) == {"auditor"}
    assert logins(is_current_party_person) == {"party", "party2", "dcc"}
    assert logins(may_submit) == {"panel", "party", "party2", "ceased", "dcc", "manufacturer"}
    assert logins(lambda user: user.is_superuser) == {"operator"}
    assert logins(lambda user: user.check_password("demo")) == set(everybody)


def test_demo_staff_may_use_the_admin_and_no_one_else(sample: str) -> None:
    staff = {user.email.split("@")[0] for user in User.objects.filter(is_staff=True)}

    assert staff == {"panel", "reviewer", "ssc", "ssc2", "auditor", "operator", "party2"}


def test_second_member_of_the_committee_is_countersigned_by_the_first(sample: str) -> None:
    holding = person("ssc2").role_holdings.get()

    assert holding.countersigned_by == person("ssc")
    assert not holding.bootstrap


def test_dcc_is_a_party_without_a_category(sample: str) -> None:
    assert Organisation.objects.get(is_dcc=True).category == ""


def test_sample_has_three_hundred_device_models_of_every_type_and_generation(sample: str) -> None:
    models = DeviceModel.objects.values_list("device_type", "generation")

    kinds = Counter(models)

    assert kinds.total() >= 300
    assert {kind for kind, _ in kinds} == {"ESME", "GSME", "PPMID", "HCALCS", "SAPC", "CH"}
    assert {generation for _, generation in kinds} == {"SMETS1", "SMETS2+"}


def test_sample_has_a_past_of_a_dozen_publications_over_two_years(sample: str) -> None:
    publications = list(Publication.objects.order_by("number"))

    times = [publication.published_at for publication in publications]

    assert len(publications) >= 12
    assert [publication.number for publication in publications] == list(
        range(1, len(publications) + 1)
    )
    assert times == sorted(times)
    assert times[-1] - times[0] >= timedelta(days=700)


def test_publications_are_chained_by_their_digests(sample: str) -> None:
    publications = list(Publication.objects.order_by("number"))

    assert publications[0].previous_digest == ""
    assert [later.previous_digest for later in publications[1:]] == [
        earlier.digest for earlier in publications[:-1]
    ]
    assert all(each.digest == document_digest(each.manifest) for each in publications)


def test_last_roots_are_those_of_what_is_published(sample: str) -> None:
    last = Publication.objects.latest("number")
    for each in registers():
        current = each.published._default_manager.filter(superseded_in=None)
        rows = list(current.order_by("cpl_number"))
        state = PublicationRegister.objects.get(publication=last, register=each.code)

        assert state.records == len(rows)
        assert all(row.digest == document_digest(row.document, row.salt) for row in rows)
        assert state.root == root_of(each, rows)


def test_what_is_published_is_what_the_live_rows_say(sample: str) -> None:
    for each in registers():
        current = each.published._default_manager.filter(superseded_in=None)
        published = dict(current.values_list("cpl_number", "document"))
        numbers = sorted(each.live._default_manager.values_list("pk", flat=True))

        rendered = each.render(numbers)

        assert published == {number: canonical(rendered[number]) for number in numbers}


def test_every_device_model_has_its_record_in_every_register(sample: str) -> None:
    numbers = set(DeviceModel.objects.values_list("cpl_number", flat=True))

    assert set(FirmwareRecord.objects.values_list("pk", flat=True)) == numbers
    assert set(ZigbeeRecord.objects.values_list("pk", flat=True)) == numbers


def test_sample_has_records_that_were_taken_over_without_their_parts(sample: str) -> None:
    legacy = FirmwareRecord.objects.filter(state=RecordState.NOT_PROVIDED)

    assert 3 <= legacy.count() <= 20
    assert ZigbeeRecord.objects.filter(state=RecordState.NOT_PROVIDED).exists()


def longest_walk(pathways: set[tuple[int, int]]) -> int:
    """The most steps between two Device Models along the shortest way, by breadth."""
    onward: dict[int, list[int]] = {}
    for baseline, number in pathways:
        onward.setdefault(baseline, []).append(number)
    longest = 0
    for start in onward:
        seen, edge, steps = {start}, [start], 0
        while edge := [n for at in edge for n in onward.get(at, []) if n not in seen]:
            seen.update(edge)
            steps += 1
        longest = max(longest, steps)
    return longest


def test_pathways_have_up_to_six_steps_and_forks(sample: str) -> None:
    pathways = set(
        UpgradePathway.objects.filter(state=PathwayState.DECLARED).values_list(
            "baseline", "device_model"
        )
    )
    baselines = {baseline for baseline, _ in pathways}
    dead_ends = Counter(baseline for baseline, number in pathways if number not in baselines)

    assert longest_walk(pathways) == 6
    assert 2 in dead_ends.values()


def test_pathways_are_blocked_and_lead_through_removed_device_models(sample: str) -> None:
    blocked = UpgradePathway.objects.filter(state=PathwayState.BLOCKED)
    removed = DeviceModel.objects.filter(status=Status.REMOVED)
    in_the_middle = removed.filter(pathways_here__isnull=False, pathways_onward__isnull=False)

    assert all(pathway.blocked_reason for pathway in blocked)
    assert blocked.count() == 2
    assert in_the_middle.distinct().count() == 2
    assert set(removed.values_list("removal_reason_public", flat=True)) == {True, False}


def test_sample_has_dual_band_hubs(sample: str) -> None:
    hubs = Radio.objects.filter(position=2).values_list(
        "record__device_model__device_type", flat=True
    )

    assert set(hubs) == {"CH"}


def test_certificates_cover_several_device_models(sample: str) -> None:
    certificate = AssuranceCertificate.objects.filter(scheme="CPA").first()

    assert certificate is not None
    assert certificate.device_model_links.count() > 1


def test_cpa_dates_lie_around_today(sample: str) -> None:
    today = Publication.objects.get(number=1).published_at.date() + timedelta(days=730)
    days = {
        (ends - today).days
        for ends in AssuranceCertificate.objects.filter(date__isnull=False).values_list(
            "date", flat=True
        )
        if ends is not None
    }
    kinds = AssuranceCertificate.objects.filter(scheme="CPA").values_list("date_kind", flat=True)

    assert min(days) < 0
    assert any(0 <= day <= 182 for day in days)
    assert any(182 < day <= 365 for day in days)
    assert max(days) > 1000
    assert set(kinds) == {"EXPIRY", "RENEWAL"}


def test_advisories_of_the_past_are_waived_by_name(sample: str) -> None:
    waivers = Waiver.objects.filter(submission__state=State.ACCEPTED)

    assert waivers.count() == 1
    assert {waiver.waived_by for waiver in waivers} == {person("reviewer")}
    shared = Counter(ManufacturerImage.objects.values_list("hash", flat=True))
    assert sorted(shared.values())[-2:] == [1, 2]


def test_submitters_and_reviewer_are_different_people(sample: str) -> None:
    accepted = Submission.objects.filter(state=State.ACCEPTED)

    assert {s.created_by.email.split("@")[0] for s in accepted} == {
        "panel",
        "party",
        "manufacturer",
    }
    assert {s.decided_by for s in accepted} == {person("reviewer")}


def test_panel_finds_open_work_on_its_desk(sample: str) -> None:
    open_work = Submission.objects.filter(publication=None).order_by("pk")

    levels = {
        submission.state: set(
            StoredFinding.objects.filter(submission=submission).values_list("level", flat=True)
        )
        for submission in open_work
    }

    assert levels.keys() == {*State} - {State.ACCEPTED, State.WITHDRAWN}
    assert Level.PROBLEM in levels[State.DRAFT]
    assert Level.ADVISORY not in levels[State.SUBMITTED]
    assert Level.ADVISORY in levels[State.IN_REVIEW]


def zigbee_records_seen_by(login: str) -> int:
    return register("zigbee").visible_to(person(login)).filter(superseded_in=None).count()


def test_access_is_at_every_stage_and_no_party_holds_more_than_is_promised(sample: str) -> None:
    assert zigbee_records_seen_by("party2") == 1
    assert zigbee_records_seen_by("party") == 0
    assert zigbee_records_seen_by("dcc") == zigbee_records_seen_by("manufacturer") == 0
    assert AccessGrant.objects.filter(person=person("dcc"), until__lt=timezone.now()).exists()
    assert [each.requester for each in requests_waiting()] == [person("party")]
    assert [each.person for each in grants_ending()] == [person("party2")]
    assert {each.person for each in AccessGrant.objects.filter(revoked_by=person("ssc2"))} == {
        person("dcc")
    }


def test_committee_has_reviewed_some_records_and_raised_a_concern(sample: str) -> None:
    states = Counter(Review.objects.values_list("state", flat=True))

    assert states[ReviewState.REVIEWED] > 5
    assert states[ReviewState.CONCERN] == 1
    assert states[ReviewState.UNREVIEWED] > 100


def test_submissions_of_the_past_were_sent_before_they_were_decided(sample: str) -> None:
    for submission in Submission.objects.filter(state=State.ACCEPTED).select_related("publication"):
        steps = list(
            submission.history.order_by("history_id").values_list("history_date", flat=True)
        )

        assert submission.submitted_at is not None
        assert submission.decided_at is not None
        assert submission.created_at <= submission.submitted_at < submission.decided_at
        assert steps == sorted(steps)


def test_sample_is_plainly_fictional(sample: str) -> None:
    codes = set(Manufacturer.objects.values_list("code", flat=True))
    vendors = " ".join(Radio.objects.values_list("chipset_vendor", flat=True)).lower()
    stacks = " ".join(Radio.objects.values_list("stack_version", flat=True)).lower()
    addresses = [
        *User.objects.values_list("email", flat=True),
        *ContactPoint.objects.values_list("email", flat=True),
    ]

    assert not codes & REAL_CODES
    assert all(code.startswith("FA") for code in codes)
    assert not [name for name in REAL_VENDORS if name in vendors or name in stacks]
    assert all(address.endswith(".example") for address in addresses)


def rows_in_tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def test_second_run_changes_nothing_and_says_so(sample: str) -> None:
    before = rows_in_tables()

    again = seed()

    assert "Nothing to add" in again
    assert "panel@demo.example" in again
    assert rows_in_tables() == before


@pytest.mark.usefixtures("said")
def test_pathways_have_a_fork_and_every_reason_why_there_is_none() -> None:
    graph = graph_at(Publication.objects.latest("number").pk, reach=everything("SEC Party"))
    answers = [onward_from(graph, number) for number in graph.nodes]

    reasons = {miss.reason: miss for answer in answers for miss in answer.unreachable}
    assert set(reasons) == set(Reason)
    assert "is blocked since 20" in reasons[Reason.BLOCKED].detail
    assert any(len(answer.newest) > 1 for answer in answers)
    assert max(len(each.steps) for answer in answers for each in answer.reachable.values()) >= 6
    removed = [answer for answer in answers if not graph.is_current(answer.start)]
    assert any(answer.target for answer in removed)
    assert not any(answer.start in other.reachable for answer in removed for other in answers)
