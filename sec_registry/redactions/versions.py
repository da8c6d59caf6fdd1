"""Which published documents a redaction reaches, and what is wrong with one that is asked for.

A value is reached in every version of the record that holds it at the same member, so that none is
forgotten; the version in force must have been corrected before, by a submission like any other.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sec_registry.registers.declaration import Register
from sec_registry.registers.models import PublishedRecord
from sec_registry.registers.redactable import Redactable, values_at

#: A text that is shorter says nothing by standing within another.
LEAST_QUOTED = 4


@dataclass
class Found:
    """The versions that a redaction reaches, the values it takes out by member, and problems."""

    members: list[Redactable] = field(default_factory=list)
    versions: list[PublishedRecord] = field(default_factory=list)
    values: dict[str, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def publications(self) -> list[int]:
        """The publications that brought the versions."""
        return [each.published_in_id for each in self.versions]

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
    versions = list(published.order_by("published_in"))
    there = {each.published_in_id for each in versions}
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
    values = set().union(*(held[number] for number in named))
    if not values:
        found.problems.append(f"Nothing stands at {member.title} there that could be redacted.")
        return
    found.values[member.member] = values
    reached = [each for each in versions if held[each.published_in_id] & values]
    if any(each.superseded_in_id is None for each in reached):
        found.problems.append(
            f"{member.title} is in force today: correct the record first by a submission, "
            "then redact what was published before."
        )
    listed = {each.pk: each for each in [*found.versions, *reached]}
    found.versions = sorted(listed.values(), key=lambda each: each.published_in_id)
