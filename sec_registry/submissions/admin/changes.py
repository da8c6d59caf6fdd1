"""What a publication changed, register by register, through the reader's own rights.

A look at what changed in a restricted register is recorded like any other, number by number.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from sec_registry.registers.admin import channel_of
from sec_registry.registers.admin.presentation import facts_table, link
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import disclose
from sec_registry.registers.models import Change, Publication, PublishedRecord

#: So many changed entries of a register are listed on a publication's page.
MOST_CHANGES = 200

_SHOWN = (
    "cpl_number",
    "change",
    "device_type",
    "manufacturer",
    "model",
    "hardware_version",
    "firmware_version",
)


def changes_told(request: HttpRequest, publication: Publication) -> str:
    """A table for each register of which the reader may see some of what changed."""
    told = format_html_join("", "<h3>{}</h3>{}", _tables(request, publication))
    return told or "–"


def _tables(request: HttpRequest, publication: Publication) -> Iterator[tuple[str, str]]:
    for register in registers():
        reach = register.reach(request.user)
        changed = register.within(reach).filter(published_in=publication.pk)
        shown = list(changed.order_by("cpl_number").only(*_SHOWN)[: MOST_CHANGES + 1])
        if not shown:
            continue
        more = len(shown) > MOST_CHANGES
        del shown[MOST_CHANGES:]
        _record(request, register, reach.right, shown)
        heading = (
            f"{register.title} – {register.marking}" if register.restricted else register.title
        )
        yield heading, format_html("{}{}", _table(register, shown), _rest(changed, more))


def _record(
    request: HttpRequest, register: Register, right: str, shown: list[PublishedRecord]
) -> None:
    by: Any = request.user
    numbers = [each.cpl_number for each in shown]
    disclose(register=register, by=by, numbers=numbers, right=right, channel=channel_of(request))


def _table(register: Register, shown: list[PublishedRecord]) -> str:
    names = dict(Change.choices)
    live = register.live._meta
    page = f"{live.app_label}_{live.model_name}_change"
    return facts_table(
        ("CPL number", "Change", "Device Model"),
        (
            (
                link(each.cpl_number, page, each.cpl_number),
                names.get(each.change, each.change),
                f"{each.device_type} {each.manufacturer} {each.model} "
                f"{each.hardware_version} {each.firmware_version}",
            )
            for each in shown
        ),
    )


def _rest(changed: Any, more: bool) -> str:
    return f"The first {MOST_CHANGES} of {changed.count()} records." if more else ""
