"""Where a record's page leads on to: what changed it, and what published it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from sec_registry.registers.admin.presentation import NOTHING, facts_table, link, moment
from sec_registry.registers.declaration import Register
from sec_registry.registers.models import Change, Publication

#: So many publications of one record are listed, the newest first.
MOST_LISTED = 30


@dataclass(frozen=True)
class Lead:
    """A section at the foot of a record's page: its title, and a table or a sentence."""

    title: str
    table: str


#: What a room above the registers has to say of a record, if anything; asked for each page.
Told = Callable[[HttpRequest, Register, int], Lead | None]

#: Imports go down only, so that rooms above enter here what they tell (``lead_on``).
_FROM_ABOVE: list[Told] = []


def lead_on(told: Told) -> Told:
    """Have every record's page ask this function; a decorator."""
    _FROM_ABOVE.append(told)
    return told


def leads_of(request: HttpRequest, pages: Any, register: Register, number: int) -> list[Lead]:
    """What published the record, and what rooms above say of it. ``pages``: the record's admin.

    A room that has nothing to say to this person is left out, heading and all.
    """
    published = publications_of(request, pages, register, number)
    above = (told(request, register, number) for told in _FROM_ABOVE)
    said = (lead for lead in above if lead is not None)
    return [published, *(lead for lead in said if lead.table != NOTHING)]


def publications_of(request: HttpRequest, pages: Any, register: Register, number: int) -> Lead:
    """The publications that published the record, as far as the reader's right to it goes."""
    published = (
        register.visible_to(request.user)
        .filter(cpl_number=number)
        .select_related("published_in")
        .only("change", "published_in__published_at", "published_in__accepted_by")
        .order_by("-published_in")[:MOST_LISTED]
    )
    opens = pages.admin_site.get_model_admin(Publication).has_view_permission(request)
    names = dict(Change.choices)
    table = facts_table(
        ("Publication", "Published (UTC)", "Change", "Accepted by"),
        (
            (
                link(each.published_in_id, "registers_publication_change", each.published_in_id)
                if opens
                else each.published_in_id,
                moment(each.published_in.published_at),
                names.get(each.change, each.change),
                each.published_in.accepted_by if opens else "",
            )
            for each in published
        ),
    )
    return Lead("Publications", table)
