"""Anybody's search of the Central Products List on the front page (W1, P4)."""

import html
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.models import Role
from accounts.throttling import buckets
from cpl.search.found import MOST_COUNTED
from tests.accounts.factories import make_party, make_person
from tests.published import DZIR_CANARY, FIR_CANARY, publish_numbers

pytestmark = pytest.mark.django_db

CERTIFICATE = {"scheme": "ZIGBEE", "number": "ZIG-FICTION 7/1", "standard_version": "ZSE 1.4"}


def page(client: Client, query: dict[str, Any], status: int = 200) -> str:
    """The page as somebody reads it."""
    answer = client.get("/", query)
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def linked(text: str) -> list[int]:
    return [int(number) for number in re.findall(r">CPL (\d+)</a>", text)]


def listed(text: str) -> list[int]:
    """The rows of the table."""
    return linked("".join(re.findall(r"<th[^>]*>.*?</th>", text)))


@pytest.fixture
def published() -> None:
    """Three ESMEs, a PPMID of another Manufacturer, and one that was removed since."""
    publish_numbers(1, 2, 3, certificates=[CERTIFICATE])
    publish_numbers(
        4,
        device_type="PPMID",
        manufacturer={"code": "FB0B", "name": "Fable & Sons"},
        model={"identifier": "A1F2", "name": "Fables <b>Two</b>"},
        hardware_version="0301",
        firmware_version="00020000",
    )
    publish_numbers(3, status="REMOVED", removal={"date": "2024-05-01"}, certificates=[])


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"search": ""}, [1, 2, 3, 4]),
        ({"search": "  meters imaginary "}, [1, 2, 3]),
        ({"search": "fable"}, [4]),
        ({"search": "fb:0b"}, [4]),
        ({"search": "00:02:00.00"}, [4]),
        ({"search": "a1f20301"}, [4]),
        ({"search": "A1F2:0301", "status": "CURRENT"}, [4]),
        ({"search": "fable", "status": "REMOVED"}, []),
        ({"search": "zig-fiction 7/1"}, [1, 2]),
        ({"search": "FA0A 0A01 0100 00000002"}, [2]),
        ({"search": f"{2:064x}"}, [2]),
        ({"search": "4", "status": "CURRENT"}, [4]),
        ({"status": "REMOVED"}, [3]),
        ({"device_type": "PPMID", "manufacturer": " fb0b ", "model": ""}, [4]),
        ({"certificate": "ZIG-FICTION 7/1"}, [1, 2]),
        ({"certificate": "ZIG-FICTION 7/1", "publication": "1"}, [1, 2, 3]),
        ({"search": "", "publication": "1"}, [1, 2, 3]),
        ({"search": "", "at": "2000-01-01T00:00:00Z"}, []),
        ({"search": "", "on": "2999-12-31"}, [1, 2, 3, 4]),
    ],
)
def test_a_question_finds_its_device_models(
    client: Client, query: dict[str, str], numbers: list[int]
) -> None:
    text = page(client, query)

    assert listed(text) == numbers
    assert ("Not found" in text) == (not numbers)


@pytest.mark.usefixtures("published")
def test_what_is_found_is_shown_with_its_state_and_leads_on(client: Client) -> None:
    text = page(client, {"search": "", "publication": "3"})
    raw = client.get("/", {"search": "fable"}).content.decode()

    assert "4 Device Models" in text
    assert text.count('state-removed">Removed') == 1
    assert 'href="/cpl/4/?publication=3"' in text
    assert 'href="/cpl/4/"' in raw
    assert '<p class="printed">Search: fable</p>' in raw
    assert "Fables &lt;b&gt;Two&lt;/b&gt;" in raw
    for ending in ("csv", "xlsx", "json"):
        address = (
            f"/api/v1/cpl/device-models/?search=fable&publication=3&limit=1000&format={ending}"
        )
        assert f'href="{address}"' in html.unescape(raw)
        assert client.get(address).status_code == 200


def test_pages_follow_each_other_within_one_publication(client: Client) -> None:
    publish_numbers(*range(1, 61))
    first = page(client, {"search": "meters"})
    publish_numbers(61)
    found = [listed(first)]
    text = first
    while following := re.search(r'href="/\?([^"]+)" rel="next"', text):
        text = page(client, dict(pair.split("=") for pair in following[1].split("&")))
        found.append(listed(text))

    assert [len(each) for each in found] == [25, 25, 10]
    assert [number for each in found for number in each] == list(range(1, 61))
    assert "60 Device Models" in first
    assert "60 Device Models" in text
    assert "First page" in text
    assert "Nothing comes after this place" in page(client, {"search": "meters", "after": "400"})


@pytest.mark.usefixtures("published")
def test_nothing_found_says_what_stands_in_the_way(client: Client) -> None:
    text = page(client, {"search": "fable 00020001", "device_type": "PPMID"})

    assert "No Device Model on the list has all of “fable 00020001”" in text
    assert re.search(r'search=fable&device_type=PPMID">1</a> without the word “00020001”', text)
    assert "without the word “fable”" not in text
    assert 'search=fable">1</a> without the Device type “ESME”' in page(
        client, {"search": "fable", "device_type": "ESME"}
    )


@pytest.mark.usefixtures("published")
def test_words_that_begin_like_one_that_nothing_has_are_offered(client: Client) -> None:
    text = page(client, {"search": "fabl"})

    assert ">fable</a>" in text
    assert ">fables</a>" in text
    assert "Look through the whole list" in page(client, {"search": "unheard"})


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ({"manufacturer": "FA", "firmware_version": "1"}, ["4 hexadecimal", "8 hexadecimal"]),
        (
            {"device_type": "TOASTER", "generation": "SMETS3"},
            ["Use one of ESME", "SMETS1, SMETS2+"],
        ),
        ({"model": "a\0b", "search": "a\0b"}, ["Null characters are not allowed."]),
        ({"search": "%"}, ["Look for words"]),
        ({"search": "' OR 1=1 --"}, []),
        ({"search": "_ % __class__"}, []),
        ({"search": "x" * 300}, ["at most 200 characters"]),
        ({"search": "a b c d e f g h i"}, ["at most 8 words"]),
        ({"publication": "99"}, ["There is no publication 99 yet."]),
        ({"publication": "9" * 40}, ["A whole number is needed"]),
        ({"publication": "1", "on": "2027-01-31"}, ["a publication or a day, not both"]),
        ({"on": "31/01/2027", "cpa_before": "soon"}, ["A date such as 2027-01-31 is needed."]),
        ({"after": "-1", "at": "now"}, ["A whole number is needed", "A time with its zone"]),
        ({"after": "9" * 18}, []),
        ({"status": ["CURRENT", "REMOVED"]}, ["Give it once."]),
        ({"manufacturer__code": "FA0A", "<b>": "1", "limit": "5"}, []),
    ],
)
def test_what_is_asked_wrongly_is_told_all_at_once(
    client: Client, query: dict[str, Any], sentences: list[str]
) -> None:
    text = page(client, query, 400 if sentences else 200)

    for sentence in sentences:
        assert sentence in text
    assert ("Nothing was looked for" in text) == bool(sentences)


@pytest.mark.usefixtures("published")
def test_what_is_no_field_is_passed_over_and_named(client: Client) -> None:
    answer = client.get("/", {"<b>": "1", "manufacturer__code": "FA0A", "search": "fable"})

    text = answer.content.decode()
    assert "<code>&lt;b&gt;</code>, <code>manufacturer__code</code>." in text
    assert listed(text) == [4]


def test_more_than_anybody_counts_is_said_to_be_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_numbers(*range(1, 5))
    monkeypatch.setattr("cpl.search.found.MOST_COUNTED", 3)

    assert "More than 3 Device Models" in page(client, {"search": "meters"})
    assert "4 Device Models" in page(client, {"search": ""})
    assert MOST_COUNTED == 1_000


@pytest.mark.usefixtures("published")
def test_caches_keep_it_for_anybody_and_never_for_a_person(client: Client) -> None:
    first = client.get("/?search=fable")
    again = client.get("/?search=fable", headers={"If-None-Match": first["ETag"]})
    publish_numbers(5, manufacturer={"code": "FB0B", "name": "Fable & Sons"})
    later = client.get("/?search=fable", headers={"If-None-Match": first["ETag"]})
    wrong = client.get("/?publication=99")
    client.force_login(make_person(organisation=make_party()))
    own = client.get("/?search=fable")

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in first["Vary"]
    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200
    for answer in (wrong, own):
        assert answer["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("role", [*Role, None])
def test_nobody_finds_what_a_restricted_register_holds(client: Client, role: Role | None) -> None:
    client.force_login(make_person(role=role, organisation=make_party()))

    for word in (FIR_CANARY, DZIR_CANARY, "MakeBelieve", "fictional.example", "canary"):
        text = page(client, {"search": word})
        assert listed(text) == []
        # Nothing but what was asked: in the title, the box, the sentence and the line for print.
        echoes = (f"{word} –", f'"{word}"', f"“{word}”", f"Search: {word}<")
        assert text.count(word) == sum(text.count(each) for each in echoes) == len(echoes)


@pytest.mark.usefixtures("published")
def test_a_page_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(7):
        page(client, {"search": "meters", "device_type": "ESME"})


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("query", "sentence", "numbers"),
    [
        ({"search": "FA0A 0A01 0100 00000002"}, "Yes. This Device Model is", [2, 2]),
        ({"search": "fa:0a 0A010100 00:00:00.03"}, "No longer. This Device Model was", [3, 3]),
        ({"search": f"{1:064X}"}, "Yes. A Device Model with this Hash is", [1, 1]),
        ({"image_hash": "F" * 64}, "has no Device Model with this Hash.", []),
        ({"search": "ESME FA0A 0A01 0100 00000009"}, "No. The Central Products List", [1, 2, 3]),
        ({"search": "FA0A 0100 0A01 00000001"}, "", [1]),
        ({"search": "fable two a1f2"}, "", [4]),
        ({"search": "FA0A 0A01 0100 00000003", "on": "2999-01-01"}, "then: No longer.", [3, 3]),
        (
            {
                "manufacturer": "FB0B",
                "model": "A1F2",
                "hardware_version": "0302",
                "firmware_version": "00020000",
            },
            "No. The Central Products List does not have this Device Model.",
            [4],
        ),
    ],
)
def test_a_whole_identity_is_answered_in_a_sentence(
    client: Client, query: dict[str, str], sentence: str, numbers: list[int]
) -> None:
    text = page(client, query)

    assert sentence in text
    assert ('class="told"' in text) == bool(sentence)
    assert linked(text) == numbers
    assert ("Near it, with another" in text) == (sentence.startswith("No. The") and bool(numbers))


def test_searches_are_counted_as_the_apis_requests_are(
    client: Client, settings: LazySettings
) -> None:
    publish_numbers(1)
    settings.API_THROTTLES = {**settings.API_THROTTLES, "anonymous": (1, 2)}
    buckets.clear()
    try:
        for _ in range(2):
            page(client, {"search": "meters"})
        answer = client.get("/?search=meters")
        empty = client.get("/")
    finally:
        buckets.clear()

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "Too many searches: please wait" in answer.content.decode()
    assert listed(answer.content.decode()) == []
    assert empty.status_code == 200
