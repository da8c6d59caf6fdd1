"""Filters by versions, certificates, dates and words, today and at an older publication."""

import re
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cpl.models import PublishedTerm
from cpl.terms import terms_of, words
from sec_registry.registers.declaration import nothing_beside
from sec_registry.registers.models import Ledger
from tests.api.test_filters import numbers
from tests.published import documents_of, publish_numbers

CPL = "/api/v1/cpl/device-models/"

pytestmark = pytest.mark.django_db


def certificate(number: str) -> dict[str, str]:
    return {"scheme": "ZIGBEE", "number": number, "standard_version": "ZSE 1.4"}


def pair(version: str, gbcs: str) -> dict[str, str]:
    return {"name": "SMETS", "version": version, "gbcs_version": gbcs}


def cpa(date: str) -> dict[str, Any]:
    return {"cpa": {"date": date, "date_kind": "EXPIRY", "security_characteristics_version": "1.3"}}


def found(client: Client, **query: str | int) -> list[int]:
    return numbers(client.get(CPL, query))


def test_each_of_several_versions_and_certificates_finds_its_device_models(client: Client) -> None:
    publish_numbers(
        1,
        specifications=[pair("4.2", "3.2"), pair("5.0", "4.1")],
        certificates=[certificate("ZIG 1"), certificate("ZIG 2")],
    )
    publish_numbers(2, specifications=[pair("5.0", "4.1")], certificates=[certificate("ZIG 2")])

    assert found(client, spec_version="4.2") == [1]
    assert found(client, spec_version="5.0") == [1, 2]
    assert found(client, gbcs_version="3.2") == [1]
    assert found(client, certificate="ZIG 2") == [1, 2]
    assert found(client, certificate="zig 2") == []
    assert found(client, certificate="ZIG 2", spec_version="4.2", gbcs_version="4.1") == [1]
    assert found(client, spec_version="4.2", device_type="GSME") == []


def test_a_version_is_no_other_that_reads_like_it(client: Client) -> None:
    publish_numbers(1, specifications=[pair("4.2", "3.2")])

    assert found(client, spec_version="4.20") == []
    assert found(client, spec_version="3.2") == []
    assert found(client, certificate="4.2") == []


def test_dates_before_a_day(client: Client) -> None:
    publish_numbers(1, **cpa("2027-01-30"))
    publish_numbers(2, **cpa("2027-01-31"))
    publish_numbers(3)

    assert found(client, cpa_before="2027-01-31") == [1]
    assert found(client, cpa_before="2027-02-01") == [1, 2]


@pytest.mark.parametrize(
    ("search", "listed"),
    [
        ("imaginary", [1]),
        ("IMAGINARY fictional", [1]),
        ("imaginary other", []),
        ("ltd", [1, 2]),
        ("fb0b", [2]),
        ("00000002", [2]),
        ("0a-02/x", [2]),
        ("2", [2]),
        ("école", [2]),
        ("ÉCOLE  ", [2]),
        ("imag", []),
        ("abcdef01", [1]),
        ("ABCDEF0123", [1]),
        ("abcdef02", []),
        ("abcdef0124", []),
        ("abcdef0123" + "4" * 54, [1]),
        ("abcdef0123" + "4" * 55, []),
        ("%", None),
        ("____", None),
        ("a b c d e f g h i", None),
        ("x" * 201, None),
        ("' OR 1=1 --", []),
        ("imaginary%", [1]),
        ("\\ imaginary", [1]),
    ],
)
def test_words_find_what_has_all_of_them(
    client: Client, search: str, listed: list[int] | None
) -> None:
    image = {**documents_of(1)["cpl"]["image"], "hash": "ABCDEF0123" + "4" * 54}
    publish_numbers(1, image=image)
    publish_numbers(
        2,
        manufacturer={"code": "FB0B", "name": "Other École, Ltd."},
        model={"identifier": "0A-02/X", "name": ""},
        image=None,
    )

    response = client.get(CPL, {"search": search})

    assert response.status_code == (400 if listed is None else 200)
    if listed is not None:
        assert numbers(response) == listed


def test_terms_are_found_in_the_publication_that_had_them(client: Client) -> None:
    publish_numbers(1, model={"identifier": "0A01", "name": "Former"})
    publish_numbers(1, model={"identifier": "0A01", "name": "Newer"})

    assert found(client, search="former") == []
    assert found(client, search="newer") == [1]
    assert found(client, search="former", publication=1) == [1]
    assert found(client, search="newer", publication=1) == []


def test_pages_and_counts_of_terms_are_whole(client: Client) -> None:
    publish_numbers(*range(1, 8), certificates=[certificate("A"), certificate("B")])
    publish_numbers(9, certificates=[certificate("B")])
    publish_numbers(3, certificates=[])

    page = client.get(f"{CPL}?certificate=A&search=meters&limit=4&count=true")
    rest = client.get(page.json()["next"])

    assert page.json()["count"] == 6
    assert [*numbers(page), *numbers(rest)] == [1, 2, 4, 5, 6, 7]
    assert rest.json()["next"] is None


def test_a_page_by_terms_is_read_in_the_order_of_their_index(client: Client) -> None:
    publish_numbers(*range(1, 40))

    with CaptureQueriesContext(connection) as queries:
        found(client, search="meters", spec_version="4.2", after=5, limit=2)

    (page,) = [each["sql"] for each in queries if '"document"' in each["sql"]]
    (alias,) = re.findall(r'ORDER BY (\w+)."cpl_number" ASC LIMIT 3$', page)
    assert re.search(rf"{alias}.\"value\" = '?meters", page)
    assert page.count(" JOIN ") == 2
    assert len(queries) == 2


def test_a_record_has_each_term_once() -> None:
    publish_numbers(1, specifications=[pair("4.2", "3.2"), pair("5.0", "3.2")])

    kept = list(PublishedTerm.objects.order_by("pk").values_list("kind", "value"))

    assert kept == terms_of(
        documents_of(1, specifications=[pair("4.2", "3.2"), pair("5.0", "3.2")])["cpl"]
    )
    assert len(kept) == len(set(kept))
    assert ("gbcs", "3.2") in kept


def test_records_of_before_get_their_terms_by_migration(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration = import_module("cpl.migrations.0005_terms_of_earlier_records")
    without = partial(replace, write_beside=nothing_beside)
    monkeypatch.setattr("tests.published.replace", without)
    publish_numbers(1, 2)
    publish_numbers(2, status="REMOVED")
    assert found(client, search="imaginary") == []

    migration.write_terms(apps, None)

    assert found(client, search="imaginary", publication=1) == [1, 2]
    assert found(client, search="imaginary removed") == []
    assert PublishedTerm.objects.filter(kind="word", value="imaginary").count() == 3
    assert not Ledger.objects.exclude(opened_for=None).exists()


def test_words_are_cut_and_folded_alike() -> None:
    assert words("Straße-7, ﬁrm_ware", "STRASSE") == ["strasse", "7", "firm", "ware"]


def test_codes_of_duis_are_found_in_what_was_published_before_they_were_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration = import_module("cpl.migrations.0018_terms_of_duis")
    with monkeypatch.context() as before:
        before.setattr("cpl.terms.duis_code", lambda model, hardware_version: "")
        publish_numbers(1, 2)
        publish_numbers(3, hardware_version="v1.0")
        # Its firmware version is the code already.
        publish_numbers(4, firmware_version="0A010100")
    assert found(client, search="0A010100") == [4]

    migration.write_codes(apps, None)

    assert found(client, search="0a010100") == [1, 2, 4]
    assert found(client, search="0A01:0100", publication=1) == [1, 2]
    assert found(client, search="0A:01:01:00", publication=1) == [1, 2]
    assert not Ledger.objects.exclude(opened_for=None).exists()


def test_a_certificates_number_is_found_unless_it_is_a_word_of_the_list(client: Client) -> None:
    publish_numbers(1, certificates=[certificate("ZIG-1"), certificate("IMAGINARY2")])
    publish_numbers(2, certificates=[certificate("ZIG-1"), certificate("C 3")])
    publish_numbers(3, model={"identifier": "0A01", "name": "ZIG 1"})

    assert found(client, search="zig-1") == [1, 2]
    assert found(client, search="meters ZIG-1 2") == [2]
    assert found(client, search="C 3") == [2]
    assert found(client, search="imaginary2") == [1]
    publish_numbers(4, model={"identifier": "0A01", "name": "Imaginary2"})
    assert found(client, search="imaginary2") == [4]
