"""Registers at the desk as published, and lists as files: today's rights, every look recorded."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sec_registry.registers.models import Disclosure
from tests.admin.desk import CLOSED, DZIR_CANARIES, FIR_CANARIES, NOTES, VENDOR, Cast
from tests.registry import accept
from tests.rows import Cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """A second publication in which the first record was changed in all three registers."""
    changed: Cells = {
        "Action": "amend",
        "CPL number": cast.numbers[0],
        "Model name": "=Renamed",
        "Release notes": "Second notes",
        "ZigBee stack version": "Second stack",
    }
    accept(changed, panel=cast.panel, by=cast.people["submitter"])
    return cast


def published(code: str, *number: int) -> str:
    name = "published_record" if number else "published_list"
    return reverse(f"admin:{name}", args=[code, *number])


def export(code: str, form: str) -> str:
    return reverse("admin:list_export", args=[code, form])


def body(response: Any) -> bytes:
    assert response.status_code == 200
    found: bytes = response.getvalue()
    return found


def shown(who: str) -> list[tuple[str, str, list[int]]]:
    """What was recorded of looks at the desk: register, outcome and numbers, the last first."""
    rows = Disclosure.objects.filter(channel="admin", person__startswith=who).order_by("-pk")
    return [(each.register, each.outcome, each.numbers) for each in rows]


def test_a_record_and_a_list_are_shown_as_they_were(cast: Cast) -> None:
    one, two = cast.numbers
    reviewer, person = cast.client("reviewer"), cast.people["reviewer"].email

    before = reviewer.get(published("firmware", one), {"publication": "1"}).text
    after = reviewer.get(published("firmware", one)).text
    listed = reviewer.get(published("firmware"), {"publication": "1"}).text
    cpl = [reviewer.get(published("cpl"), {"publication": n}).text for n in ("1", "2")]

    assert (NOTES in before, "Second notes" in before) == (True, False)
    assert (NOTES in after, "Second notes" in after) == (False, True)
    assert f"/{two}/?publication=1" in listed
    assert ["=Renamed" in each for each in cpl] == [False, True]
    assert [numbers for code, _, numbers in shown(person) if code == "firmware"] == [
        [one, two],
        [one],
        [one],
    ]
    empty = reviewer.get(published("cpl"), {"at": "2001-01-01T00:00:00Z"}).text
    assert "Before the first publication" in empty
    for query in ({"publication": "99"}, {"publication": "9" * 30}, {"at": "soon"}):
        assert reviewer.get(published("cpl"), query).status_code == 400
    assert reviewer.get(published("cpl"), {"manufacturer": "FA"}).status_code == 400
    assert reviewer.get(published("cpl", 999)).status_code == 404
    assert reviewer.post(published("cpl")).status_code == 405
    page = reviewer.get(reverse("admin:cpl_devicemodel_change", args=[one])).text
    assert published("cpl", one) in page


def test_yesterdays_documents_are_read_under_todays_right(cast: Cast) -> None:
    one, two = cast.numbers
    addresses = [published("zigbee"), published("zigbee", one), export("zigbee", "csv")]

    for who in ("reviewer", "superuser", "auditor", "expired grantee"):
        client, seen = cast.client(who), []
        for address in [*addresses, published("zigbee", 999)]:
            answer = client.get(address, {"publication": "1"} if "exports" not in address else {})
            assert CLOSED in answer.text
            assert not any(canary in answer.text for canary in DZIR_CANARIES)
            seen.append(answer.content)
        outcomes = {outcome for _, outcome, _ in shown(cast.people[who].email)}
        assert outcomes == {Disclosure.Outcome.REFUSED}
    grantee = cast.client("grantee")
    old = grantee.get(published("zigbee", one), {"publication": "1"}).text
    listed = grantee.get(published("zigbee"), {"publication": "1"}).text
    assert (VENDOR in old, f"/{one}/" in listed, f"/{two}/" in listed) == (True, True, False)
    assert grantee.get(published("zigbee", two)).status_code == 404
    auditor = cast.client("auditor")
    refused = auditor.get(published("firmware"))
    assert refused.status_code == 403
    assert not any(canary in refused.text for canary in FIR_CANARIES)


def test_what_is_filtered_is_exported_marked_and_recorded(cast: Cast) -> None:
    one, two = cast.numbers
    reviewer, person = cast.client("reviewer"), cast.people["reviewer"].email
    page = reviewer.get(reverse("admin:cpl_devicemodel_changelist"), {"q": str(two)}).text
    assert f"{export('cpl', 'xlsx')}?q={two}" in page

    whole = body(reviewer.get(export("cpl", "csv")))
    some = body(reviewer.get(export("firmware", "csv"), {"q": str(two)}))
    book = body(reviewer.get(export("cpl", "xlsx"), {"status": "CURRENT"}))
    as_json = json.loads(body(reviewer.get(export("firmware", "json"))))

    rows = list(csv.DictReader(io.StringIO(whole.decode(), newline="")))
    assert [(row["Action"], int(row["CPL number"])) for row in rows] == [
        ("amend", one),
        ("amend", two),
    ]
    assert rows[0]["Model name"] == "'=Renamed"
    (marked,) = csv.DictReader(io.StringIO(some.decode(), newline=""))
    assert (int(marked["CPL number"]), marked["Recipient"].startswith(person)) == (two, True)
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python())
    assert [each["cpl_number"] for each in as_json["results"]] == [one, two]
    recorded = [numbers for code, _, numbers in shown(person) if code == "firmware"]
    assert recorded == [[one, two], [two]]
    nothing = reviewer.get(export("cpl", "csv"), {"q": "nobody"}, follow=True)
    assert "There is nothing to export." in nothing.text
    # What is no filter of the list narrows nothing and lets nobody ask by a column.
    for query in ({"contact__email": "x"}, {"device_model__zigbeerecord": "1"}):
        assert reviewer.get(export("firmware", "csv"), query).status_code in (302, 400, 404)
    assert reviewer.get(export("cpl", "pdf")).status_code == 404
    old = reverse("admin:published_export", args=["cpl", "csv"])
    earlier = body(reviewer.get(old, {"publication": "1"})).decode()
    assert "Renamed" not in earlier
    assert Client().get(old).status_code == 302
