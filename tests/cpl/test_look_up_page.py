"""A pasted list of Device Models looked up on a page, by anybody (A2)."""

import html
import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.throttling import buckets
from cpl.look_up.page import MOST_PROBLEMS
from cpl.lookup_api import MOST_ITEMS
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db


def looked_up(client: Client, lines: str, status: int = 200) -> str:
    """The page as somebody reads it, with what was typed left out."""
    answer = client.post("/look-up/", {"lines": lines})
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"
    text = re.sub(r"<textarea.*?</textarea>", "", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_each_line_is_answered_in_its_place(client: Client) -> None:
    publish_numbers(1, 2)
    publish_numbers(2, status="REMOVED")
    lines = "\n".join(
        [
            "ESME\tFA0A\t0A01\t0100\t00000001",
            "",
            "fa:0a;0A010100;00:00:00.02",
            '"FA0A","0A01","0100","00000009"',
            ",FA0A,0A01,0100,00000001",
            "F" * 64,
        ]
    )

    text = looked_up(client, lines)

    assert "3 of 5 found" in text
    for answer in (
        "Line 1 ESME FA0A 0A01 0100 00000001 Yes. This Device Model is on the Central Products "
        "List. CPL 1",
        "Line 3 FA0A 0A01 0100 00000002 No longer. This Device Model was on the Central Products "
        "List and has been removed. CPL 2 Removed",
        "Line 4 FA0A 0A01 0100 00000009 No. The Central Products List does not have this Device "
        "Model. Near it, with another firmware version: CPL 1 , CPL 2 Removed",
        f"Line 6 {'F' * 64} No. The Central Products List has no Device Model with this Hash.",
    ):
        assert answer in text


def test_a_table_is_read_by_its_headings(client: Client) -> None:
    publish_numbers(1)
    tables = {
        "Count,Firmware version,Model identifier,Manufacturer,Manufacturer code,hardware_version\n"
        '7,00000001,0A01,"Fictional, Ltd",FA0A,0100\n\n7,00000009,0A01,x,FA0A,0100\n': (2, 4),
        "Device type\tDUIS model\tFirmware\u00a0Version\tManufacturer\tImage hash\n"
        f"ESME\t0A01:01:00\t00:00:00.01\tfa0a\t\n\t\t\t\t{'F' * 64}\n": (2, 3),
        f"\nHash;Type\n{'F' * 64};\n{'E' * 64};ESME\n": (3, 4),
    }
    texts = [looked_up(client, table) for table in tables]

    for text, (first, last) in zip(texts, tables.values(), strict=True):
        assert f"Line {first} " in text
        assert f"Line {last} " in text
    found = "ESME FA0A 0A01 0100 00000001 Yes. This Device Model is on the Central Products List."
    assert "1 of 2 found As in publication 1" in texts[0]
    assert f"Line 2 {found[5:]} CPL 1" in texts[0]
    assert f"Line 2 {found} CPL 1" in texts[1]
    assert f"Line 3 {'F' * 64} No." in texts[1]
    assert "0 of 2 found" in texts[2]


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        ("Manufacturer,Model,Hardware version,Firmware version\n\n", ["at least one line."]),
        (
            "Manufacturer code,Manufacturer code,Model\nFA0A,FA0A,0A01\n",
            ["Line 2, Manufacturer code: It stands there twice."],
        ),
        (
            "Model,Manufacturer,Device type,Note\n0A01,FA0,ESME,x\n,,,only a note\n",
            [
                "Line 2, Manufacturer code: A manufacturer code has 4 hexadecimal digits.",
                "Line 2, hardware version: This member is needed.",
                "Line 3, model identifier: This member is needed.",
            ],
        ),
        ("", ["Write or paste at least one line."]),
        ("  \n \n", ["Write or paste at least one line."]),
        ("FA0A\0 0A01 0100 00000001", ["Null characters are not allowed."]),
        (
            "FA 0A01 0100 1\n\none two\n'; DROP TABLE x; --\n<script>",
            [
                "Line 1, Manufacturer code: A manufacturer code has 4 hexadecimal digits.",
                "Line 1, firmware version: A firmware version has 8 hexadecimal digits. A spread",
                "Line 3, line: Of 2 parts nobody knows which is which.",
                "Line 4, Manufacturer code:",
                "Line 5, Hash: A Hash has 64 hexadecimal digits.",
            ],
        ),
        ("x\n" * (MOST_ITEMS + 1), ["At most 1,000 lines are looked up at once; these are 1,001."]),
        ("x\n" * MOST_ITEMS, [f"And {MOST_ITEMS - MOST_PROBLEMS} further problems."]),
        ("x" * 300_000, ["Ensure this value has at most 250000 characters"]),
    ],
)
def test_what_cannot_be_read_is_told_line_by_line(
    client: Client, lines: str, sentences: list[str]
) -> None:
    text = looked_up(client, lines, 400)

    assert "Nothing was looked up" in text
    for sentence in sentences:
        assert sentence in text


def test_what_was_typed_stays_and_is_no_markup(client: Client) -> None:
    raw = client.post("/look-up/", {"lines": "</textarea><script>x"}).content.decode()

    assert "&lt;/textarea&gt;&lt;script&gt;x</textarea>" in raw


def test_a_thousand_lines_cost_as_many_queries_as_one(
    client: Client, django_assert_max_num_queries: object
) -> None:
    publish_numbers(1)
    lines = "\n".join(f"FA0A 0A01 0100 {number:08X}" for number in range(1, MOST_ITEMS + 1))

    with django_assert_max_num_queries(3):  # type: ignore[operator]  # a fixture without types
        text = looked_up(client, lines)

    assert "1 of 1000 found" in text or "1 of 1,000 found" in text


@pytest.fixture
def two_at_once(settings: LazySettings) -> Iterator[None]:
    settings.API_THROTTLES = {**settings.API_THROTTLES, "anonymous": (1, 2)}
    buckets.clear()
    yield
    buckets.clear()


@pytest.mark.usefixtures("two_at_once")
def test_look_ups_are_counted_as_the_apis_requests_are(client: Client) -> None:
    for _ in range(2):
        looked_up(client, "F" * 64)

    answer = client.post("/look-up/", {"lines": "F" * 64})

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "Too many look-ups" in answer.content.decode()
    assert client.get("/look-up/").status_code == 200
