"""The form laid out: a section for each register, with hint, clause, need and findings by field.

Everything that a template needs is here, so that the desk and other pages can show it alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firmware.columns import CODE as FIRMWARE
from sec_registry.registers.catalogue import registers
from sec_registry.registers.vocabulary import ITEM, Action, Column
from sec_registry.submissions.entry.entry import Entry
from sec_registry.submissions.entry.fields import key_of
from sec_registry.submissions.entry.form import EntryForm, Group
from sec_registry.submissions.entry.marks import Mark, marks_of
from sec_registry.submissions.visibility import SeenFinding


@dataclass(frozen=True)
class Cell:
    """One input: its widget, what it is called, and what Django found wrong with it."""

    html: str
    id: str
    label: str
    errors: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """What belongs to one column: in one input, or (``rows`` above it) in one of each row."""

    label: str
    key: str
    hint: str
    mark: Mark
    cell: Cell | None = None
    value: str = ""
    findings: Sequence[SeenFinding] = ()
    #: What stands now, where it was published anew since the form was opened.
    now: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether something about it blocks."""
        errors = self.cell.errors if self.cell else ()
        return bool(errors) or any(f.level == "problem" for f in self.findings)


@dataclass(frozen=True)
class Block:
    """Lines under a heading of their own (or none); ``rows``: inputs in the order of the lines."""

    title: str = ""
    key: str = ""
    lines: list[Line] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """One register's part of the form, or what the item says itself."""

    code: str
    title: str
    marking: str
    note: str
    blocks: list[Block]

    @property
    def findings(self) -> list[SeenFinding]:
        """What was found at its fields."""
        return [f for block in self.blocks for line in block.lines for f in line.findings]


class Layout:
    """Lays out one form; ``now``: what stands of columns that were published anew meanwhile."""

    def __init__(
        self,
        entry: Entry,
        form: EntryForm,
        *,
        findings: Iterable[SeenFinding] = (),
        now: Mapping[str, str] | None = None,
        lists: Iterable[str] = (),
    ) -> None:
        self._entry = entry
        self._form = form
        self._now = now or {}
        self._lists = set(lists)
        self._marks = marks_of(entry, form.chosen())
        names = {column.name for column in entry.columns}
        #: What was found of the item as a whole, or where the form has no field.
        self.above: list[SeenFinding] = []
        self._found: dict[str, list[SeenFinding]] = {}
        for finding in findings:
            if finding.column in names:
                self._found.setdefault(finding.column, []).append(finding)
            else:
                self.above.append(finding)

    def sections(self) -> list[Section]:
        """The item's own section first where the change is about it, and those of the registers."""
        titles = [(each.code, each.title, each.marking) for each in registers()]
        made = [self._section(*each) for each in titles]
        task = self._entry.task
        if task.amends or task.action == Action.ADD:
            ordered = [*made, self._section(ITEM, "About this change", "")]
        else:
            ordered = [self._section(ITEM, "The change itself", ""), *made]
        return [section for section in ordered if section.blocks]

    def troubled(self) -> list[Line]:
        """The lines at which something was found, in their order, for a summary on top."""
        lines = (line for s in self.sections() for block in s.blocks for line in block.lines)
        return [line for line in lines if line.findings or (line.cell and line.cell.errors)]

    def _section(self, code: str, title: str, marking: str) -> Section:
        blocks: list[Block] = []
        fixed = [column for column in self._entry.fixed if column.register == code]
        if fixed:
            blocks.append(Block("Identity", "identity", [self._told(column) for column in fixed]))
        for each in self._form.arrangement:
            if isinstance(each, Group):
                if each.columns[0].register == code:
                    blocks.append(self._in_rows(each))
            elif each.register == code:
                if not blocks or blocks[-1].rows or blocks[-1].title != each.group:
                    blocks.append(Block(each.group, key_of(each.group)))
                blocks[-1].lines.append(self._line(each))
        return Section(code, title, marking, self._note(code), blocks)

    def _told(self, column: Column) -> Line:
        stands = self._entry.standing.cells.get(column.name, "")
        return Line(column.name, key_of(column.name), "", Mark(), value=stands)

    def _line(self, column: Column) -> Line:
        name = key_of(column.name)
        return self._about(column, cell=self._cell(name, column, column.name))

    def _in_rows(self, group: Group) -> Block:
        rows = [
            [
                self._cell(group.field(column, row), column, f"{column.name}, row {row + 1}")
                for column in group.columns
            ]
            for row in range(self._form.rows[group.name])
        ]
        lines = [self._about(column) for column in group.columns]
        return Block(group.name, group.key, lines, rows)

    def _about(self, column: Column, cell: Cell | None = None) -> Line:
        return Line(
            label=column.name,
            key=key_of(column.name),
            hint=column.told(),
            mark=self._marks.get(column.name, Mark()),
            cell=cell,
            findings=self._found.get(column.name, ()),
            now=self._now.get(column.name),
        )

    def _cell(self, name: str, column: Column, label: str) -> Cell:
        bound = self._form[name]
        key, mark = key_of(column.name), self._marks.get(column.name, Mark())
        found = self._found.get(column.name, ())
        told = [f"id_{key}_help"]
        if found or bound.errors:
            told.append(f"id_{key}_found")
        attrs: dict[str, Any] = {"aria-describedby": " ".join(told)}
        if mark.is_required:
            attrs["aria-required"] = "true"
        if bound.errors or any(finding.level == "problem" for finding in found):
            attrs["aria-invalid"] = "true"
        if label != column.name:
            attrs["aria-label"] = label
        if column.name in self._lists:
            attrs["list"] = f"known-{key}"
        if column.name in self._entry.blind:
            attrs["placeholder"] = "kept as it is"
        html = bound.as_widget(attrs=attrs)
        return Cell(html, bound.id_for_label or "", label, tuple(map(str, bound.errors)))

    def _note(self, code: str) -> str:
        entry = self._entry
        blind = any(c.register == code and c.name in entry.blind for c in entry.columns)
        if code in entry.given.hidden:
            return (
                "Somebody else typed this part, and it is kept as it is. Whatever you type "
                "replaces all of it."
            )
        if blind:
            return (
                "You may not read what stands here, if anything does: it is kept as it is. What "
                "you type replaces it; [clear] empties it."
            )
        return entry.pathways if code == FIRMWARE else ""
