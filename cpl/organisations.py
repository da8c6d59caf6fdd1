"""Organisations as a row names them: by their name or their Party Signifier, in any case."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import Organisation
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.vocabulary import Action

COLUMN = "Organisation of record"

#: By what was typed: the keys of the organisations of that name or Party Signifier.
Named = dict[str, frozenset[int]]


def organisations_named(candidates: Iterable[Candidate]) -> Named:
    """The organisations that transfers name; one query where there are any."""
    typed = {each.text(COLUMN) for each in candidates if each.action == Action.TRANSFER}
    if not typed:
        return {}
    known: dict[str, set[int]] = defaultdict(set)
    for key, *names in Organisation.objects.values_list("pk", "name", "party_signifier"):
        for name in filter(None, names):
            known[name.casefold()].add(key)
    return {text: frozenset(known.get(text.casefold(), ())) for text in typed}
