"""Which published documents a redaction reaches, and what is wrong with one that is asked for.

A value is reached in every version of the record that holds it at the same member, so that none is
forgotten; the version in force must have been corrected before, by a submission like any other.
What the registry keeps without publishing it, such as a reason that is not public, is found in the
history that the publication wrote.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from sec_registry.audit.history import history_of
from sec_registry.registers.declaration import Register
from sec_registry.registers.models import PublishedRecord
from sec_registry.registers.redactable import Kept, Redactable, is_tombstone, values_at

#: A text that is shorter says nothing by standing within another.
LEAST_QUOTED = 4


@dataclass
class Found:
    """The values that a redaction takes out by member, where they came from, and problems."""

    members: list[Redactable] = field(default_factory=list)
    values: dict[str, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    #: Every version of the record there is.
    history: list[PublishedRecord] = field(default_factory=list)
    #: For each member the publications that brought one of its values.
    brought: dict[str, set[int]] = field(default_factory=dict)

    def quoted_in(self, text: str) -> bool:
        """Whether a text that is about the record repeats one of the values."""
        folded = text.casefold()
        everything = set().union(*self.values.values())
        return any(each.casefold() in folded for each in everything if len(each) >= LEAST_QUOTED)


def versions_found(
    register: Register, number: int, members: Sequence[str], publications: Sequence[int]
) -> Found:
    """What stands at the members in the record as these publications brought it."""
    found = Found()
    by_name = {each.member: each for each in register.redactable}
    for name in dict.fromkeys(members):
        if name in by_name:
            found.members.append(by_name[name])
        else:
            found.problems.append(f'"{name}" is no member that may be redacted.')
    if not found.members:
        found.problems.append("Name at least one member.")
    published = register.published._default_manager.filter(cpl_number=number)
    versions = found.history = list(published.order_by("published_in"))
    there = {each.published_in_id for each in versions}
    for each in found.members:
        there |= _reasons(each, number, publications).keys()
    if odd := sorted(set(publications) - there):
        listed = ", ".join(map(str, odd))
        found.problems.append(f"CPL {number} was not changed in publication {listed}.")
    if not publications:
        found.problems.append("Name at least one publication.")
    for each in found.members:
        _find(found, each, versions, set(publications) & there)
    return found


def _find(
    found: Found, member: Redactable, versions: Sequence[PublishedRecord], named: set[int]
) -> None:
    held = {
        v.published_in_id: set(values_at(json.loads(v.document), member.member)) for v in versions
    }
    recorded = _recorded(member, versions, named)
    values = set().union(*(held.get(number, set()) for number in named), *recorded.values())
    if not values:
        found.problems.append(f"Nothing stands at {member.title} there that could be redacted.")
        return
    if _in_a_list(member, versions):
        # Several entries: the wrong one is the one that was corrected.
        values = values - held[versions[-1].published_in_id] or values
    found.values[member.member] = values
    reached = [each for each in versions if held[each.published_in_id] & values]
    found.brought[member.member] = {each.published_in_id for each in reached} | {
        number for number, of in recorded.items() if of & values
    }
    if any(each.superseded_in_id is None for each in reached) or _live(member, versions, values):
        found.problems.append(
            f"{member.title} is in force today: correct the record first by a submission, "
            "then redact what was published before."
        )


def _in_a_list(member: Redactable, versions: Sequence[PublishedRecord]) -> bool:
    outermost = member.member.partition(".")[0]
    return any(isinstance(json.loads(each.document).get(outermost), list) for each in versions)


def _recorded(
    member: Redactable, versions: Sequence[PublishedRecord], named: set[int]
) -> dict[int, set[str]]:
    """What each publication wrote at the member into the record's history."""
    if member.why is not None:
        return _reasons(member, versions[0].cpl_number, named) if versions else {}
    return {
        number: {
            text
            for kept in _own(member)
            for text in history_of(kept.model)
            ._default_manager.filter(_written_by(number), **{kept.path: versions[0].cpl_number})
            .values_list(kept.field, flat=True)
            if text and not is_tombstone(text)
        }
        for number in named
    }


def _reasons(member: Redactable, number: int, named: Iterable[int]) -> dict[int, set[str]]:
    """What each of the publications gave as the reason of a line of the record's history."""
    found: dict[int, set[str]] = {}
    for publication in named if member.why else ():
        for line in lines_because(member, number):
            said, _, reason = line[1].partition(": ")
            if said == f"publication {publication}" and reason and not is_tombstone(reason):
                found.setdefault(publication, set()).add(reason)
    return found


def lines_because(member: Redactable, number: int) -> list[tuple[int, str]]:
    """The lines of the record's history of which the member is the reason: key and reason."""
    if member.why is None:
        return []
    lines = history_of(member.why.model)._default_manager.filter(**{member.why.path: number})
    return list(lines.values_list("history_id", member.why.field))


def _written_by(publication: int) -> Q:
    # As acceptances and removals of a later day give their reason.
    said = f"publication {publication}"
    return Q(history_change_reason=said) | Q(history_change_reason__startswith=f"{said}:")


def _live(member: Redactable, versions: Sequence[PublishedRecord], values: set[str]) -> bool:
    return any(
        kept.model._default_manager.filter(
            **{kept.path: versions[0].cpl_number, f"{kept.field}__in": values}
        ).exists()
        for kept in _own(member)
    )


def _own(member: Redactable) -> list[Kept]:
    """Where the member is kept in rows of the record's own."""
    return [kept for kept in member.kept if kept.shared is None]
