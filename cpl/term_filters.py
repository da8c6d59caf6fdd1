"""Filters by terms: versions, certificates and words, of which a Device Model has several.

Each filter joins the one row that the record has for that term, so a page is read in the order of
the rarest kind's index. SECURITY: what was typed is compared, never part of the query's text.
"""

from typing import Any

from django import forms
from django.db.models import FilteredRelation, Q, QuerySet

from cpl.models import TermKind
from cpl.search_words import terms_searched
from cpl.terms import HASH_START, Term, words
from sec_registry.registers.filters import KeysetFilter

MOST_WORDS = 8
LONGEST_SEARCH = 200
_HEX_DIGITS = frozenset("0123456789abcdef")
_RARITY = {kind: place for place, kind in enumerate(TermKind)}


class TermFilter(KeysetFilter):
    """Compares one term of the kind, to the letter."""

    def __init__(self, *, kind: TermKind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.rarity = _RARITY[kind]

    def number(self, value: Any) -> str:
        """The path of the CPL number in the term's row."""
        return f"{self.kind}_term__cpl_number"

    def onward(self, records: QuerySet[Any], value: Any, after: int) -> QuerySet[Any]:
        """The records above the CPL number that have the term."""
        return _with_term(records, f"{self.kind}_term", self.kind, value, after)


class WordsField(forms.CharField):
    """What somebody looks for, read as terms."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SEARCH, **kwargs)

    def clean(self, value: Any) -> list[Term]:
        """The terms, in the order in which they are best looked for."""
        text = super().clean(value)
        if not words(text):
            raise forms.ValidationError("Look for words: letters or digits.")
        found = terms_searched(text)
        if len(found) > MOST_WORDS:
            raise forms.ValidationError(f"Look for at most {MOST_WORDS} words.")
        return found


class SearchFilter(KeysetFilter):
    """Looks for whole words and numbers of certificates; each has to be there."""

    field_class = WordsField
    rarity = _RARITY[TermKind.WORD]

    def number(self, value: Any) -> str:
        """The page is read by the first term."""
        return "word_0__cpl_number"

    def onward(self, records: QuerySet[Any], value: Any, after: int) -> QuerySet[Any]:
        """The records above the CPL number that have every term."""
        for position, (kind, word) in enumerate(value):
            start = _start_of_hash(word) if kind == TermKind.WORD else ""
            alias = f"word_{position}"
            records = _with_term(records, alias, TermKind(kind), start or word, after)
            if start:
                records = records.filter(image_hash__startswith=word.upper())
        return records


def _with_term(
    records: QuerySet[Any], alias: str, kind: TermKind, value: str, after: int
) -> QuerySet[Any]:
    term = FilteredRelation("terms", condition=Q(terms__kind=kind, terms__value=value))
    found: QuerySet[Any] = records.annotate(**{alias: term}).filter(
        **{f"{alias}__cpl_number__gt": after}
    )
    return found


def _start_of_hash(word: str) -> str:
    """The digits under which a Hash is looked up, if the word is longer and could begin one."""
    long = len(word) > HASH_START and not set(word) - _HEX_DIGITS
    return word[:HASH_START] if long else ""
