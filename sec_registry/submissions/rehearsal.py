"""What a file would change and what is wrong with it, worked out without storing anything.

Whoever asks typed the whole file; what else is shown goes through their right to read. Findings
that rest on what a register holds are masked where that right ends, as in ``visibility``, and a
look at restricted records is recorded before anything is handed back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import Any

from accounts.models import User
from accounts.people import is_panel
from sec_registry.registers.candidates import Batch
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.findings import Finding, Level
from sec_registry.registers.vocabulary import ITEM, OF_MANY_RECORDS, Action
from sec_registry.submissions.checking import run_rules
from sec_registry.submissions.difference import ItemDifference, differences
from sec_registry.submissions.intake import Row, cut_into_parts, item_fields
from sec_registry.submissions.models import Item, ProposedPart, Submission
from sec_registry.submissions.proposals import batch_of_rows
from sec_registry.submissions.rehearsed import Findings
from sec_registry.submissions.rights import beyond_reach
from sec_registry.submissions.visibility import SeenFinding

PAGE = 500
#: So many items are kept field by field, of the others only counts: a new record is told in full
#: by its file, while a change of an old one is what a person wants to see.
SHOWN_NEW = 20
SHOWN_CHANGED = 200


@dataclass
class Difference:
    """What the rows change: the first ones field by field, all of them counted.

    Shapes: ``actions`` counts rows by action; ``records`` and ``fields`` count by register code.
    """

    shown: list[ItemDifference] = field(default_factory=list)
    rows: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    _kept: Counter[bool] = field(default_factory=Counter)

    def wants(self, action: str) -> bool:
        """Whether one more item of this action is shown field by field."""
        new = action == Action.ADD
        return self._kept[new] < (SHOWN_NEW if new else SHOWN_CHANGED)

    def take(self, item: ItemDifference) -> None:
        """Count the item, and keep it while there is room."""
        if self.wants(item.action):
            self._kept[item.action == Action.ADD] += 1
            self.shown.append(item)
        self.count(item.action, Counter(change.register for change in item.fields))

    def count(self, action: str, fields: Mapping[str, int]) -> None:
        """Count an item that changes so many fields, by register code."""
        self.rows += 1
        self.actions[action] += 1
        self.records.update(fields.keys())
        self.fields.update(fields)


@dataclass(frozen=True)
class Rehearsal:
    """The findings, by level and then by row, and the difference."""

    findings: Findings
    difference: Difference

    @property
    def problems(self) -> int:
        return self.findings.count(Level.PROBLEM)

    def unwaived(self, waived: Iterable[str]) -> int:
        """How many advisories stand when these rules' are waived."""
        rules, advisories = set(waived), self.findings.by_rule(Level.ADVISORY)
        return sum(number for rule, number in advisories.items() if rule not in rules)

    @property
    def advisory_rules(self) -> list[str]:
        return sorted(self.findings.by_rule(Level.ADVISORY))


def rehearse(
    rows: Sequence[Row],
    intake_notes: Iterable[Mapping[str, Any]],
    *,
    by: Reader,
    channel: Channel,
    initial_load: bool = False,
) -> Rehearsal:
    """Check the rows and work out their difference; for nobody signed in, as anyone may read."""
    # As they are read back once they are stored.
    rows = sorted(rows, key=lambda row: row.position)
    read: dict[str, set[int]] = {register.code: set() for register in registers()}
    batch = batch_of_rows(
        rows,
        initial_load=initial_load,
        from_panel=isinstance(by, User) and is_panel(by),
        proposer=by.organisation_id if isinstance(by, User) and not is_panel(by) else None,
    )
    of_the_file = sorted(map(_of_the_file, intake_notes), key=_place)
    findings = Findings(merge(of_the_file, _of_the_rows(batch, by, read), key=_place))
    difference = _difference(rows, by, read)
    if isinstance(by, User):
        for register in registers():
            _record(register, read[register.code], by, channel)
    return Rehearsal(findings, difference)


def _of_the_rows(batch: Batch, by: Reader, read: dict[str, set[int]]) -> Iterator[SeenFinding]:
    """What the rules find, row by row; ``read`` collects whose records it tells of."""
    beyond = {register.code for register in registers() if beyond_reach(register, by)}
    numbers = {candidate.row: candidate.number for candidate in batch.candidates}
    for finding in run_rules(batch):
        if finding.discloses and finding.register in beyond:
            continue  # SECURITY: that there is one would be told already; see findings_beyond
        number = numbers.get(finding.row or 0)
        if finding.discloses and finding.register in read and number is not None:
            read[finding.register].add(number)
        yield _of_a_row(finding)


def _place(finding: SeenFinding) -> int:
    return finding.row or 0


def _difference(rows: Sequence[Row], by: Reader, read: dict[str, set[int]]) -> Difference:
    difference = Difference()
    # In pages, so that a large file never stands field by field in memory.
    for start in range(0, len(rows), PAGE):
        items, parts = [], []
        for row in rows[start : start + PAGE]:
            cut = cut_into_parts(row.cells)
            own = item_fields(cut.pop(ITEM, {}))
            told_in_full = own["action"] in (Action.ADD, *OF_MANY_RECORDS)
            if told_in_full and not difference.wants(own["action"]):
                # Of a new record all that was typed is new, and what concerns many says little
                # else: nothing has to be compared.
                difference.count(own["action"], {code: len(part) for code, part in cut.items()})
                continue
            items.append(Item(pk=row.position, position=row.position, **own))
            parts += [
                ProposedPart(item_id=row.position, register=register, values=values)
                for register, values in cut.items()
            ]
        for item in differences(submission=Submission(), items=items, parts=parts, by=by):
            _note_what_was_read(item, read)
            difference.take(item)
    return difference


def _note_what_was_read(item: ItemDifference, read: dict[str, set[int]]) -> None:
    for change in item.fields:
        if change.before and change.register in read:
            read[change.register].update(item.numbers)


def _record(register: Register, numbers: set[int], by: User, channel: Channel) -> None:
    if numbers:
        right = register.reach(by).right
        disclose(register=register, by=by, numbers=numbers, right=right, channel=channel)


def _of_the_file(note: Mapping[str, Any]) -> SeenFinding:
    return SeenFinding(
        level=note["level"],
        level_label=Level(note["level"]).label,
        rule=note["rule"],
        ground=note["ground"],
        row=note["row"],
        column=note["column"],
        message=note["message"],
        found=note["found"],
        expected=note["expected"],
        item_id=None,
        masked=False,
        register=note["register"],
    )


def _of_a_row(finding: Finding) -> SeenFinding:
    return SeenFinding(
        level=finding.level,
        level_label=finding.level.label,
        rule=finding.rule,
        ground=finding.ground,
        row=finding.row,
        column=finding.column,
        message=finding.message,
        found=finding.found,
        expected=finding.expected,
        item_id=None,
        masked=False,
        register=finding.register,
    )
