"""What tests of whole lists share."""

from typing import Any

from django.test import Client

from tests.published import publish_numbers

JSON = "/api/v1/publications/{}/cpl.json"


def registry_with_a_past() -> None:
    """Three publications: five Device Models with names that could hurt, more, and a change."""
    publish_numbers(
        *(5, 3, 101, 7, 9),
        model={"identifier": "0A01", "name": '=cmd|"/c calc"!A1'},
        manufacturer={"code": "FA0A", "name": 'Ünnamed, "Fictional"\nMeters'},
    )
    publish_numbers(102, 4)
    publish_numbers(3, hardware_version="0200")


def body_of(answer: Any) -> bytes:
    """All that is sent."""
    assert answer.status_code in (200, 206)
    body = b"".join(answer)
    if "Content-Length" in answer:
        assert len(body) == int(answer["Content-Length"])
    return body


def pages_of(client: Client, publication: int) -> tuple[list[Any], bytes]:
    """The list by its pages: documents, and rows under one heading."""
    address = "/api/v1/cpl/device-models/"
    asked = {"publication": publication, "limit": 2}
    documents: list[Any] = []
    following = address
    while following:
        page = client.get(following, {} if "?" in following else asked).json()
        documents += page["results"]
        following = page["next"]
    rows, following = b"", f"{address}?format=csv&publication={publication}&limit=2"
    while following:
        answer = client.get(following)
        heading, _, others = answer.content.partition(b"\r\n")
        rows += others if rows else heading + b"\r\n" + others
        following = answer.get("Link", "").partition(">")[0].strip("<")
    return documents, rows
