"""What is said of a submission to whoever follows it, by page and by program alike."""

from collections.abc import Iterable
from typing import Any

from sec_registry.registers.catalogue import registers
from sec_registry.submissions.lifecycle import DECIDED
from sec_registry.submissions.models import Submission


def markings(codes: Iterable[str]) -> list[str]:
    """What must stand over an answer that shows something of the registers of these codes."""
    shown = set(codes)
    return [each.marking for each in registers() if each.restricted and each.code in shown]


def decision_of(submission: Submission) -> dict[str, Any] | None:
    """How it ended, if it did."""
    if submission.decided_by is None or submission.state not in DECIDED:
        return None
    return {
        "by": submission.decided_by.email,
        "at": submission.decided_at,
        "reason": submission.decision_reason,
    }


def organisation_of(submission: Submission) -> str | None:
    """For whom its maker made it."""
    return submission.organisation.name if submission.organisation else None
