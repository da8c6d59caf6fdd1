"""People of the Panel who act on one file at once: one proposal stands, and one decision (P8)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Role
from sec_registry.redactions.evidence import (
    evidence_redaction_approve,
    evidence_redaction_decline,
    evidence_redaction_propose,
)
from sec_registry.registers.models import RedactionState
from sec_registry.submissions.errors import StateForbids
from sec_registry.submissions.evidence import evidence_add
from sec_registry.submissions.models import Evidence, EvidenceContent, EvidenceRedaction
from tests.accounts.factories import make_person
from tests.processes import run_at_once
from tests.registry import draft, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Jane Invented passport.txt"


def trying(verb: Callable[..., EvidenceRedaction], **terms: Any) -> Callable[[], str]:
    def job() -> str:
        try:
            return str(verb(**terms).state)
        except (StateForbids, ValidationError):
            return "too late"

    return job


def test_one_proposal_stands_and_one_decision_on_it() -> None:
    panel = make_panel()
    deciders = [make_person(Role.PANEL_REVIEWER) for _ in range(3)]
    submission = draft(numbered_row(1), by=panel.administrator)
    evidence = evidence_add(
        submission=submission, by=panel.administrator, kind="other", name=NAME, content=b"Born."
    )
    proposal = {"evidence": evidence, "what": "file", "reason": "A person's data."}

    proposed = run_at_once(
        *(
            trying(evidence_redaction_propose, by=by, **proposal)
            for by in (panel.administrator, panel.reviewer)
        )
    )
    redaction = EvidenceRedaction.objects.get()
    decided = run_at_once(
        trying(evidence_redaction_approve, redaction=redaction, by=deciders[0]),
        trying(evidence_redaction_decline, redaction=redaction, by=deciders[1]),
        trying(evidence_redaction_approve, redaction=redaction, by=deciders[2]),
    )

    assert sorted(proposed) == [RedactionState.PROPOSED, "too late"]
    assert decided.count("too late") == 2
    redaction.refresh_from_db()
    assert redaction.state in decided
    assert redaction.decided_by in deciders
    # Carried out altogether or not at all.
    gone = redaction.state == RedactionState.DONE
    assert (Evidence.objects.get().name != NAME) == gone
    assert EvidenceContent.objects.exists() != gone
