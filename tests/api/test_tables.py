"""Lists as csv: the vocabulary's columns, safe for spreadsheets, marked, and read in again."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sec_registry.registers.catalogue import columns, registers
from sec_registry.registers.models import Disclosure
from sec_registry.registers.sheets import XLSX_TYPE
from sec_registry.registers.tables import MARKING_COLUMNS, escaped, unescaped
from sec_registry.submissions.difference import differences
from sec_registry.submissions.intake import Row, submission_create
from sec_registry.submissions.models import Item, ProposedPart, StoredFinding
from sec_registry.submissions.review import submission_submit
from sec_registry.submissions.workbook import read_workbook
from tests.published import DZIR_CANARY, documents_of, publish, publish_numbers
from tests.registry import accept, make_panel
from tests.rows import numbered_row

CPL = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"
ZIGBEE = "/api/v1/zigbee/records/"

pytestmark = pytest.mark.django_db


def table(response: Any) -> list[dict[str, str]]:
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def test_a_table_has_the_vocabularys_columns_in_their_order(client: Client) -> None:
    publish_numbers(1, 2)

    response = client.get(CPL, {"format": "csv"})

    rows = table(response)
    vocabulary = [name for name, each in columns().items() if each.register == "cpl"]
    assert [name for name in rows[0] if name in vocabulary] == vocabulary
    assert [(each["CPL number"], each["Firmware version"], each["Status"]) for each in rows] == [
        ("1", "00000001", "CURRENT"),
        ("2", "00000002", "CURRENT"),
    ]
    assert response["Content-Disposition"] == 'attachment; filename="cpl-publication-1.csv"'
    assert response["Registry-Publication"] == "1"


def test_a_table_is_negotiated_too_and_kept_apart_from_json(client: Client) -> None:
    publish_numbers(1)

    plain, as_csv = client.get(CPL), client.get(CPL, headers={"Accept": "text/csv"})

    assert len(table(as_csv)) == 1
    assert as_csv["ETag"] != plain["ETag"]
    assert "Accept" in as_csv["Vary"]
    again = client.get(CPL, headers={"Accept": "text/csv", "If-None-Match": as_csv["ETag"]})
    assert again.status_code == 304


def test_next_and_count_stand_in_headers(client: Client) -> None:
    publish_numbers(1, 2, 3)

    first = client.get(f"{CPL}?format=csv&limit=2&count=true")
    address = first["Link"].partition(">")[0].strip("<")
    last = client.get(address)

    assert first["Link"].endswith('; rel="next"')
    assert first["Registry-Count"] == "3"
    assert [each["CPL number"] for each in table(last)] == ["3"]
    assert "Link" not in last


def test_fields_choose_columns(client: Client) -> None:
    publish_numbers(1)

    (row,) = table(client.get(CPL, {"format": "csv", "fields": "manufacturer,cpl_number"}))

    assert row == {
        "CPL number": "1",
        "Manufacturer code": "FA0A",
        "Manufacturer": "Fictional Meters Ltd",
    }


def test_an_empty_list_is_a_table_of_headings(client: Client) -> None:
    response = client.get(CPL, {"format": "csv"})

    assert table(response) == []
    assert response.content.startswith(b"CPL number,Device type,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "'=", "''+"])
def test_no_cell_is_a_formula(client: Client, start: str) -> None:
    publish_numbers(1, model={"identifier": "0A01", "name": f"{start}cmd|' /C calc'!A0"})

    (row,) = table(client.get(CPL, {"format": "csv"}))

    assert row["Model name"] == f"'{start}cmd|' /C calc'!A0"
    assert unescaped(row["Model name"]) == f"{start}cmd|' /C calc'!A0"


@given(st.text(alphabet="'=+-@\t\r\nab", max_size=6))
def test_exactly_the_escape_is_taken_away_again(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_restricted_tables_say_who_took_them_and_when(party: Client) -> None:
    publish_numbers(1, 2)

    now = timezone.now().replace(microsecond=123)

    with time_machine.travel(now, tick=False):
        response = party.get(FIRMWARE, {"format": "csv", "fields": "cpl_number,contact"})

    first, second = table(response)
    assert list(first)[-3:] == list(MARKING_COLUMNS)
    assert first["Marking"] == "SEC Parties only – must not be shared (F2.17B)"
    assert first["Recipient"].endswith("@test.example, Fictional Supply")
    assert first["Read at"] == second["Read at"] == f"{now:%Y-%m-%dT%H:%M:%SZ}"
    assert first["Contact telephone"] == "'+442079460000"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Registry-Marking"]
    recorded = Disclosure.objects.get()
    assert (recorded.numbers, recorded.fields) == ([1, 2], "cpl_number,contact")


def test_a_zigbee_table_never_fills_the_firmware_contact(ssc: Client) -> None:
    publish_numbers(1)

    (row,) = table(ssc.get(ZIGBEE, {"format": "csv"}))

    assert row["ZigBee chipset vendor"] == DZIR_CANARY
    assert row["Zigbee contact email"] == "f@fictional.example"
    assert not {name for name in row if name.startswith("Contact ")}


def test_a_table_opens_nothing(client: Client, party: Client) -> None:
    publish_numbers(1)

    refused = client.get(FIRMWARE, {"format": "csv"})
    nothing = party.get(ZIGBEE, {"format": "csv"})

    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    assert table(nothing) == []


def test_every_register_has_a_table_whose_columns_are_members(client: Client) -> None:
    documents = documents_of(1)
    for register in registers():
        document = documents[register.code]
        assert next(iter(register.table.columns)) == "CPL number"
        assert set(register.table.columns.values()) <= set(document)
        assert set(register.table.columns) <= set(register.table.row(document))


def amended(files: Sequence[bytes]) -> list[Row]:
    """The rows of several tables about the same records, put together to amend them."""
    cells: dict[int, dict[str, Any]] = {}
    for file in files:
        workbook = read_workbook("export.csv", io.BytesIO(file))
        assert {note["level"] for note in workbook.intake_notes} == {"note"}
        for row in workbook.rows:
            cells.setdefault(row.position, {}).update(row.cells)
    return [Row(position, {**each, "Action": "amend"}) for position, each in cells.items()]


def test_a_table_read_in_again_changes_nothing(
    client: Client, party: Client, ssc: Client, ssc_member: Any
) -> None:
    panel = make_panel()
    image = {"Image descriptor": "=1+1", "Release notes": "-- first --\r\n@all, 'quoted'"}
    accept(numbered_row(1, **image), panel=panel)
    accept(numbered_row(2, Upgrade="yes", Baselines="1"), panel=panel)

    files = [
        reader.get(path, {"format": "csv"}).content
        for reader, path in ((client, CPL), (party, FIRMWARE), (ssc, ZIGBEE))
    ]
    again = submission_create(by=panel.administrator, title="Again", rows=amended(files))
    submission_submit(submission=again, by=panel.administrator)

    found = StoredFinding.objects.filter(submission=again).exclude(level="note")
    assert [each.message for each in found] == []
    parts = list(ProposedPart.objects.filter(item__submission=again))
    assert {part.register for part in parts} == {"cpl", "firmware", "zigbee"}
    for reader in (panel.administrator, ssc_member):
        seen = [part for part in parts if (part.register == "zigbee") == (reader == ssc_member)]
        items = list(Item.objects.filter(submission=again).order_by("position"))
        changes = differences(submission=again, items=items, parts=seen, by=reader)
        own = [each for item in changes for each in item.fields if each.register != "item"]
        assert [replace(each) for each in own if each.before is not None] == []


def sheet(response: Any) -> list[list[Any]]:
    assert response["Content-Type"] == XLSX_TYPE
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python()


def test_every_list_comes_as_a_workbook_with_the_cells_of_its_table(client: Client) -> None:
    publish_numbers(1, 2)
    publish(documents_of(2, model={"identifier": "0A01", "name": "=1+1"}))
    for address in (
        f"{CPL}?limit=1&",
        "/api/v1/publications/1/changes/?",
        "/api/v1/publications/?",
        "/api/v1/publications/compare/?from=1&to=2&",
    ):
        plain = client.get(f"{address}format=csv")
        book = client.get(f"{address}format=xlsx")

        assert sheet(book) == list(csv.reader(io.StringIO(plain.content.decode(), newline="")))
        assert book["Content-Disposition"] == plain["Content-Disposition"].replace("csv", "xlsx")
        assert book.get("Link", "").replace("xlsx", "csv") == plain.get("Link", "")
        assert client.get(f"{address}format=xlsx").content == book.content
        held = {"If-None-Match": book["ETag"]}
        assert client.get(f"{address}format=xlsx", headers=held).status_code == 304
        assert client.get(f"{address}format=csv", headers=held).status_code == 200
    assert "'=1+1" in str(sheet(client.get(CPL, {"format": "xlsx"})))


def test_a_restricted_workbook_is_marked_and_recorded(party: Client) -> None:
    publish_numbers(1)

    book = sheet(party.get(FIRMWARE, {"format": "xlsx"}))

    marked = dict(zip(*book, strict=True))
    assert "F2.17B" in marked["Marking"]
    assert "@" in marked["Recipient"]
    assert Disclosure.objects.get().numbers == [1]
    assert party.get(ZIGBEE, {"format": "xlsx"}).status_code == 200
    assert len(sheet(party.get(ZIGBEE, {"format": "xlsx"}))) == 1


def test_what_no_cell_holds_is_refused_and_sent_as_csv(party: Client) -> None:
    long = documents_of(1)
    long["firmware"]["release_notes"] = "x" * 32_768
    publish(long)

    refused = party.get(FIRMWARE, {"format": "xlsx"})

    assert refused.status_code == 400
    assert "CPL 1 has 32,768 characters" in refused.text
    assert party.get(FIRMWARE, {"format": "csv"}).status_code == 200
