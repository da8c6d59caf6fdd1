"""Bodies that are not what they should be: refused whole, with the place, and nothing is kept."""

from typing import Any

import pytest
from django.test import Client

from sec_registry.submissions.models import Item, Submission
from tests.api.submissions.calls import body_of, created, edit, refused, send
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

GOOD: dict[str, Any] = {"values": {"Device type": "ESME"}}


def with_item(**members: Any) -> dict[str, Any]:
    return {"title": "New", "items": [GOOD, {**GOOD, **members}]}


def with_cell(cell: Any, name: str = "Model name") -> dict[str, Any]:
    return with_item(values={name: cell})


@pytest.mark.parametrize("path", ["", "validate/"])
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ([], "#"),
        ("null", "#"),
        ('"text"', "#"),
        (7, "#"),
        ({"title": "New"}, "#/items"),
        ({"title": "New", "items": []}, "#/items"),
        ({"title": "New", "items": {}}, "#/items"),
        ({"title": "New", "items": None}, "#/items"),
        ({"title": "New", "items": [7]}, "#/items/0"),
        ({"title": "", "items": [GOOD]}, "#/title"),
        ({"title": 7, "items": [GOOD]}, "#/title"),
        ({"title": None, "items": [GOOD]}, "#/title"),
        ({"title": "x" * 201, "items": [GOOD]}, "#/title"),
        ({"title": "a\0b", "items": [GOOD]}, "#/title"),
        ({"title": "New", "items": [GOOD], "state": "accepted"}, "#/state"),
        ({"title": "New", "items": [GOOD], "initial_load": True}, "#/initial_load"),
        (with_item(row=4), "#/items/1/row"),
        (with_item(action=7), "#/items/1/action"),
        (with_item(action="x" * 25), "#/items/1/action"),
        (with_item(cpl_number="12"), "#/items/1/cpl_number"),
        (with_item(cpl_number=1.5), "#/items/1/cpl_number"),
        (with_item(cpl_number=True), "#/items/1/cpl_number"),
        (with_item(cpl_number=0), "#/items/1/cpl_number"),
        (with_item(cpl_number=10**30), "#/items/1/cpl_number"),
        (with_item(reference="x" * 201), "#/items/1/reference"),
        (with_item(values=[]), "#/items/1/values"),
        (with_item(values=None), "#/items/1/values"),
        (with_cell(["a"]), "#/items/1/values/Model%20name"),
        (with_cell({"a": 1}), "#/items/1/values/Model%20name"),
        (with_cell("a\0b"), "#/items/1/values/Model%20name"),
        (with_cell(10**16), "#/items/1/values/Model%20name"),
        (with_cell("amend", name="Action"), "#/items/1/values/Action"),
        (with_cell(7, name="CPL number"), "#/items/1/values/CPL%20number"),
        (with_cell("x", name=""), "#/items/1/values"),
        (with_cell("x", name="n" * 81), "#/items/1/values"),
        (with_cell("x", name="a\0b"), "#/items/1/values"),
        (with_item(values={f"column {n}": 1 for n in range(201)}), "#/items/1/values"),
    ],
)
def test_a_fault_is_told_with_its_place(path: str, body: Any, pointer: str, maker: Client) -> None:
    problem = refused(send(maker, path, body), 400)

    assert pointer in {each["pointer"] for each in problem["errors"]}
    assert Submission.objects.count() == 0


def test_every_fault_is_told_at_once(maker: Client) -> None:
    body = {"title": "", "items": [{"values": {"Model name": []}, "odd": 1}, {"cpl_number": "x"}]}

    problem = refused(send(maker, "", body), 400)

    assert {each["pointer"] for each in problem["errors"]} == {
        "#/title",
        "#/items/0/values/Model%20name",
        "#/items/0/odd",
        "#/items/1/cpl_number",
    }


def test_the_value_under_a_wrong_name_is_not_repeated(maker: Client) -> None:
    body = {"title": "New", "items": [{"values": {"n" * 81: "Secret Silicon"}}]}

    assert "Secret" not in str(refused(send(maker, "", body), 400))


@pytest.mark.parametrize(
    "raw",
    [
        "{",
        '{"title": "New", "items": [{"values": {"a": NaN}}]}',
        '{"title": "New", "items": [{"values": {"Model name": 1e999}}]}',
        '{"title": "New", "title": "Old", "items": [{}]}',
        '{"title": "New", "items": [{"values": {"a": 1, "a": 2}}]}',
        '{"title": "New\\ud800", "items": [{}]}',
        '{"title": "New", "items": [{"values": {"\\uDFFF": 1}}]}',
        '{"title": "New", "\\udc00": 1}',
        '{"title": "New", "items": [{"reference": "\\ud83d"}]}',
        '{"title": "New", "items": ' + "[" * 50_000,
        b'{"title": "\xff"}',
    ],
)
def test_what_is_no_plain_json_is_refused(raw: str | bytes, maker: Client) -> None:
    refused(send(maker, "", raw), 400)

    assert Submission.objects.count() == 0


def test_a_letter_written_as_a_surrogate_pair_is_a_letter(maker: Client) -> None:
    raw = '{"title": "\\ud83d\\ude00", "items": [{}]}'

    assert send(maker, "", raw).json()["title"] == "\N{GRINNING FACE}"


def test_a_body_without_end_is_refused_before_it_is_read(maker: Client) -> None:
    refused(send(maker, "", b" " * 50_000_000), 413)


def test_more_items_than_fit_are_refused(maker: Client) -> None:
    refused(send(maker, "", {"title": "New", "items": [{}] * 5_001}), 400)


def test_a_form_is_not_read(maker: Client) -> None:
    refused(maker.post("/api/v1/submissions/", {"title": "New"}), 415)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/revision"),
        ({"revision": "1"}, "#/revision"),
        ({"revision": 1, "items": [GOOD]}, "#/items/0/row"),
        ({"revision": 1, "items": [{**GOOD, "row": 0}]}, "#/items/0/row"),
        ({"revision": 1, "items": [{**GOOD, "row": 10**12}]}, "#/items/0/row"),
        ({"revision": 1, "items": [{**GOOD, "row": 2}, {**GOOD, "row": 2}]}, "#/items"),
        ({"revision": 1, "remove": ["1"]}, "#/remove/0"),
        ({"revision": 1, "title": ""}, "#/title"),
        ({"revision": 1, "state": "accepted"}, "#/state"),
    ],
)
def test_a_fault_in_an_edit_is_told_with_its_place(body: Any, pointer: str, maker: Client) -> None:
    number = created(maker)["id"]

    problem = refused(edit(maker, number, body), 400)

    assert pointer in {each["pointer"] for each in problem["errors"]}
    assert Submission.objects.get(pk=number).revision == 1


@pytest.mark.parametrize("step", ["waive", "reject", "accept", "withdraw", "review", "submit"])
@pytest.mark.parametrize("body", [{"odd": 1}, {"reason": 7}, {"reason": "x" * 501}, "{"])
def test_odd_words_with_a_step_are_refused(
    step: str, body: Any, maker: Client, reviewer: Client
) -> None:
    number = created(maker)["id"]
    client = maker if step in ("submit", "withdraw") else reviewer

    refused(send(client, f"{number}/{step}/", body), 400)

    assert Submission.objects.get(pk=number).state == "draft"


def test_a_thousand_items_are_kept_in_the_order_of_the_body(maker: Client) -> None:
    rows = [{"Reference": f"r{n}", "Device type": "ESME"} for n in range(1_000)]

    made = created(maker, *rows)

    references = Item.objects.filter(submission=made["id"]).order_by("position")
    assert [item.reference for item in references] == [f"r{n}" for n in range(1_000)]


def test_spreadsheet_formulas_are_kept_as_they_were_typed(maker: Client) -> None:
    body = body_of(numbered_row(1, **{"Release notes": "=cmd|' /C calc'!A0"}))
    number = send(maker, "", body).json()["id"]

    (item,) = maker.get(f"/api/v1/submissions/{number}/items/").json()["results"]

    assert item["values"]["Release notes"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_numbers_that_no_row_has_are_refused_wherever_one_is_named(
    maker: Client, reviewer: Client, number: int
) -> None:
    made = created(maker)
    own = made["id"]
    answers = [
        edit(maker, own, {"revision": made["revision"], "remove": [number]}),
        edit(maker, own, {"revision": number, "title": "New"}),
        send(reviewer, "accept/", {"submissions": [number, own]}),
        send(
            reviewer, f"{own}/return/", {"reason": "x", "comments": [{"item": number, "text": "x"}]}
        ),
        send(reviewer, f"{own}/waive/", {"reason": "x", "rule": "x", "item": number}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 5
