"""Throttling: whose bucket, how it fills, what is said, and what is never counted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory

from accounts.models import User
from accounts.throttling import Buckets, Rate, address_of, buckets
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.api.conftest import Reading
from tests.published import publish_numbers

CPL = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"


class Clock:
    """Seconds that pass when a test says so."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the buckets."""
    made = Clock()
    monkeypatch.setattr("accounts.throttling.clock", made)
    return made


@pytest.fixture(autouse=True)
def limits(settings: LazySettings, clock: Clock) -> Iterator[None]:
    """Two requests at once for everybody, one more every six seconds; time stands still."""
    settings.API_THROTTLES = dict.fromkeys(("organisation", "person", "anonymous"), (10, 2))
    buckets.clear()
    yield
    buckets.clear()


def statuses(client: Client, *addresses: str) -> list[int]:
    return [client.get(address).status_code for address in addresses]


class TestBuckets:
    rate = Rate(a_minute=60, burst=3)

    def test_a_burst_then_one_a_second(self) -> None:
        mine = Buckets()

        assert [mine.take("a", self.rate, 0) for _ in range(3)] == [0, 0, 0]
        assert mine.take("a", self.rate, 0) == 1
        assert mine.take("a", self.rate, 0.25) == 0.75
        assert mine.take("a", self.rate, 1) == 0
        assert mine.take("a", self.rate, 1) == 1

    def test_being_refused_costs_nothing(self) -> None:
        mine = Buckets()
        for _ in range(100):
            mine.take("a", self.rate, 0)

        assert mine.take("a", self.rate, 1) == 0

    def test_a_bucket_holds_no_more_than_its_burst(self) -> None:
        mine = Buckets()
        mine.take("a", self.rate, 0)

        assert [mine.take("a", self.rate, 9_999) for _ in range(4)] == [0, 0, 0, 1]

    def test_each_name_has_its_own(self) -> None:
        mine = Buckets()
        for _ in range(4):
            mine.take("a", self.rate, 0)

        assert mine.take("b", self.rate, 0) == 0

    def test_many_names_do_not_fill_the_memory(self) -> None:
        mine = Buckets(most=10)
        for number in range(1_000):
            mine.take(str(number), self.rate, 0)
        for _ in range(3):
            mine.take("999", self.rate, 0)

        assert len(mine._full_at) <= 10
        assert mine.take("999", self.rate, 0) > 0


@pytest.mark.django_db
class TestWhose:
    def test_one_too_many_is_a_problem_that_says_when_to_come_back(self, client: Client) -> None:
        answers = [client.get(CPL) for _ in range(3)]

        assert [each.status_code for each in answers] == [200, 200, 429]
        assert answers[2]["Retry-After"] == "6"
        assert answers[2]["Content-Type"] == "application/problem+json"
        assert answers[2].json()["status"] == 429
        assert answers[2]["Cache-Control"] == "no-store"

    def test_waiting_as_long_as_it_says_is_enough(self, client: Client, clock: Clock) -> None:
        assert statuses(client, CPL, CPL, CPL) == [200, 200, 429]
        clock.now += 6
        assert statuses(client, CPL, CPL) == [200, 429]

    def test_an_organisations_people_share_a_bucket(self, reading: Reading) -> None:
        supply = make_party()
        one, two = (reading(make_person(organisation=supply)) for _ in range(2))
        other = reading(make_person(organisation=make_party()))

        assert statuses(one, CPL, FIRMWARE) == [200, 200]
        assert statuses(two, CPL) == [429]
        assert statuses(other, CPL) == [200]

    def test_people_without_an_organisation_have_one_each(self, reading: Reading) -> None:
        one, two = reading(make_person()), reading(make_person())

        assert statuses(one, CPL, CPL, CPL) == [200, 200, 429]
        assert statuses(two, CPL) == [200]

    def test_a_new_token_is_no_new_bucket(self, reading: Reading) -> None:
        person = make_person()
        assert statuses(reading(person), CPL, CPL) == [200, 200]

        session = Client()
        session.force_login(person)

        assert statuses(reading(person), CPL) == [429]
        assert statuses(session, CPL) == [429]

    def test_addresses_have_one_each(self) -> None:
        one, two = (Client(REMOTE_ADDR=f"192.0.2.{last}") for last in (1, 2))

        assert statuses(one, CPL, CPL, CPL) == [200, 200, 429]
        assert statuses(two, CPL) == [200]


@pytest.mark.django_db
class TestWhatIsCounted:
    def test_refusals_are_counted_and_then_not_even_recorded(self, reading: Reading) -> None:
        stranger = reading(make_person())

        assert statuses(stranger, FIRMWARE, FIRMWARE, FIRMWARE) == [403, 403, 429]
        assert Disclosure.objects.count() == 2

    def test_guesses_at_tokens_are_counted_against_the_address(self) -> None:
        guesser = Client(headers={"Authorization": "Bearer sec_" + "0" * 64})

        assert statuses(guesser, CPL, CPL, CPL) == [401, 401, 429]

    def test_nothing_is_shown_or_recorded_beyond_the_limit(
        self, party: Client, party_person: User
    ) -> None:
        publish_numbers(1)

        assert statuses(party, f"{FIRMWARE}1/", f"{FIRMWARE}1/", f"{FIRMWARE}1/") == [200, 200, 429]
        assert Disclosure.objects.filter(person=party_person.email).count() == 2

    def test_a_page_for_the_browser_counts_once(self, client: Client) -> None:
        answers = [client.get(CPL, headers={"Accept": "text/html"}) for _ in range(3)]

        assert [each.status_code for each in answers] == [200, 200, 429]

    def test_health_is_never_counted(self, client: Client) -> None:
        assert set(statuses(client, *["/api/v1/health/"] * 9)) == {200}

    def test_pages_and_signing_in_are_not_counted(self, client: Client) -> None:
        assert statuses(client, CPL, CPL, CPL)[-1] == 429

        assert set(statuses(client, *["/", "/accounts/login/"] * 3)) == {200}

    def test_without_a_limit_nothing_is_counted(
        self, client: Client, settings: LazySettings
    ) -> None:
        settings.API_THROTTLES = {**settings.API_THROTTLES, "anonymous": None}

        assert set(statuses(client, *[CPL] * 9)) == {200}

    def test_counting_asks_the_database_nothing(
        self, client: Client, django_assert_num_queries: Any, settings: LazySettings
    ) -> None:
        publish_numbers(1)
        tag = client.get(CPL)["ETag"]
        with django_assert_num_queries(1):
            unchanged = client.get(CPL, headers={"If-None-Match": tag})

        assert unchanged.status_code == 304


class TestAddress:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "expected"),
        [
            (0, "198.51.100.7", "10.0.0.1"),
            (1, "198.51.100.7", "198.51.100.7"),
            (1, "1.1.1.1, 198.51.100.7", "198.51.100.7"),
            (2, "1.1.1.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
            (2, "198.51.100.7", "10.0.0.1"),
            (1, "nonsense", "10.0.0.1"),
            (1, "", "10.0.0.1"),
            (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            (1, "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ],
    )
    def test_only_our_own_proxies_are_believed(
        self, settings: LazySettings, proxies: int, forwarded: str, expected: str
    ) -> None:
        settings.API_PROXY_COUNT = proxies
        request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.1")

        assert address_of(request) == expected

    def test_a_socket_has_no_address(self) -> None:
        assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"
