"""The records chosen in the list, carried through a page that asks for words first."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest

from zigbee.models import ZigbeeRecord

#: So many of the chosen records are named on the page.
MOST_NAMED = 20


def carried_on(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    """The hidden fields by which the page's form comes back to the action and its records."""
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    across = request.POST.get("select_across", "0")
    return [
        *((ACTION_CHECKBOX_NAME, each) for each in chosen),
        ("action", action),
        ("confirmed", "1"),
        ("select_across", across),
        # The decision is on what the list showed, however long the words take.
        ("seen", request.POST.get("seen", "")),
    ]


def named(records: QuerySet[ZigbeeRecord]) -> list[str]:
    """The first of the records by name, and how many more there are."""
    first = [f"CPL {record.pk}" for record in records[:MOST_NAMED]]
    more = records.count() - len(first)
    return [*first, *([f"and {more} more"] if more else [])]
