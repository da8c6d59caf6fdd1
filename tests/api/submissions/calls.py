"""Calls of the submissions API, and what comes back."""

import json
from collections.abc import Mapping
from typing import Any

from django.test import Client

from sec_registry.registers.vocabulary import Cell
from tests.rows import numbered_row

ROOT = "/api/v1/submissions/"
_BESIDE = {"Action": "action", "CPL number": "cpl_number", "Reference": "reference"}


def item_of(cells: Mapping[str, Cell]) -> dict[str, Any]:
    """A row of the vocabulary as an item of a body."""
    item: dict[str, Any] = {_BESIDE[name]: cells[name] for name in cells if name in _BESIDE}
    return {**item, "values": {name: cells[name] for name in cells if name not in _BESIDE}}


def body_of(*rows: Mapping[str, Cell], title: str = "New meters") -> dict[str, Any]:
    """A draft of these rows."""
    return {"title": title, "items": [item_of(row) for row in rows]}


def send(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    """POST to a path under the root; a text is sent as it is."""
    raw = body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
    return client.post(f"{ROOT}{path}", raw, content_type="application/json", headers=headers)


def edit(client: Client, number: int, body: Any) -> Any:
    """PATCH a draft."""
    return client.patch(f"{ROOT}{number}/", json.dumps(body), content_type="application/json")


def look(client: Client, path: str = "", **query: str) -> Any:
    """GET a path under the root."""
    return client.get(f"{ROOT}{path}", query)


def created(client: Client, *rows: Mapping[str, Cell], **more: str) -> dict[str, Any]:
    """A new draft of these rows, or of one that is in order."""
    answer = send(client, "", body_of(*(rows or (numbered_row(1),)), **more))
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def in_review(client: Client, reviewer: Client, *rows: Mapping[str, Cell]) -> int:
    """The number of a submission that is under review."""
    number: int = created(client, *rows)["id"]
    assert send(client, f"{number}/submit/").status_code == 200
    assert send(reviewer, f"{number}/review/").status_code == 200
    return number


def refused(answer: Any, status: int) -> dict[str, Any]:
    """The problem that the answer is."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    return problem
