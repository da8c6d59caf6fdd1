"""Running the rules and keeping what they found.

Every rule of every register runs over the whole batch; findings are stored with the revision and
the publication they were worked out against, so that it shows when they are stale.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.audit.history import changes_recorded
from sec_registry.audit.inserting import insert_all
from sec_registry.audit.pieces import pieces
from sec_registry.registers.candidates import Batch
from sec_registry.registers.catalogue import registers
from sec_registry.registers.findings import Finding, Level, Rule, finding
from sec_registry.registers.models import Ledger
from sec_registry.submissions.models import StoredFinding, Submission, Waiver
from sec_registry.submissions.proposals import batch_of
from sec_registry.submissions.rules import BOOK

BATCH = 500
#: How the history ends what it says of a check.
FINDINGS_RUN = "findings run"


def all_rules() -> tuple[Rule, ...]:
    """The rules of items and of every register, in the order in which findings are listed."""
    return (*BOOK.rules, *(rule for register in registers() for rule in register.rules))


def run_rules(batch: Batch, submission: int | None = None) -> Iterator[Finding]:
    """Everything the rules have to say of the batch, row by row, as it is asked for.

    Of the rows of one submission, where it is named.
    """
    rules = all_rules()
    rows = [each for each in batch.candidates if submission in (None, each.submission)]
    speaking: dict[str, list[Rule]] = {}
    for candidate in rows:
        if candidate.action not in speaking:
            speaking[candidate.action] = [r for r in rules if candidate.action in r.actions]
    return (
        finding(rule, candidate, breach)
        for candidate in rows
        for rule in speaking[candidate.action]
        for breach in rule.check(candidate, batch)
    )


def submission_check(*, submission: Submission, by: User | str, at: datetime | None = None) -> None:
    """Run the rules on the submission now and store what they find in the place of before.

    Two who check at once wait for each other. ``at`` is the moment it is recorded under, for
    samples with a past.
    """
    with transaction.atomic(), acting(by=by, reason=FINDINGS_RUN, at=at):
        current = Submission.objects.select_for_update().get(pk=submission.pk)
        store_findings(current, run_rules(batch_of([current], at=at)))
    submission.checked_revision = current.checked_revision
    submission.checked_publication = current.checked_publication
    submission.checked_policy = current.checked_policy


def store_findings(submission: Submission, findings: Iterable[Finding]) -> None:
    """Store these findings, and those about the file as a whole, in the place of before."""
    rows = chain(
        (StoredFinding(submission=submission, **note) for note in submission.intake_notes),
        (_stored(submission, finding) for finding in findings),
    )
    dated = _dated(submission, rows)
    StoredFinding.objects.filter(submission=submission).delete()
    # In pages: of a large submission there may be several for each row.
    for page in pieces(dated, BATCH):
        insert_all(StoredFinding, page)
    submission.checked_revision = submission.revision
    submission.checked_publication = Ledger.objects.get(pk=1).last_publication
    submission.checked_policy = policies_standing()
    submission.save(update_fields=["checked_revision", "checked_publication", "checked_policy"])


def is_stale(submission: Submission) -> bool:
    """Whether the submission, the registers or the policies changed since the findings were run."""
    return (
        submission.checked_revision != submission.revision
        or submission.checked_publication != Ledger.objects.get(pk=1).last_publication
        or submission.checked_policy != policies_standing()
    )


def policies_standing() -> str:
    """A mark that changes whenever a policy table of a register does."""
    tables = [model for register in registers() for model in register.policies]
    return " ".join(str(line or 0) for line in changes_recorded(*tables))


def blocking(submission: Submission) -> QuerySet[StoredFinding]:
    """The stored findings that stand in the way: problems, and advisories nobody waived.

    A waiver covers what was found by its revision, not what a maker changed or added since.
    """
    waived = Q(pk__in=[])
    for waiver in Waiver.objects.filter(submission=submission):
        of_row = {} if waiver.row is None else {"row": waiver.row}
        waived |= Q(rule=waiver.rule, since_revision__lte=waiver.revision, **of_row)
    return (
        StoredFinding.objects.filter(submission=submission)
        .exclude(level=Level.NOTE)
        .exclude(Q(level=Level.ADVISORY) & waived)
    )


def _dated(submission: Submission, found: Iterable[StoredFinding]) -> Iterator[StoredFinding]:
    """Say of each finding since which revision it stands there, word for word."""
    # What was first found at this revision is told so in any case.
    before = StoredFinding.objects.filter(
        submission=submission, since_revision__lt=submission.revision
    )
    known = {_words(finding): finding.since_revision for finding in before.iterator()}
    edited = dict(submission.items.filter(revision__gt=1).values_list("pk", "revision"))

    def dated(finding: StoredFinding) -> StoredFinding:
        since = known.get(_words(finding), submission.revision)
        finding.since_revision = max(since, edited.get(finding.item_id or 0, 1))
        return finding

    # What stood before is read by now, before it is deleted.
    return map(dated, found)


def _words(finding: StoredFinding) -> tuple[object, ...]:
    said = (finding.column, finding.message, finding.found, finding.expected)
    return (finding.row, finding.rule, *said)


def _stored(submission: Submission, finding: Finding) -> StoredFinding:
    return StoredFinding(
        submission=submission,
        item_id=finding.key or None,
        row=finding.row,
        level=finding.level,
        rule=finding.rule,
        ground=finding.ground,
        register=finding.register,
        column=finding.column,
        message=finding.message,
        found=finding.found,
        expected=finding.expected,
        discloses=finding.discloses,
    )
