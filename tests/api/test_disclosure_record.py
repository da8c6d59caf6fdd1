"""The record of disclosures over REST: whose it is, its filters, its pages, its table (Z3)."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import organisation_change
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel, blocks_of, disclose, of_record, refuse
from sec_registry.registers.disclosure_row import COLUMNS
from sec_registry.registers.models import DisclosedNumbers, Disclosure
from tests.accounts.factories import make_party, make_person, make_superuser
from tests.api.conftest import Reading
from tests.api.test_tables import table

RECORD = "/api/v1/disclosures/"
START = timezone.now().replace(microsecond=0) - timedelta(days=10)

pytestmark = pytest.mark.django_db


@pytest.fixture
def supply(db: None) -> User:
    """Somebody who looks at the FIR."""
    return make_person(organisation=make_party(name="=Fictional Supply"))


@pytest.fixture
def looks(supply: User) -> None:
    """On the first day the Party sees FIR 1, 60 and 61; on the second the SSC's member sees DZIR
    60; on the third the Party is refused DZIR 61."""
    fir, dzir = register("firmware"), register("zigbee")
    member = make_person(email="watcher@test.example")
    how = Channel("api", "/api/v1/x/", request_id="request-1", token_key="sec_0123")
    with time_machine.travel(START, tick=False):
        disclose(register=fir, by=supply, numbers=[61, 1, 60], right="SEC Party", channel=how)
    with time_machine.travel(START + timedelta(days=1), tick=False):
        by_hand = Channel("admin", "/admin/")
        disclose(register=dzir, by=member, numbers=[60], right="SSC", channel=by_hand)
    with time_machine.travel(START + timedelta(days=2), tick=False):
        refuse(register=dzir, by=supply, numbers=[61], channel=Channel("api", "/api/v1/y/"))


@pytest.fixture
def auditor(reading: Reading) -> Client:
    return reading(make_person(Role.AUDITOR))


def seen(answer: Any) -> list[tuple[str, str, list[int]]]:
    """Register, outcome and numbers of each row of the answer."""
    assert answer.status_code == 200, answer.text
    rows = answer.json()["results"]
    return [(row["register"], row["outcome"], row["numbers"]) for row in rows]


FIR_LOOK = ("firmware", "disclosed", [1, 60, 61])
DZIR_LOOK = ("zigbee", "disclosed", [60])
DZIR_REFUSAL = ("zigbee", "refused", [61])


@pytest.mark.usefixtures("looks")
class TestReaders:
    def test_auditors_read_both_registers_newest_first(self, auditor: Client) -> None:
        assert seen(auditor.get(RECORD)) == [DZIR_REFUSAL, DZIR_LOOK, FIR_LOOK]

    @pytest.mark.parametrize("role", [Role.PANEL_REVIEWER, Role.PANEL_ADMINISTRATOR])
    def test_the_panel_reads_the_firs(self, reading: Reading, role: Role) -> None:
        client = reading(make_person(role))

        assert seen(client.get(RECORD)) == [FIR_LOOK]
        assert seen(client.get(RECORD, {"number": "60"})) == [FIR_LOOK]
        assert seen(client.get(RECORD, {"register": "zigbee"})) == []
        assert client.get(RECORD, {"count": "true"}).json()["count"] == 1

    def test_the_committee_reads_the_dzirs(self, ssc: Client) -> None:
        assert seen(ssc.get(RECORD)) == [DZIR_REFUSAL, DZIR_LOOK]
        assert seen(ssc.get(RECORD, {"number": "1"})) == []

    def test_nobody_else(self, client: Client, party: Client, reading: Reading) -> None:
        assert client.get(RECORD).status_code == 401
        assert party.get(RECORD).status_code == 403
        assert party.get(RECORD, {"number": "nonsense"}).status_code == 403

    def test_superusers_not_as_such(self, reading: Reading) -> None:
        assert reading(make_superuser()).get(RECORD).status_code == 403


@pytest.mark.usefixtures("looks")
class TestFilters:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"number": "60"}, [DZIR_LOOK, FIR_LOOK]),
            ({"number": "61"}, [DZIR_REFUSAL, FIR_LOOK]),
            ({"number": "61", "outcome": "disclosed"}, [FIR_LOOK]),
            ({"number": "59"}, []),
            ({"number": "0"}, []),
            ({"number": "9999999999"}, []),
            ({"register": "firmware"}, [FIR_LOOK]),
            ({"outcome": "refused"}, [DZIR_REFUSAL]),
            ({"organisation": "=Fictional Supply"}, [DZIR_REFUSAL, FIR_LOOK]),
            ({"person": "Watcher@Test.Example"}, [DZIR_LOOK]),
            ({"channel": "admin"}, [DZIR_LOOK]),
            ({"request_id": "request-1"}, [FIR_LOOK]),
            ({"token_key": "sec_0123"}, [FIR_LOOK]),
            (
                {"since": f"{START + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"},
                [DZIR_REFUSAL, DZIR_LOOK],
            ),
            ({"until": f"{START + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}, [FIR_LOOK]),
        ],
    )
    def test_each_narrows(self, auditor: Client, query: dict[str, str], expected: Any) -> None:
        assert seen(auditor.get(RECORD, query)) == expected

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ({"number": "-1"}, "A CPL number is needed"),
            ({"number": "1" * 11}, "A CPL number is needed"),
            ({"submission": "12, 13"}, "The number of a submission is needed"),
            ({"register": "cpl"}, "Use one of firmware, zigbee."),
            ({"outcome": "maybe"}, "Use one of disclosed, refused."),
            ({"channel": "post"}, "Use one of api, admin, page, command, plan."),
            ({"since": "yesterday"}, "A time with its zone is needed"),
            ({"person": "a\0b"}, "Null characters are not allowed."),
            ({"person__startswith": "a"}, "There is no such parameter here"),
            ({"limit": "1001"}, "A page holds 1 to 1000 records."),
        ],
    )
    def test_what_cannot_be_used_is_refused(
        self, auditor: Client, query: dict[str, str], sentence: str
    ) -> None:
        answer = auditor.get(RECORD, query)

        assert answer.status_code == 400
        assert sentence in answer.text

    def test_everything_wrong_is_said_at_once(self, auditor: Client) -> None:
        answer = auditor.get(RECORD, {"number": "x", "since": "x", "limit": "0", "nothing": "x"})

        wrong = {error["parameter"] for error in answer.json()["errors"]}
        assert wrong == {"number", "since", "limit", "nothing"}

    def test_an_organisation_is_found_by_every_name_it_had(
        self, auditor: Client, supply: User
    ) -> None:
        assert supply.organisation is not None
        organisation_change(organisation=supply.organisation, name="Called otherwise", by="test")
        disclose(
            register=register("firmware"),
            by=User.objects.get(pk=supply.pk),
            numbers=[2],
            right="SEC Party",
            channel=Channel("page", "/pathways/"),
        )

        for name in ("=fictional SUPPLY", "called OTHERWISE"):
            found = seen(auditor.get(RECORD, {"organisation": name, "limit": "2"}))
            assert found == [("firmware", "disclosed", [2]), DZIR_REFUSAL]

    def test_looks_at_a_submission_are_found_by_its_number(
        self, reading: Reading, auditor: Client, supply: User
    ) -> None:
        for subject in ("submission 12, 2 items", "impact of submissions 1, 12", "submission 127"):
            disclose(
                register=register("zigbee"),
                by=supply,
                numbers=[],
                right="review of the submission",
                channel=Channel("page", "/"),
                subject=subject,
            )
        asked = {"submission": "12"}

        rows = auditor.get(RECORD, asked).json()["results"]
        assert [row["subject"] for row in rows] == [
            "impact of submissions 1, 12",
            "submission 12, 2 items",
        ]
        page = auditor.get(RECORD, {**asked, "limit": "1"}).json()
        assert seen(auditor.get(page["next"])) == [("zigbee", "disclosed", [])]
        # Over the DZIR watches the committee alone.
        assert seen(reading(make_person(Role.PANEL_REVIEWER)).get(RECORD, asked)) == []


@pytest.mark.usefixtures("looks")
class TestPages:
    @pytest.mark.parametrize("query", [{}, {"number": "61"}])
    def test_next_leads_on_to_the_first(self, auditor: Client, query: dict[str, str]) -> None:
        whole = seen(auditor.get(RECORD, query))
        page = auditor.get(RECORD, {**query, "limit": "1", "count": "true"})
        found = seen(page)
        assert page.json()["count"] == len(whole)

        while following := page.json()["next"]:
            page = auditor.get(following)
            found += seen(page)

        assert found == whole

    def test_after_lists_what_came_since(self, auditor: Client) -> None:
        oldest = auditor.get(RECORD).json()["results"][-1]["id"]

        assert seen(auditor.get(RECORD, {"after": str(oldest)})) == [DZIR_REFUSAL, DZIR_LOOK]

    def test_reading_the_record_is_kept_out_of_caches(self, auditor: Client) -> None:
        answer = auditor.get(RECORD)

        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Registry-Marking"].startswith("Record of disclosures")
        assert "ETag" not in answer

    def test_a_row_says_all_there_is(self, auditor: Client, supply: User) -> None:
        row = auditor.get(RECORD, {"number": "1"}).json()["results"][0]

        assert row["at"] == f"{START:%Y-%m-%dT%H:%M:%SZ}"
        assert (row["person"], row["organisation"]) == (supply.email, "=Fictional Supply")
        assert (row["right"], row["channel"], row["route"]) == ("SEC Party", "api", "/api/v1/x/")
        assert (row["request_id"], row["token_key"]) == ("request-1", "sec_0123")

    def test_a_table_is_marked_and_holds_no_formula(self, auditor: Client) -> None:
        answer = auditor.get(RECORD, {"format": "csv", "limit": "2", "number": "61"})

        _, row = table(answer)
        assert row["Organisation"] == "'=Fictional Supply"
        assert row["Numbers"] == "1; 60; 61"
        assert row["Marking"].startswith("Record of disclosures")
        assert "@test.example" in row["Recipient"]
        assert answer["Cache-Control"] == "private, no-store"


class TestNumbers:
    @pytest.mark.parametrize(
        ("numbers", "rows"),
        [([], 0), ([0, 59], 1), ([59, 60], 2), (range(1, 101), 2), (range(1, 1001), 17)],
    )
    def test_a_page_is_few_rows(self, numbers: Any, rows: int) -> None:
        blocks = blocks_of(numbers)

        assert len(blocks) == rows
        held = [
            block * 60 + place
            for block, bits in sorted(blocks.items())
            for place in range(60)
            if bits >> place & 1
        ]
        assert held == list(numbers)

    @pytest.mark.usefixtures("looks")
    def test_they_are_kept(self) -> None:
        for deed in (
            lambda: DisclosedNumbers.objects.update(bits=0),
            lambda: DisclosedNumbers.objects.filter(block=0).delete(),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                deed()

    @pytest.mark.usefixtures("looks", "no_sequential_scans")
    def test_who_saw_a_record_is_read_from_the_index(self) -> None:
        plan = of_record(Disclosure.objects.filter(register="firmware"), 61).explain()

        first = next(line for line in plan.splitlines() if "registers_disclosednumbers" in line)
        assert "disclosed_numbers_block" in first or "COVERING INDEX" in first
        assert not re.search(r"SCAN|Seq Scan|B-TREE", plan), plan


@pytest.fixture
def no_sequential_scans(db: None) -> None:
    """PostgreSQL reads so few rows as these from the table, whatever indexes there are."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")


def test_a_line_holds_every_column_and_the_organisation_by_its_name() -> None:
    person = make_person(organisation=make_party(name="Canary & Sons"))
    channel = Channel("api", "/" + "r" * 300, "i" * 100, "t" * 50)
    before = timezone.now()

    disclose(
        register=register("firmware"),
        by=person,
        numbers=[61, 2, 2],
        right="R" * 300,
        channel=channel,
        subject="s" * 300,
        fields=["f" * 150, "g" * 150],
    )
    line = Disclosure.objects.get()

    assert set(COLUMNS) == {field.column for field in Disclosure._meta.fields} - {"id"}
    assert before <= line.at <= timezone.now()
    assert (line.register, line.outcome, line.person) == ("firmware", "disclosed", person.email)
    assert (line.organisation, line.right) == ("Canary & Sons", "R" * 200)
    assert (line.channel, line.route) == ("api", "/" + "r" * 199)
    assert (line.request_id, line.token_key) == ("i" * 64, "t" * 32)
    assert (line.numbers, line.subject) == ([2, 61], "s" * 200)
    assert line.fields == "f" * 150 + "," + "g" * 49
    kept = DisclosedNumbers.objects.order_by("block").values_list("disclosure", "block", "bits")
    assert list(kept) == [(line.pk, 0, 4), (line.pk, 1, 2)]
