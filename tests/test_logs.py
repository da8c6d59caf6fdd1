"""The log tells of every request, and never what was searched for."""

import json
import logging
from types import TracebackType
from typing import cast

import pytest
import structlog
from django.test import Client, RequestFactory

from sec_registry.logs import logging_settings
from sec_registry.request_log import RequestLog

SECRET = "canary-chipset"


def test_request_is_logged_without_its_query_string() -> None:
    request = RequestFactory().get("/api/v1/zigbee/records/", {"search": SECRET})

    assert RequestLog.format_request(request) == "GET /api/v1/zigbee/records/"


@pytest.mark.django_db
def test_log_lines_of_a_request_carry_its_id_and_no_query(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="django_structlog"):
        client.get("/admin/login/", {"search": SECRET})

    lines = [cast(dict[str, str], record.msg) for record in caplog.records]
    assert {line["event"] for line in lines} == {"request_started", "request_finished"}
    assert len({line["request_id"] for line in lines}) == 1
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


def failure() -> tuple[type[ValueError], ValueError, TracebackType | None]:
    chipset = "canary" + "-chipset"
    try:
        raise ValueError("no reason")
    except ValueError as error:
        assert chipset
        return (ValueError, error, error.__traceback__)
