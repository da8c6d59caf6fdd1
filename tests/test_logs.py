"""The log tells of every request, and never what was searched for."""

import json
import logging
import re
from collections.abc import Iterator
from types import TracebackType
from typing import cast

import pytest
import structlog
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from sec_registry.logs import logging_settings
from sec_registry.request_log import RequestLog

SECRET = "canary-chipset"


def test_request_is_logged_without_its_query_string() -> None:
    request = RequestFactory().get("/api/v1/zigbee/records/", {"search": SECRET})

    assert RequestLog.format_request(request) == "GET /api/v1/zigbee/records/"


def opening_paths(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """The path of every route that takes a token, with a secret for it."""
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from opening_paths(each, here)
        elif "token>" in here:
            yield re.sub(r"<[^>]+>", SECRET, re.sub(r"<[^>]*token>", f"{SECRET}-opens", here))


@pytest.mark.parametrize("path", [*opening_paths(get_resolver())])
@pytest.mark.parametrize("end", ["/", "", "\n/x/"])
def test_what_opens_something_by_itself_is_not_logged(path: str, end: str) -> None:
    request = RequestFactory().get("/")
    request.path = path.rstrip("/") + end

    logged = RequestLog.format_request(request)

    assert f"{SECRET}-opens" not in logged
    assert logged.endswith("/…")


@pytest.mark.django_db
def test_log_lines_of_a_request_carry_its_id_and_no_query(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="django_structlog"):
        client.get("/admin/login/", {"search": SECRET}, headers={"X-Forwarded-For": "203.0.113.9"})

    lines = [cast(dict[str, str], record.msg) for record in caplog.records]
    assert {line["event"] for line in lines} == {"request_started", "request_finished"}
    assert len({line["request_id"] for line in lines}) == 1
    assert {line["ip"] for line in lines} == {"127.0.0.1"}
    assert SECRET not in caplog.text


def test_line_in_production_is_json_without_local_variables() -> None:
    formatter = logging_settings(debug=False, level="INFO")["formatters"]["line"]
    line = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    )
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it broke", None, failure())

    logged = json.loads(line.format(record))

    assert logged["event"] == "it broke"
    assert "ValueError: no reason" in logged["exception"]
    assert SECRET not in logged["exception"]


def test_line_in_production_holds_nothing_of_a_row_that_a_database_refused() -> None:
    formatter = logging_settings(debug=False, level="INFO")["formatters"]["line"]
    line = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    )
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it broke", None, refusal())

    logged = json.loads(line.format(record))["exception"]

    assert SECRET not in logged
    assert logged.count("DETAIL: left out") == 2
    # What went wrong, and where, stays.
    assert logged.count("violates check constraint") == 2
    assert "The above exception was the direct cause" in logged
    assert "raise IntegrityError(str(refused)) from refused" in logged


def refusal() -> tuple[type[IntegrityError], IntegrityError, TracebackType | None]:
    """An error as PostgreSQL words it, and as Django hands it on."""
    words = f"""new row for relation "radio" violates check constraint "c"
DETAIL:  Failing row contains (1, {SECRET}, notes of

two paragraphs: {SECRET})."""
    try:
        try:
            raise ValueError(words)
        except ValueError as refused:
            raise IntegrityError(str(refused)) from refused
    except IntegrityError as error:
        return IntegrityError, error, error.__traceback__


def failure() -> tuple[type[ValueError], ValueError, TracebackType | None]:
    chipset = "canary" + "-chipset"
    try:
        raise ValueError("no reason")
    except ValueError as error:
        assert chipset
        return (ValueError, error, error.__traceback__)
