"""The page of one Device Model: the list for everybody, the other registers for their readers."""

import re

import pytest
from django.test import Client

from accounts.models import Role
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.deliveries.world import enter, make_dcc_person
from tests.published import DZIR_CANARY, FIR_CANARY, documents_of, publish, publish_numbers

pytestmark = pytest.mark.django_db

NOT_LOADED = "DCC has not loaded it"


def page(reader: Client, address: str = "/cpl/1/", status: int = 200) -> str:
    answer = reader.get(address)
    assert answer.status_code == status
    assert status == 404 or "no-store" in answer["Cache-Control"]
    text: str = answer.content.decode()
    return text


def test_each_register_to_whoever_may_read_it_and_recorded(client: Client) -> None:
    publish_numbers(1, 2)

    text = page(client)
    assert "Not provided" not in text
    assert FIR_CANARY not in text
    assert DZIR_CANARY not in text
    # What is closed says the same of every number, and nobody's look is recorded.
    closed = re.compile(r"<h2 id=\"part-firmware\">.*</section>", re.DOTALL)
    (one,), (two,) = (closed.findall(page(client, f"/cpl/{n}/")) for n in (1, 2))
    assert one.replace("/cpl/1/", "/cpl/2/") == two
    assert not Disclosure.objects.exists()

    text = page(signed_in(make_person(organisation=make_party())))
    assert FIR_CANARY in text
    assert "SEC Parties only – must not be shared (F2.17B)" in text
    assert "/pathways/1/" in text
    assert DZIR_CANARY not in text
    text = page(signed_in(make_person(Role.SECURITY_SUB_COMMITTEE)))
    assert DZIR_CANARY in text
    assert FIR_CANARY not in text
    looks = Disclosure.objects.order_by("pk").values_list("register", "numbers", "route")
    assert list(looks) == [("firmware", [1], "/cpl/1/"), ("zigbee", [1], "/cpl/1/")]


def test_as_a_publication_held_it_and_whether_dcc_has_loaded_it(client: Client) -> None:
    publish_numbers(1)
    publish(documents_of(1, status="REMOVED"), change="removed")

    assert NOT_LOADED in page(client)
    assert NOT_LOADED not in page(client, "/cpl/1/?publication=1")
    assert "CURRENT" in page(client, "/cpl/1/?publication=1")
    assert "REMOVED" in page(client)
    enter(2, (1, "loaded"), by=make_dcc_person())
    assert NOT_LOADED not in page(client)
    for address in ("2/", "01/", "x/", "1/?publication=3", "1/?publication=0", "1/?publication=x"):
        page(client, f"/cpl/{address}", 404)
