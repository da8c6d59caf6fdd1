"""
What the logs hold: one line an event, with the id of its request.

Assumptions: lines are JSON with DEBUG off and readable text with DEBUG on; every logger of the
standard library passes through the same processors. Request bodies and query strings are never
logged, on any route, since a search for a Zigbee chipset would tell what a log reader must not
know; for the same reason tracebacks carry no local variables, and nothing of what PostgreSQL adds
to an error, which may be the whole row that was refused.
"""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


#: SECURITY: up to where the next exception begins, or the next thing that PostgreSQL adds.
_DETAIL = re.compile(
    r"^DETAIL:.*?(?=^(?:HINT|CONTEXT): |\n\n(?:The above exception|During handling)|\Z)",
    re.MULTILINE | re.DOTALL,
)


def _without_rows(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Leave out of a traceback, and of an event that quotes an error, what names a row's values."""
    for part in ("exception", "event"):
        if isinstance(event.get(part), str):
            event[part] = _DETAIL.sub("DETAIL: left out", event[part])
    return event


def _rendering(*, debug: bool) -> list[Processor]:
    if debug:
        return [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    return [
        structlog.processors.format_exc_info,
        _without_rows,
        structlog.processors.JSONRenderer(),
    ]


def logging_settings(*, debug: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING, and set structlog up to go through it."""
    _configure_structlog()
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_rendering(debug=debug),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            "nothing": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # The development server prints whole request lines, query strings included.
            "django.server": {"handlers": ["nothing"], "propagate": False},
            # Says in its own words what the request line says already; keeps its errors.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
