"""A fleet plan for somebody: worked out, recorded as disclosed, and joined to what FIR records say.

SECURITY: a plan is the repository's content (F2.17B). Nothing of one leaves here before it is
recorded which records it tells of; where that fails, there is no plan.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from django.db.models import QuerySet

from accounts.models import User
from cpl.chunks import matching
from cpl.lookups import Question, answers
from cpl.models import PublishedDeviceModel
from firmware.compiled import graph_at
from firmware.fleet.cells import Named
from firmware.fleet.disclosed import numbers_told
from firmware.fleet.goals import Goal, Outcome
from firmware.fleet.inventory import Inventory, InventoryRefused, Problem
from firmware.fleet.plan import Group, Plan, fleet_plan
from firmware.graph import Graph
from firmware.pathways.obstacles import Obstacles, obstacles_on
from firmware.register import FIR
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.loading import not_loaded
from sec_registry.registers.paging import Standing, as_published, standing
from sec_registry.registers.reach import Reach

CHANNEL = "plan"
#: For so many identities that are not on the list it is said what comes near them.
MOST_NEAR_MISSES = 500
_FIELDS = ("upgrade", "contact", "release_notes")

Contact = Mapping[str, str]


@dataclass(frozen=True)
class FleetPlan:
    """A plan with what stands beside it in an answer.

    ``contacts`` go by the CPL number of the record they are from; ``near`` by what was not found.
    """

    publication: int
    goal: Goal
    inventory: Inventory
    plan: Plan
    graph: Graph = field(repr=False)
    contacts: Mapping[int, Contact] = field(default_factory=dict, repr=False)
    release_notes: Mapping[int, str] = field(default_factory=dict, repr=False)
    obstacles: Obstacles = field(default_factory=dict, repr=False)
    near: Mapping[Named, Sequence[Mapping[str, Any]]] = field(default_factory=dict, repr=False)

    def contact(self, group: Group) -> Contact | None:
        """Whom to call: as the target's record says, the start's, or that of what was missed."""
        numbers = _whose_contact(group)
        return next((self.contacts[each] for each in numbers if each in self.contacts), None)


def fleet_plan_make(
    *, inventory: Inventory, goal: Goal, by: User, channel: Channel, publication: int | None = None
) -> FleetPlan:
    """The plan at this publication (None: the last), when it is recorded as disclosed.

    Raises ``PermissionError`` for who has no right to the whole repository, and
    ``InventoryRefused`` for a goal that cannot be one.
    """
    reach = FIR.reach(by)
    if publication is None:
        publication = _last_publication()
    graph = graph_at(publication, reach=reach)
    wrong = _problems(goal, graph)
    if wrong:
        raise InventoryRefused(wrong)
    plan = fleet_plan(inventory.devices, graph, goal)
    disclose(
        register=FIR,
        by=by,
        numbers=numbers_told(plan.groups, graph),
        right=reach.right,
        channel=channel,
        fields=_FIELDS,
    )
    steps = plan.stepped_on()
    contacts, release_notes = _of_records(plan, steps, publication, reach)
    return FleetPlan(
        publication=publication,
        goal=goal,
        inventory=inventory,
        plan=plan,
        graph=graph,
        contacts=contacts,
        release_notes=release_notes,
        obstacles=obstacles_on(graph, sorted(steps), not_loaded(steps, publication=publication)),
        near=_near(plan.groups, publication, by),
    )


def goal_problems(goal: Goal, *, by: User) -> list[Problem]:
    """What is wrong with the goal as the open list stands; nothing of the repository is in it."""
    return _problems(goal, graph_at(_last_publication(), reach=FIR.reach(by)))


def _problems(goal: Goal, graph: Graph) -> list[Problem]:
    return [Problem(0, "goal", sentence) for sentence in goal.wrong(graph)]


def _last_publication() -> int:
    return (standing(FIR) or Standing()).publication


def _of_records(
    plan: Plan, steps: set[int], publication: int, reach: Reach
) -> tuple[dict[int, Contact], dict[int, str]]:
    """Contacts and release notes by CPL number; contacts only of those that say whom to call."""
    contacts: dict[int, Contact] = {}
    notes: dict[int, str] = {}
    kept: dict[tuple[str, ...], Contact] = {}
    records = as_published(FIR.within(reach), publication).order_by().values_list("document")

    def read(numbers: Iterable[int]) -> None:
        for (text,) in matching(records, "cpl_number", numbers):
            document = json.loads(text)
            number, contact = document["cpl_number"], document["contact"]
            if any(contact.values()):
                # Most records share a Manufacturer's details: they are held once.
                contacts[number] = kept.setdefault(tuple(contact.values()), contact)
            if number in steps:
                notes[number] = document["release_notes"]

    whose = [numbers for group in plan.groups if (numbers := _whose_contact(group))]
    read({numbers[0] for numbers in whose} | steps)
    # Some say nobody: the next of each group is asked.
    for place in (1, 2):
        read({n[place] for n in whose if contacts.keys().isdisjoint(n[:place]) and n[place:]})
    return contacts, notes


def _whose_contact(group: Group) -> list[int]:
    """The Device Models whose records may say whom to call about the group, the first first."""
    numbers = (group.way.target, group.cpl_number, group.way.beyond)
    return [number for number in numbers if number]


def _near(
    groups: Sequence[Group], publication: int, by: User
) -> dict[Named, Sequence[Mapping[str, Any]]]:
    """What on the open list differs in one field from identities that are not on it."""
    unknown = (
        group.named
        for group in groups
        if group.way.outcome == Outcome.NOT_ON_LIST and group.named and group.named.manufacturer
    )
    asked = list(islice(unknown, MOST_NEAR_MISSES))
    if not asked:
        return {}
    visible = cast("QuerySet[PublishedDeviceModel]", register("cpl").visible_to(by))
    questions = [Question(identity=_identity(each)) for each in asked]
    found = answers(questions, as_published(visible, publication))
    return {each: answer.near for each, answer in zip(asked, found, strict=True) if answer.near}


def _identity(named: Named) -> dict[str, str]:
    identity = named._asdict()
    del identity["cpl_number"], identity["function"]
    if not named.device_type:
        del identity["device_type"]
    return identity
