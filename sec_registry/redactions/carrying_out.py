"""Carrying out a redaction: in one transaction everything it reaches is changed, or nothing."""

import json
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.publications.files.kept import forget
from sec_registry.redactions.documents import redact_versions
from sec_registry.redactions.gate import Gate
from sec_registry.redactions.proposals import redaction_decided
from sec_registry.redactions.submitted import redact_submissions
from sec_registry.redactions.texts import of_texts, redact_texts
from sec_registry.redactions.traces import redact_histories, redact_said
from sec_registry.redactions.versions import versions_found
from sec_registry.registers.catalogue import register as register_of
from sec_registry.registers.catalogue import registers
from sec_registry.registers.ledger import reopened_ledger
from sec_registry.registers.models import Redaction, RedactionState, RedactionStatement
from sec_registry.registers.redactable import tombstone


def redaction_approve(*, redaction: Redaction, by: User, note: str = "") -> Redaction:
    """Carry the redaction out; it cannot be undone.

    Raises ``NotForYou``, ``StateForbids`` or ``ValidationError`` (what stands in the way now);
    nothing is changed then.
    """
    with reopened_ledger():
        locked = redaction_decided(redaction, RedactionState.APPROVED, by, note)
        with acting(by=by, reason=f"redaction {locked.pk}"):
            _carry_out(locked)
        locked.state = RedactionState.DONE
        locked.save(update_fields=["state"])
        transaction.on_commit(forget)
    return locked


def _carry_out(redaction: Redaction) -> None:
    register = register_of(redaction.register)
    if of_texts(redaction):
        gate, at = Gate(redaction), _after_the_last()
        # No document holds them: the statement names none.
        number = redact_versions(redaction, register, {}, gate, at)
        redact_texts(redaction, tombstone(number, at), gate)
        return
    found = versions_found(
        register, redaction.cpl_number, redaction.members, redaction.publications
    )
    if found.problems:
        raise ValidationError(found.problems)
    gate, at = Gate(redaction), _after_the_last()
    number = redact_versions(redaction, register, found.values, gate, at)
    # The identity of a Device Model stands in the documents of the other registers too.
    repeated = {f"device.{member}": of for member, of in found.values.items()}
    for other in registers():
        if other.code != register.code and not register.restricted:
            redact_versions(redaction, other, repeated, gate, at)
    words = tombstone(number, at)
    redact_histories(found, redaction.cpl_number, words, gate)
    redact_said(found, register.said, redaction.cpl_number, words, gate)
    redact_submissions(found, redaction.cpl_number, words, gate)


def _after_the_last() -> datetime:
    """Now, or just after the last redaction where clocks went back."""
    now = timezone.now()
    for text in RedactionStatement.objects.order_by("-pk").values_list("statement", flat=True)[:1]:
        last = datetime.fromisoformat(json.loads(text)["redacted_at"])
        return now if now > last else last + timedelta(microseconds=1)
    return now
