"""What stood in a field, in words for a person: for lines of history.

Assumptions: times are told in UTC to the minute, as their column says; an empty foreign key may
come as an object without a key, which the library puts in its place.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Field


def told(field: Any, value: Any) -> str:
    """The field's value in words; "" where there was none."""
    if value is None or getattr(value, "pk", value) is None:
        return ""
    choices = dict(field.flatchoices) if isinstance(field, Field) else {}
    if not isinstance(value, (list, dict)) and value in choices:
        return str(choices[value])
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        # A finding about a file is such a thing; what it says is what counts.
        return str(value.get("message") or ", ".join(f"{k}: {_plain(v)}" for k, v in value.items()))
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    return str(value)
