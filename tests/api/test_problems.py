"""Errors are RFC 9457 problems, whatever was asked for and wherever it failed."""

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError
from rest_framework.request import Request

from sec_registry.errors import bad_request, server_error
from sec_registry.registers.problems import problem_handler
from tests.published import publish_numbers

LIST = "/api/v1/cpl/device-models/"
LOOKUPS = "/api/v1/cpl/lookups/"

pytestmark = pytest.mark.django_db


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    problem: dict[str, Any] = json.loads(response.content)
    assert problem["status"] == status
    assert set(problem) - {"errors"} == {"type", "title", "status", "detail"}
    return problem


def post(client: Client, body: bytes | str, content_type: str = "application/json") -> Any:
    return client.generic("POST", LOOKUPS, body, content_type=content_type)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html", "text/csv"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{LIST}9/", 404),
        (f"{LIST}?foo=1", 400),
        ("/api/v1/firmware/records/", 401),
        ("/api/v1/nothing/here/", 404),
        ("/api/v2/", 404),
        ("/api/", 404),
        ("/api/v1/nothing", 404),
    ],
)
def test_an_error_is_a_problem_whatever_was_asked_for(
    client: Client, path: str, status: int, accept: str
) -> None:
    response = client.get(path, headers={"Accept": accept})

    # What nobody can be given is refused for that before it is looked at.
    assert_problem(response, 406 if accept == "text/csv" and _negotiates(path) else status)


def _negotiates(path: str) -> bool:
    # Lists are there as tables too.
    return path == f"{LIST}9/"


def test_a_format_that_is_not_there_is_a_problem(client: Client) -> None:
    of_a_list = client.get(LIST, {"format": "xml"})
    of_a_record = client.get(f"{LIST}1/", {"format": "csv"})

    for answer, formats in ((of_a_list, "json, csv, xlsx"), (of_a_record, "json")):
        assert_problem(answer, 400)
        assert answer.json()["errors"] == [
            {"pointer": "#/format", "parameter": "format", "detail": f"Use one of {formats}."}
        ]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_method_that_is_not_there_is_a_problem(client: Client, method: str) -> None:
    assert_problem(getattr(client, method)(LIST), 405)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_no_method_finds_what_is_not_there(client: Client, method: str) -> None:
    assert_problem(getattr(client, method)("/api/v1/nothing/"), 404)


def test_a_forgotten_slash_is_mended_for_readers(client: Client) -> None:
    response = client.get("/api/v1/cpl/device-models?limit=1")

    assert (response.status_code, response["Location"]) == (301, f"{LIST}?limit=1")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1, 2",
        b'{"items": NaN}',
        b'{"items": [{"image_hash": "\xff\xfe"}]}',
        b"\x00",
        b"[" * 100_000,
        "{}".encode("utf-16"),
        b'{"items": ' + b"9" * 5_000 + b"}",
    ],
)
def test_a_body_that_is_not_json_in_utf8_is_a_problem(client: Client, body: bytes) -> None:
    assert_problem(post(client, body), 400)


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "zlib", "rot13", "hex", "no-such"])
def test_a_charset_makes_no_difference_to_json(client: Client, charset: str) -> None:
    response = post(client, b'{"items": []}', f"application/json; charset={charset}")

    assert response.status_code == 200


def test_a_body_that_is_no_json_at_all_is_a_problem(client: Client) -> None:
    assert_problem(post(client, "items=1", "text/plain"), 415)


def test_a_body_without_end_is_a_problem(client: Client, settings: Any) -> None:
    assert_problem(post(client, b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)), 413)


@pytest.mark.parametrize(
    "header",
    [b"Bearer \xff\xfe", "Bearer é".encode(), b"Bearer", b"Bearer a b", b"Bearer \x00", b" "],
)
@pytest.mark.parametrize("path", [LIST, "/api/v1/zigbee/records/"])
def test_a_token_that_cannot_be_is_refused(client: Client, path: str, header: bytes) -> None:
    response = client.get(path, HTTP_AUTHORIZATION=header.decode("latin-1"))

    assert_problem(response, 401)
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_database_that_does_not_answer_is_a_503(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_numbers(1)

    def locked(self: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(QuerySet, "_fetch_all", locked)
    responses = [client.get(path) for path in (LIST, f"{LIST}1/", "/api/v1/health/")]

    assert [assert_problem(each, 503)["title"] for each in responses] == ["Service Unavailable"] * 3
    assert {each["Retry-After"] for each in responses} == {"5"}


def test_a_fault_is_a_problem_in_the_api_and_a_page_elsewhere() -> None:
    ask = RequestFactory().get

    assert_problem(server_error(ask("/api/v1/")), 500)
    assert_problem(bad_request(ask("/api/v1/"), ValueError()), 400)
    for page in (server_error(ask("/admin/")), bad_request(ask("/admin/"), ValueError())):
        assert "html" in page["Content-Type"]
        assert "To the front page" in page.content.decode()


def test_what_is_not_there_looks_the_same_with_debug_on(client: Client, settings: Any) -> None:
    in_earnest = client.get("/nothing/")
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "sec_registry.not_there.AsInProduction"]
    shown = Client().get("/nothing/")

    assert shown.status_code == in_earnest.status_code == 404
    assert shown.content == in_earnest.content
    assert_problem(Client().get("/api/v1/nothing/"), 404)


def test_errors_are_listed_with_pointers() -> None:
    detail: Any = {
        "items": [{}, {"values": {"a/b~c": [ErrorDetail("First."), ErrorDetail("Second.")]}}],
        "non_field_errors": ["Whole."],
    }
    context = {"request": Request(RequestFactory().post("/"))}

    response = problem_handler(ValidationError(detail), context)

    assert response is not None
    assert response.data["errors"] == [
        {"pointer": "#/items/1/values/a~1b~0c", "detail": "First."},
        {"pointer": "#/items/1/values/a~1b~0c", "detail": "Second."},
        {"pointer": "#", "detail": "Whole."},
    ]


def test_a_throttled_client_is_told_how_long_to_wait() -> None:
    context = {"request": Request(RequestFactory().get("/"))}

    response = problem_handler(Throttled(wait=7), context)

    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (429, "7")
