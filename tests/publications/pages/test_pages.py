"""The pages of publications: the public list for everybody, the rest through the reader's right."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client

from accounts.models import Role
from sec_registry.registers import disclosure
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.published import DZIR_CANARY, FIR_CANARY, documents_of, publish, publish_numbers

LIST = "/publications/"
COMPARE = "/publications/compare/"
NAMED = {"identifier": "0A01", "name": "Imaginary <Two>"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def past() -> None:
    """Three publications: 1 and 2 listed; 2 removed; 1 renamed and 3 listed."""
    publish_numbers(1, 2)
    publish(documents_of(2, status="REMOVED"), change="removed")
    publish(documents_of(1, model=NAMED), documents_of(3))


def page(reader: Client, address: str, status: int = 200) -> str:
    answer = reader.get(address)
    assert answer.status_code == status
    assert status == 404 or "no-store" in answer["Cache-Control"]
    text: str = answer.content.decode()
    return text


@pytest.fixture
def party() -> Client:
    return signed_in(make_person(organisation=make_party(name="Fictional Supply")))


@pytest.fixture
def committee() -> Client:
    return signed_in(make_person(Role.SECURITY_SUB_COMMITTEE))


def test_before_the_first_publication_the_pages_say_so(client: Client) -> None:
    assert "Nothing is published yet." in page(client, LIST)
    assert "Nothing is published yet." in page(client, COMPARE)
    page(client, f"{LIST}1/", 404)


@pytest.mark.usefixtures("past")
class TestWithAPast:
    def test_the_list_counts_changes_of_the_public_list_alone(
        self, client: Client, committee: Client
    ) -> None:
        for reader in (client, committee):
            # Behind the menu, which names other pages.
            text = page(reader, LIST).partition("<main")[2]

            told = ["1 added, 1 amended", "1 removed", "2 added"]
            assert [text.index(words) for words in told] == sorted(text.index(w) for w in told)
            assert text.index("Publication 3") < text.index("Publication 2")
            assert "Firmware" not in text
            assert "Zigbee" not in text
        assert not Disclosure.objects.exists()

    def test_a_long_list_has_pages(self, client: Client) -> None:
        for number in range(4, 28):
            publish_numbers(number)

        assert "?before=3" in page(client, LIST)
        earlier = page(client, f"{LIST}?before=3")
        assert "Publication 2" in earlier
        assert "Publication 3" not in earlier
        assert "There is none as early as that." in page(client, f"{LIST}?before=1")
        for odd in ("x", "-1", "9" * 18, "9" * 60, "%00"):
            assert "Publication" in page(client, f"{LIST}?before={odd}")

    def test_anybody_reads_what_a_publication_changed_on_the_public_list(
        self, client: Client
    ) -> None:
        text = page(client, f"{LIST}3/")

        assert "Imaginary One" in text
        assert "Imaginary &lt;Two&gt;" in text
        assert "Amended" in text
        assert "Added" in text
        assert "ECDSA" in text
        assert 'href="/publications/2/"' in text
        assert 'href="/publications/4/"' not in text
        assert "Firmware Information Repository" not in text
        assert FIR_CANARY not in text
        assert DZIR_CANARY not in text
        assert not Disclosure.objects.exists()

    def test_a_party_reads_the_firmware_part_marked_and_recorded(self, party: Client) -> None:
        text = page(party, f"{LIST}3/")

        assert FIR_CANARY in text
        assert "SEC Parties only – must not be shared (F2.17B)" in text
        assert DZIR_CANARY not in text
        seen = Disclosure.objects.get()
        assert (seen.register, seen.outcome, seen.numbers) == ("firmware", "disclosed", [1, 3])
        assert (seen.channel, seen.route) == ("page", "/publications/3/")

    def test_the_committee_reads_the_zigbee_part(self, committee: Client) -> None:
        text = page(committee, f"{LIST}3/")

        assert DZIR_CANARY in text
        assert FIR_CANARY not in text
        assert Disclosure.objects.get().register == "zigbee"

    def test_a_register_that_is_not_ones_own_is_as_if_it_were_not_there(
        self, client: Client, party: Client
    ) -> None:
        for address in (f"{LIST}1/?register=", f"{COMPARE}?from=1&to=2&register="):
            nowhere = page(client, f"{address}nothing", 404)
            assert page(client, f"{address}firmware", 404) == nowhere
            page(party, f"{address}zigbee", 404)
        refusals = Disclosure.objects.values_list("register", "outcome")
        assert list(refusals) == [("zigbee", "refused")] * 2

    def test_where_the_look_cannot_be_recorded_nothing_is_shown(self, party: Client) -> None:
        with patch.object(disclosure, "row_write", side_effect=DatabaseError):
            answer = party.get(f"{LIST}3/")

        assert answer.status_code == 503
        assert FIR_CANARY not in answer.content.decode()

    @pytest.mark.parametrize("number", ["4", "0", "01", "x", "-1", "9" * 10, "9" * 30, "%00"])
    def test_a_publication_that_is_not_there(self, client: Client, number: str) -> None:
        page(client, f"{LIST}{number}/", 404)

    def test_two_publications_are_compared_either_way(self, client: Client) -> None:
        forth = page(client, f"{COMPARE}?from=1&to=3&manufacturer=fa0a")
        back = page(client, f"{COMPARE}?from=3&to=1&manufacturer=")

        assert "Amended" in forth
        assert "Removed" in forth
        assert "Added" in forth
        assert "Reinstated" in back
        assert "Not there yet" in back
        table = (
            "/api/v1/publications/compare/?from=1&amp;to=3&amp;manufacturer=fa0a"
            "&amp;limit=1000&amp;format=csv"
        )
        assert f'href="{table}"' in forth
        assert client.get(table.replace("&amp;", "&")).status_code == 200
        assert "Nothing differs" in page(client, f"{COMPARE}?from=1&to=3&manufacturer=FFFF")

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("from=1&to=9", "There is no publication 9 yet."),
            ("from=2&to=2", "A publication does not differ from itself"),
            ("from=&to=2", "The number of a publication is needed."),
            ("from=1&to=<script>", "not &quot;&lt;script&gt;&quot;"),
            ("from=1&to=2&manufacturer=x", "4 hexadecimal digits are needed."),
        ],
    )
    def test_what_cannot_be_compared_is_said_at_the_field(
        self, client: Client, query: str, told: str
    ) -> None:
        assert told in page(client, f"{COMPARE}?{query}", 400)

    def test_a_form_without_both_numbers_asks_for_them(self, client: Client) -> None:
        assert 'value="2"' in page(client, f"{COMPARE}?from=2")

    def test_one_register_alone_is_compared(self, party: Client) -> None:
        text = page(party, f"{COMPARE}?from=1&to=3&register=firmware")

        assert FIR_CANARY in text
        assert 'id="part-cpl"' not in text
        assert Disclosure.objects.get().numbers == [1, 2, 3]

    def test_pages_are_only_read(self, client: Client) -> None:
        for address in (LIST, f"{LIST}1/", COMPARE):
            assert client.post(address).status_code == 405
            assert client.head(address).status_code == 200


def test_many_records_have_pages_of_their_own(party: Client) -> None:
    publish_numbers(*range(1, 31))

    text = page(party, f"{LIST}1/")
    rest: Any = page(party, f"{LIST}1/?register=firmware&after=25")

    assert text.count('class="item"') == 50
    assert "?register=firmware&amp;after=25#part-firmware" in text
    assert rest.count('class="item"') == 5
    assert 'id="part-cpl"' not in rest
    looks = Disclosure.objects.order_by("pk").values_list("numbers", flat=True)
    assert list(looks) == [list(range(1, 26)), list(range(26, 31))]


def test_other_pages_lead_there(client: Client) -> None:
    publish_numbers(1)

    assert f'href="{LIST}"' in client.get("/").content.decode()
    desk = signed_in(make_person(Role.PANEL_REVIEWER, staff=True))
    admin = desk.get("/admin/registers/publication/1/change/").content.decode()
    assert f'href="{LIST}1/"' in admin
