"""Taking out what the committee, or whoever asked it, wrote about access and reviews (P8).

Such texts stand in no document, and the committee and whoever asked are all who read them: two of
its members take one out, and the requester finds the words of the redaction in its place. Whatever
else is written about the same matter goes with it where it repeats the text: the grant that took
over a purpose, the reason of a line of history that was put together around one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.audit.history import history_of
from sec_registry.redactions.gate import Gate
from sec_registry.redactions.permissions import may_redact
from sec_registry.redactions.settling import wrong_with
from sec_registry.redactions.versions import LEAST_QUOTED
from sec_registry.registers.catalogue import register as register_of
from sec_registry.registers.models import Redaction, RedactionState
from sec_registry.registers.redactable import is_tombstone
from sec_registry.submissions.errors import NotForYou
from zigbee.columns import CODE as ZIGBEE
from zigbee.written import Family, Written, families_named, written_in


def of_texts(redaction: Redaction) -> bool:
    """Whether the redaction names texts, and not members of a record's document."""
    return any(":" in name for name in redaction.members)


def texts_offered(family: Family) -> list[Written]:
    """Those texts of the family in which something stands, or stood."""
    return [each for each in written_in(family.rows) if _values(each)]


def texts_propose(*, family: Family, names: Sequence[str], reason: str, by: User) -> Redaction:
    """Propose to take these texts out.

    Raises ``NotForYou``, and ``ValidationError`` with everything that stands in the way.
    """
    if not may_redact(by, register_of(ZIGBEE)):
        raise NotForYou("You may not redact what the committee wrote.")
    chosen = [each for each in texts_offered(family) if each.name in names]
    reason = reason.strip()
    problems = wrong_with(reason)
    if not chosen:
        problems.append("Choose at least one text in which something stands.")
    if _repeats(reason, _all_values(chosen)):
        problems.append("The reason repeats what is to be redacted: say it in other words.")
    if _waits(chosen):
        problems.append("A redaction of this text waits for a decision already.")
    if problems:
        raise ValidationError(problems)
    return Redaction.objects.create(
        register=ZIGBEE,
        cpl_number=family.number,
        members=[each.name for each in chosen],
        publications=[],
        reason=reason,
        proposed_by=by,
        proposed_at=timezone.now(),
    )


def redact_texts(redaction: Redaction, words: str, gate: Gate) -> None:
    """Put the words in the place of the texts, wherever their families hold them."""
    for family in families_named(redaction.members):
        for row in family.rows:
            # Against a decision that is taken at this moment.
            type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        texts = written_in(family.rows)
        chosen = [each for each in texts if each.name in redaction.members]
        values = _all_values(chosen)
        if not values:
            raise ValidationError("Nothing stands there any more that could be redacted.")
        if _repeats(redaction.note, values):
            raise ValidationError("The note repeats what is redacted: say it in other words.")
        for row in family.rows:
            model: type[Model] = type(row)
            named = {each.field for each in chosen if each.row == row}
            fields = [each.field for each in texts if each.row == row]
            _write(type(row)._default_manager.filter(pk=row.pk), fields, named, values, words, gate)
            if hasattr(row, "history"):
                lines = history_of(model)._default_manager.filter(id=row.pk)
                said = [*fields, "history_change_reason"]
                _write(lines, said, named, values, words, gate)


def _write(
    rows: Any, fields: Iterable[str], named: set[str], values: set[str], words: str, gate: Gate
) -> None:
    for row in rows:
        texts = {name: str(getattr(row, name) or "") for name in fields}
        found = [name for name, text in texts.items() if name in named or _repeats(text, values)]
        gone = {name: words for name in found if texts[name] and not is_tombstone(texts[name])}
        if gone:
            gate.write(type(row), row.pk, gone)


def _values(text: Written) -> set[str]:
    """What stands in the text and what stood there before, but for what was redacted."""
    model: type[Model] = type(text.row)
    kept = {str(getattr(text.row, text.field) or "")}
    if hasattr(model, "history"):
        lines = history_of(model)._default_manager.filter(id=text.row.pk)
        kept |= {str(each or "") for each in lines.values_list(text.field, flat=True)}
    return {each for each in kept if each and not is_tombstone(each)}


def _all_values(texts: Iterable[Written]) -> set[str]:
    return set().union(*map(_values, texts))


def _repeats(text: str, values: set[str]) -> bool:
    """Whether one of the values stands in the text, or as much of it as a history keeps."""
    folded = text.casefold()
    tail = folded.partition(": ")[2]
    cut = len(text) == LONGEST_REASON and bool(tail)
    for value in (each.casefold() for each in values):
        if value in (folded, tail) or (cut and value.startswith(tail)):
            return True
        if len(value) >= LEAST_QUOTED and value in folded:
            return True
    return False


def _waits(texts: Iterable[Written]) -> bool:
    names = {each.name for each in texts}
    waiting = Redaction.objects.filter(register=ZIGBEE, state=RedactionState.PROPOSED)
    return any(names & set(each) for each in waiting.values_list("members", flat=True))
