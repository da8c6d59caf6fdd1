"""What auditors read of a record in the restricted registers: its history, without what it holds.

On the record's page in the register that is open to everybody stand, for each publication that
changed its restricted records: when, who, and the names of what was changed.

SECURITY: names of fields and of kinds of rows alone. No value, no line's own words (they quote
values), no typed reason, and not how many rows of a kind there are; of what a record came with
nothing is named, or that would tell what it has.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.people import is_auditor
from sec_registry.registers.admin.leads import Lead, lead_on
from sec_registry.registers.admin.past import Companion, entries_of
from sec_registry.registers.admin.presentation import facts_table, link, moment
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register

TITLE = "History in the restricted registers, without what stands there"
_PUBLICATION = re.compile(r"publication ([0-9]+)", re.ASCII)


@lead_on
def masked_history(request: HttpRequest, register: Register, number: int) -> Lead | None:
    """The history of what auditors may not read, beside what they may."""
    if register.restricted or not is_auditor(request.user):
        return None
    lines = [
        (at, each.short_title, what, actor, _publication(reason))
        for each in registers()
        if each.restricted and not each.reach(request.user).everything
        for (at, actor, reason), what in _acts(each, number).items()
    ]
    lines.sort(key=lambda line: line[0], reverse=True)
    rows = (
        (moment(at), title, ", ".join(what) or "Created", actor, publication)
        for at, title, what, actor, publication in lines
    )
    headings = ("When (UTC)", "Register", "Changed", "By", "Publication")
    return Lead(TITLE, facts_table(headings, rows))


def _acts(register: Register, number: int) -> dict[tuple[Any, str, str], list[str]]:
    """What each act changed, by when, who and why; nothing where the record came with it."""
    acts: dict[tuple[Any, str, str], dict[str, None]] = {}
    came: set[tuple[Any, str, str]] = set()
    for act, name, is_new in _changes(register, number):
        acts.setdefault(act, {})
        if name:
            acts[act][name] = None
        if is_new:
            came.add(act)
    return {act: [] if act in came else list(names) for act, names in acts.items()}


def _changes(register: Register, number: int) -> Iterator[tuple[tuple[Any, str, str], str, bool]]:
    """Each act with the name of one thing that it changed; whether the record came with it."""
    own = Companion(register.title, register.live, register.live._meta.pk.attname)
    for entry in entries_of(own, number):
        act = (entry.at, entry.actor, entry.reason)
        yield act, "", entry.came
        for label, _, _ in entry.changes:
            yield act, label, entry.came
    pages: Any = admin.site.get_model_admin(register.live)
    for companion in pages.companions:
        for entry in entries_of(companion, number):
            yield (entry.at, entry.actor, entry.reason), companion.title, False


def _publication(reason: str) -> str:
    found = _PUBLICATION.match(reason)
    if found is None:
        return ""
    return link(found[1], "registers_publication_change", found[1])
