"""From a record's page at the desk to its pathways, for those who may read them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from cpl.columns import REGISTER
from firmware.columns import CODE
from firmware.register import FIR
from sec_registry.registers.admin.leads import Lead
from sec_registry.registers.declaration import Register


def pathways_of(request: HttpRequest, register: Register, number: int) -> Lead | None:
    """The way to the page, on the pages of the list and of the repository.

    SECURITY: it is there for every Device Model, whatever its pathways; it tells its reader nothing
    but their own right.
    """
    if register.code not in (REGISTER, CODE) or not FIR.reach(request.user).everything:
        return None
    page = format_html(
        '<p><a href="{}">Where CPL {} can be upgraded to, in which steps, and from where one gets '
        "to it</a></p>",
        reverse("pathways-page", args=[number]),
        number,
    )
    return Lead("Upgrade pathways", page)
