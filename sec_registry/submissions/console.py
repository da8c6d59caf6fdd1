"""Findings and differences as lines for a console.

Assumptions: cells come from a stranger's file, so that nothing unprintable of them reaches the
terminal; whatever is long or often said is shortened, and how much more there is is said.
"""

from collections.abc import Iterable, Iterator, Sequence

from sec_registry.registers.catalogue import register
from sec_registry.registers.differences import FieldChange
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import ITEM, Action
from sec_registry.submissions.covered import Covered
from sec_registry.submissions.difference import ItemDifference
from sec_registry.submissions.rehearsal import Difference, Rehearsal
from sec_registry.submissions.rehearsed import Alike
from sec_registry.submissions.visibility import SeenFinding

#: So many problems, and so many advisories, are listed one by one.
LISTED = 200
LONGEST = 100
_TITLES = {
    Level.PROBLEM: "Problems",
    Level.ADVISORY: "Advisories",
    Level.NOTE: "Notes",
}


def finding_lines(rehearsal: Rehearsal) -> Iterator[str]:
    """The findings, problems first; notes of one rule and column are told together."""
    for level in Level:
        if not (number := rehearsal.findings.count(level)):
            continue
        yield f"{_TITLES[level]} ({number:,})"
        if level == Level.NOTE:
            yield from _grouped(rehearsal.findings.alike(level))
        else:
            yield from _listed(rehearsal.findings.first_of(level)[:LISTED])
            if number > LISTED:
                yield f"  and {number - LISTED:,} more; all of them by rule:"
                for rule, count in rehearsal.findings.by_rule(level).most_common():
                    yield f"    {rule}: {count:,}"
        yield ""


def difference_lines(difference: Difference, reader: str) -> Iterator[str]:
    """The difference: counts of everything, the first rows field by field."""
    if not difference.rows:
        return
    actions = ", ".join(f"{count:,} to {act}" for act, count in difference.actions.items())
    yield f"Difference, as {reader} may read the registers: {actions}"
    for code, records in difference.records.items():
        if code != ITEM:
            fields = counted(difference.fields[code], "field")
            yield f"  {register(code).short_title}: {counted(records, 'record')}, {fields}"
    for item in difference.shown:
        yield from _item_lines(item)
    if difference.rows > len(difference.shown):
        yield f"  and {counted(difference.rows - len(difference.shown), 'more row')}"
    yield ""


def counted(number: int, thing: str, things: str = "") -> str:
    """A number of things: "1 row", "2 rows"."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers in short: "1 to 3, 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)


def plain(text: str, longest: int = LONGEST) -> str:
    """The text in one line of printable letters, cut when it is longer."""
    shown = text[: longest + 1]
    if not shown.isprintable():
        # SECURITY: an escape sequence in a cell must not act on the terminal.
        shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown)
    return shown if len(text) <= longest else f"{shown[:longest]}…"


def _listed(findings: Sequence[SeenFinding]) -> Iterator[str]:
    for finding in findings:
        place = "the file" if finding.row is None else f"row {finding.row}"
        column = f' "{plain(finding.column)}"' if finding.column else ""
        yield f"  {place}{column} [{finding.ground}] {plain(finding.message, 300)}"
        details = [f"rule: {finding.rule}"]
        if finding.found or finding.expected:
            found = plain(finding.found) or "nothing"
            details = [f"found: {found}", f"expected: {plain(finding.expected)}", *details]
        yield f"      {' · '.join(details)}"


def _grouped(groups: Iterable[Alike]) -> Iterator[str]:
    for group in groups:
        first = group.first
        rows = sorted({row for row in group.rows if row is not None})
        place = (
            f"{len(rows):,} rows ({plain(ranges(rows), 60)})"
            if len(rows) > 1
            else (f"row {rows[0]}" if rows else "the file")
        )
        about = f' "{plain(first.column)}"' if first.column else ""
        yield f"  {place}{about} [{first.ground}] {plain(first.message, 300)}"
        yield f"      rule: {first.rule}"


def _item_lines(item: ItemDifference) -> Iterator[str]:
    subject = f"CPL {item.cpl_number}" if item.cpl_number is not None else "a new record"
    if item.covered is not None:
        subject = f"of {plain(item.covered.subject)}: {_covered(item.covered)}"
    reference = f" ({plain(item.reference)})" if item.reference else ""
    yield f"  row {item.row}: {item.action} {subject}{reference}"
    by_register: dict[str, list[FieldChange]] = {}
    for change in item.fields:
        by_register.setdefault(change.register, []).append(change)
    for code, changes in by_register.items():
        title = "" if code == ITEM else f"{register(code).short_title}  "
        if item.action == Action.ADD:
            told = "; ".join(f"{each.column}: {plain(each.after, 60)}" for each in changes)
            yield f"    {title}{told}"
        else:
            for each in changes:
                yield f"    {title}{each.column}: {_before(each)} → {_value(each.after)}"


def _covered(covered: Covered) -> str:
    """ "3 records on the CPL (1 to 3)", and so many more than are named."""
    named = ranges(covered.first)
    more = covered.count - len(covered.first)
    told = f" ({named}{f' and {more:,} more' if more else ''})" if named else ""
    return f"{counted(covered.count, 'record')} on the CPL{told}"


def _before(change: FieldChange) -> str:
    return "(not yours to read)" if change.before is None else _value(change.before)


def _value(text: str) -> str:
    return f'"{plain(text, 60)}"' if text else "(blank)"
