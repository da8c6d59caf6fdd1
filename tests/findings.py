"""What the rules of one register say of some rows, for tests of single rules."""

from collections.abc import Iterator, Mapping

from accounts.models import User
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.declaration import Register
from sec_registry.registers.findings import Finding, Level, Rule, finding
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.models import Submission
from sec_registry.submissions.proposals import batch_of_rows
from sec_registry.submissions.visibility import SeenFinding, findings_known_to, seen_finding
from tests.registry import rows_of


def findings_of(rule: Rule, candidate: Candidate, batch: Batch) -> Iterator[Finding]:
    """What the rule says of the candidate, where it speaks of the candidate's action."""
    if candidate.action in rule.actions:
        for breach in rule.check(candidate, batch):
            yield finding(rule, candidate, breach)


def findings(
    register: Register, *cells: Mapping[str, Cell], initial_load: bool = False
) -> list[Finding]:
    """The findings of the register's rules on these rows, as the Panel would send them in one."""
    batch = batch_of_rows(rows_of(cells), initial_load=initial_load, from_panel=True)
    return [
        found
        for candidate in batch.candidates
        for rule in register.rules
        for found in findings_of(rule, candidate, batch)
    ]


def findings_seen(person: User, submission: Submission) -> list[SeenFinding]:
    """Every stored finding of which the person knows, as they may read it."""
    return [seen_finding(finding) for finding in findings_known_to(person, submission)]


def said(
    register: Register, *cells: Mapping[str, Cell], initial_load: bool = False
) -> set[tuple[str, str, str]]:
    """The same as (level, rule, column)."""
    found = findings(register, *cells, initial_load=initial_load)
    return {(str(each.level), each.rule, each.column) for each in found}


PROBLEM, ADVISORY, NOTE = (str(level) for level in (Level.PROBLEM, Level.ADVISORY, Level.NOTE))
