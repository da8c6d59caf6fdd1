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


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
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
