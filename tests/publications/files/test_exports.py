"""Exports of a register: through one's right, recorded, marked, whole or not there."""

import csv
import io
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from python_calamine import CalamineWorkbook

from accounts.models import User
from accounts.services.persons import user_deactivate
from sec_registry.registers import sheets
from sec_registry.registers.models import Disclosure, Publication
from tests.accounts.factories import make_person, make_superuser
from tests.api.conftest import grantee, party_person, ssc_member
from tests.published import DZIR_CANARY, FIR_CANARY, publish_numbers

__all__ = ["grantee", "party_person", "ssc_member"]
pytestmark = pytest.mark.django_db
MARKINGS = {
    "firmware": "SEC Parties only – must not be shared (F2.17B)",
    "zigbee": "Access is managed by the Security Sub Committee (F2.38)",
}


@pytest.fixture(autouse=True)
def past(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three publications; documents come two at a time."""
    monkeypatch.setattr("sec_registry.publications.files.editions.BATCH", 2)
    publish_numbers(1, 2, 3)
    publish_numbers(4, device_type="PPMID")
    publish_numbers(2, hardware_version="0200")


def export(register: str, person: User, to: Path, form: str = "csv", *more: str) -> Path:
    address = ("--as", person.email, "--format", form, "-o", str(to))
    call_command("export_register", register, *address, *more)
    return to


def refused(register: str, person: User | str, *more: str) -> tuple[int, str]:
    """The exit status and the last word."""
    email = person if isinstance(person, str) else person.email
    with pytest.raises(CommandError) as failed:
        call_command("export_register", register, "--as", email, *more)
    return failed.value.returncode, str(failed.value)


def rows_of(file: Path) -> list[dict[str, str]]:
    if file.suffix == ".xlsx":
        heading, *rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).iter_rows()
        return [dict(zip(map(str, heading), map(str, row), strict=True)) for row in rows]
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))


def test_forms_say_the_same(party_person: User, tmp_path: Path) -> None:
    now = "2026-11-26T12:00:00Z"
    with time_machine.travel(now, tick=False):
        table, sheet, whole = (
            export("firmware", party_person, tmp_path / f"e.{form}", form)
            for form in ("csv", "xlsx", "json")
        )

    assert rows_of(table) == rows_of(sheet)
    said = json.loads(whole.read_bytes())
    recipient = f"{party_person.email}, Fictional Supply"
    assert (said["marking"], said["recipient"], said["read_at"]) == (
        MARKINGS["firmware"],
        recipient,
        now,
    )
    assert [each["release_notes"] for each in said["results"]] == [
        row["Release notes"] for row in rows_of(table)
    ]
    for row in rows_of(table):
        assert row["Action"] == "amend"
        assert (row["Marking"], row["Recipient"], row["Read at"]) == tuple(
            said[name] for name in ("marking", "recipient", "read_at")
        )


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_restricted_export_is_recorded_and_for_its_owner_alone(
    ssc_member: User, tmp_path: Path, form: str
) -> None:
    file = export("zigbee", ssc_member, tmp_path / "e", form)

    recorded = Disclosure.objects.get()
    assert (recorded.numbers, recorded.register) == ([1, 2, 3, 4], "zigbee")
    assert (recorded.person, recorded.channel) == (ssc_member.email, "command")
    assert recorded.route.startswith("export_register, command line: ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_grant_exports_what_it_reaches(grantee: User, tmp_path: Path) -> None:
    file = export("zigbee", grantee, tmp_path / "e.csv")

    assert [row["CPL number"] for row in rows_of(file)] == ["4"]
    assert Disclosure.objects.get().numbers == [4]
    assert refused("zigbee", grantee, "--format", "csv", "--publication", "1")[0] == 1


@pytest.mark.parametrize("register", ["firmware", "zigbee"])
@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_nobody_else_gets_anything(
    register: str, form: str, tmp_path: Path, capsysbinary: Any
) -> None:
    stranger = make_superuser()
    to = tmp_path / "e"

    found = refused(register, stranger, "--format", form, "-o", str(to))

    title = {"firmware": "FIR", "zigbee": "DZIR"}[register]
    assert found == (
        1,
        f"There is nothing that {stranger.email} may read of the {title} in publication 3.",
    )
    assert Disclosure.objects.get().outcome == "refused"
    assert list(tmp_path.iterdir()) == []
    assert capsysbinary.readouterr().out == b""


def test_points_in_time(party_person: User, tmp_path: Path) -> None:
    first = Publication.objects.get(number=1)
    at = first.published_at.isoformat()

    by_number = export("cpl", party_person, tmp_path / "n.csv", "csv", "--publication", "1")
    by_time = export("cpl", party_person, tmp_path / "t.csv", "csv", "--at", at)
    today = export("cpl", party_person, tmp_path / "d.csv")

    assert by_number.read_bytes() == by_time.read_bytes()
    assert [row["Hardware version"] for row in rows_of(by_number)] == ["0100"] * 3
    assert [row["Hardware version"] for row in rows_of(today)] == ["0100", "0200", "0100", "0100"]
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("moment", [("--publication", "0"), ("--at", "2001-01-01T00:00:00Z")])
def test_before_the_first_publication_it_is_empty_as_the_lists_of_the_api_are(
    party_person: User, tmp_path: Path, moment: tuple[str, str]
) -> None:
    table, sheet, whole = (
        export("firmware", party_person, tmp_path / f"e.{form}", form, *moment)
        for form in ("csv", "xlsx", "json")
    )

    said = json.loads(whole.read_bytes())
    assert (said["publication"], said["published_at"], said["results"]) == (0, None, [])
    assert rows_of(table) == rows_of(sheet) == []
    assert not Disclosure.objects.exists()
    assert refused("firmware", make_superuser(), "--format", "csv", *moment)[0] == 1
    assert Disclosure.objects.get().outcome == "refused"


def test_without_a_file_it_goes_to_the_standard_output(
    party_person: User, tmp_path: Path, capsysbinary: Any
) -> None:
    call_command("export_register", "cpl", "--as", party_person.email, "--format", "json")

    printed = capsysbinary.readouterr()
    assert [each["cpl_number"] for each in json.loads(printed.out)["results"]] == [1, 2, 3, 4]
    assert printed.err == b"CPL, publication 3: 4 records.\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--publication", "9"), "There is no publication 9."),
        (("--publication", "-1"), "There is no publication -1."),
        (("--at", "noon"), "--at: A time with its zone is needed, such as 2027-01-31T12:00:00Z."),
        (("-o", "/"), "/ is there and no file."),
    ],
)
def test_arguments_that_make_no_sense(party_person: User, more: tuple[str, ...], said: str) -> None:
    assert refused("firmware", party_person, "--format", "csv", *more) == (2, said)
    assert not Disclosure.objects.exists()


def test_accounts_that_are_not_there_or_closed(party_person: User) -> None:
    closed = make_person()
    user_deactivate(user=closed, by=make_superuser(), reason="for a test")

    assert refused("cpl", "nobody@test.example", "--format", "csv") == (
        2,
        "There is no account nobody@test.example.",
    )
    assert refused("cpl", closed, "--format", "csv")[0] == 2


def test_what_cannot_be_recorded_is_not_written(
    party_person: User, tmp_path: Path, monkeypatch: Any
) -> None:
    def fails(**content: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("sec_registry.publications.files.exports.disclose", fails)

    status, said = refused(
        "firmware", party_person, "--format", "csv", "-o", str(tmp_path / "e.csv")
    )

    assert (status, said) == (1, "Nothing was written: disk full.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_failure_in_the_middle_leaves_what_was_there(
    party_person: User, tmp_path: Path, monkeypatch: Any, form: str, capsysbinary: Any
) -> None:
    before = tmp_path / "e"
    before.write_text("yesterday's")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    status, said = refused("cpl", party_person, "--format", form, "-o", str(before))

    assert (status, said) == (1, "Nothing was written: [Errno 28] No space left on device.")
    assert before.read_text() == "yesterday's"
    assert list(tmp_path.iterdir()) == [before]


def test_cell_that_no_sheet_takes_is_said(party_person: User, tmp_path: Path) -> None:
    long = "x" * (sheets.LONGEST_CELL + 1)
    publish_numbers(3, model={"identifier": "0A01", "name": long})

    status, said = refused("cpl", party_person, "--format", "xlsx", "-o", str(tmp_path / "e.xlsx"))

    assert (status, said.partition(";")[0]) == (
        1,
        'Nothing was written: CPL 3 has 32,768 characters as "Model name"',
    )
    assert list(tmp_path.iterdir()) == []
    assert rows_of(export("cpl", party_person, tmp_path / "e.csv"))[2]["Model name"] == long


def test_restricted_words_stay_in_their_register(
    ssc_member: User, party_person: User, tmp_path: Path
) -> None:
    zigbee = export("zigbee", ssc_member, tmp_path / "z.csv").read_text()
    firmware = export("firmware", party_person, tmp_path / "f.csv").read_text()
    cpl = export("cpl", party_person, tmp_path / "c.csv").read_text()

    assert (DZIR_CANARY in zigbee, FIR_CANARY in zigbee) == (True, False)
    assert (DZIR_CANARY in firmware, FIR_CANARY in firmware) == (False, True)
    assert (DZIR_CANARY in cpl, FIR_CANARY in cpl) == (False, False)
