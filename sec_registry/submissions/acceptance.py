"""Acceptance: the one moment at which the registers change.

All submissions accepted together make one publication, in one transaction over all registers:
the ledger is opened, CPL numbers are given, each register writes its rows with their history,
documents are rendered and published, the chain gets its next link, the ledger is closed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from sec_registry.audit.acting import acting, actor_text, because
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Accepted, AcceptedForMany
from sec_registry.registers.ledger import OpenLedger, opened_ledger
from sec_registry.registers.models import Change, Publication
from sec_registry.registers.publish import publish
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.cells import storable_reason
from sec_registry.submissions.checking import (
    FINDINGS_RUN,
    blocking,
    run_rules,
    store_findings,
    submission_check,
)
from sec_registry.submissions.errors import NotAcceptable, Unusable
from sec_registry.submissions.lifecycle import State, Step
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.proposals import batch_of
from sec_registry.submissions.review import locked_for

#: How an action shows in a publication; a record that was not there is always "added".
_CHANGES = {
    Action.CORRECT: Change.CORRECTED,
    Action.REMOVE: Change.REMOVED,
    Action.REINSTATE: Change.REINSTATED,
}


def submissions_accept(
    *,
    submissions: Sequence[Submission],
    by: User,
    reason: str = "",
    at: datetime | None = None,
) -> Publication:
    """Accept the submissions together; returns the publication they make.

    Everything or nothing. Raises ``NotForYou``, ``StateForbids`` (somebody was faster),
    ``NotAcceptable`` (its findings are stored afresh) or ``Unusable`` (they do not go together).
    ``at`` is the published time, for samples with a past.
    """
    if not submissions:
        raise Unusable("There is nothing to accept.")
    reason = storable_reason(reason)
    try:
        with opened_ledger(at=at) as ledger:
            return _accept(ledger, submissions, by, reason)
    except NotAcceptable:
        with transaction.atomic():
            for submission in submissions:
                submission_check(submission=Submission.objects.get(pk=submission.pk), by=by)
        raise
    except IntegrityError as refused:
        # What rules foresee gets findings; this is the database's last word, nothing was kept.
        # SECURITY: its own words may quote a row of a restricted register.
        raise NotAcceptable("The database refused the change; nothing of it was kept.") from refused


def _accept(
    ledger: OpenLedger, submissions: Sequence[Submission], by: User, reason: str
) -> Publication:
    ordered = sorted(submissions, key=lambda submission: submission.pk)
    # Whoever may not, or is too late, hears that before anything is worked out.
    locked = [locked_for(Step.ACCEPT, submission, by)[0] for submission in ordered]
    publication_reason = f"publication {ledger.publication}"
    with acting(by=by, reason=publication_reason, at=ledger.published_at):
        batch = batch_of(locked, at=ledger.published_at)
        _refuse_mixed(batch, len(locked))
        _refuse_blocked(locked, batch)
        accepted = _with_numbers(batch, locked, ledger)
        for register in registers():
            register.apply(accepted)
        # Of many records at once after the changes of single ones, so that it covers new ones too.
        of_many = _of_many(batch, ledger)
        concerned = {register.code: register.apply_to_many(of_many) for register in registers()}
        own = {each.number: _change(each.action) for each in accepted}
        changes = {
            code: {**dict.fromkeys(numbers, Change.AMENDED), **own}
            for code, numbers in concerned.items()
        }
        publication = publish(ledger, changes, by=actor_text(by))
        for submission in locked:
            _conclude(submission, publication, by, reason)
    return publication


def _refuse_mixed(batch: Batch, submissions: int) -> None:
    if submissions < 2:
        return
    references = [c.reference for c in batch.candidates if c.reference]
    if len(batch.numbers) != len(set(batch.numbers)) or len(references) != len(set(references)):
        raise Unusable(
            "These submissions name the same CPL number or Reference: accept them one by one."
        )


def _refuse_blocked(submissions: Sequence[Submission], batch: Batch) -> None:
    for submission in submissions:
        with because(FINDINGS_RUN):
            store_findings(submission, run_rules(batch, submission.pk))
        stopped = blocking(submission).count()
        if stopped:
            # Rules look at all rows together: alone each of the submissions may have none.
            hint = " If it has none by itself, accept them one by one."
            found = "1 finding" if stopped == 1 else f"{stopped} findings"
            raise NotAcceptable(
                f"{found} of submission {submission.pk} {'stands' if stopped == 1 else 'stand'} in "
                f"the way.{hint if len(submissions) > 1 else ''}"
            )


def _with_numbers(
    batch: Batch, submissions: Sequence[Submission], ledger: OpenLedger
) -> list[Accepted]:
    """The candidates that are each about one record; an added one is given its number."""
    candidates = [candidate for candidate in batch.candidates if not candidate.of_many]
    organisations = _organisations(submissions)
    numbers = {
        candidate.key: _number(candidate, ledger)
        for candidate in sorted(candidates, key=lambda candidate: candidate.key)
    }
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE submissions_item SET allocated_number = %s WHERE id = %s",
            [(number, key) for key, number in numbers.items()],
        )
    by_reference = {c.reference: numbers[c.key] for c in candidates if c.reference}
    return [
        Accepted(
            candidate=candidate,
            number=numbers[candidate.key],
            publication=ledger.publication,
            published_on=ledger.published_at.date(),
            organisation_id=organisations[candidate.key],
            numbers_by_reference=by_reference,
        )
        for candidate in candidates
    ]


def _organisations(submissions: Sequence[Submission]) -> dict[int, int | None]:
    """The organisation that each item comes from."""
    items = Item.objects.filter(submission__in=submissions)
    return dict(items.values_list("pk", "submission__organisation"))


def _of_many(batch: Batch, ledger: OpenLedger) -> list[AcceptedForMany]:
    return [
        AcceptedForMany(candidate, ledger.publication, ledger.published_at.date())
        for candidate in batch.candidates
        if candidate.of_many
    ]


def _number(candidate: Candidate, ledger: OpenLedger) -> int:
    if candidate.number is None:
        return ledger.next_cpl_number()
    if candidate.action == Action.ADD:
        return ledger.take_existing_number(candidate.number)
    return candidate.number


def _change(action: str) -> str:
    return _CHANGES.get(Action(action), Change.AMENDED)


def _conclude(submission: Submission, publication: Publication, by: User, reason: str) -> None:
    submission.state = State.ACCEPTED
    submission.decided_by = by
    submission.decided_at = publication.published_at
    submission.decision_reason = reason
    submission.publication = publication
    submission.save()
