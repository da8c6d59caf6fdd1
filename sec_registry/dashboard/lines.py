"""A line of the dashboard, which leads to a list that is filtered alike."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse


@dataclass(frozen=True)
class Line:
    """Something that waits: what, how many, where; ``since`` is when the oldest began to."""

    what: str
    count: int
    address: str
    since: datetime | None = None


def list_of(name: str, query: str = "") -> str:
    """The address of a list of the desk."""
    address = reverse(f"admin:{name}_changelist")
    return f"{address}?{query}" if query else address
