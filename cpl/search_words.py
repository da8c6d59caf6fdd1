"""What somebody types to search the list, read as the terms that a Device Model must have.

Words are looked for anywhere in a record. What is the number of an Assurance Certificate, as it
stands there, is looked for as that; octets are read as the digits that they are (``10:63``,
``00:02:00.00``).
"""

import re
import unicodedata
from collections.abc import Collection

from cpl.models import PublishedTerm, TermKind
from cpl.terms import Term, words

_COLONS = re.compile(r"[0-9A-F]{2}(?::[0-9A-F]{2})+", re.IGNORECASE)
_FIRMWARE = re.compile(r"[0-9A-F]{2}(?:[:.][0-9A-F]{2}){3}", re.IGNORECASE)


def terms_searched(text: str) -> list[Term]:
    """The terms, certificates first and then the longest word, which is mostly the rarest."""
    typed = unicodedata.normalize("NFKC", text).split()
    certificates = _certificates(typed)
    whole = [each for each in (" ".join(typed), " ".join(typed).upper()) if each in certificates]
    if whole:
        return [(TermKind.CERTIFICATE.value, whole[0])]
    numbers, rest = [], []
    for each in typed:
        number = next((n for n in (each, each.upper()) if n in certificates), "")
        if number:
            numbers.append(number)
        else:
            rest.append(_joined(each))
    return [
        *((TermKind.CERTIFICATE.value, number) for number in dict.fromkeys(numbers)),
        *((TermKind.WORD.value, word) for word in sorted(words(*rest), key=len, reverse=True)),
    ]


def _joined(typed: str) -> str:
    if _COLONS.fullmatch(typed) or _FIRMWARE.fullmatch(typed):
        return typed.replace(":", "").replace(".", "")
    return typed


def _certificates(typed: Collection[str]) -> set[str]:
    """Which of the parts, or the whole, are certificates' numbers and no word of any record."""
    asked = {each for each in (*typed, " ".join(typed)) if _might_be_a_number(each)}
    if not asked:
        return set()
    plain = {each for each in asked if words(each) == [each.casefold()]}
    known = PublishedTerm.objects.filter(
        kind=TermKind.CERTIFICATE, value__in=[*asked, *(each.upper() for each in asked)]
    ).values_list("value", flat=True)
    found = set(known.order_by().distinct())
    if plain and found:
        elsewhere = PublishedTerm.objects.filter(
            kind=TermKind.WORD, value__in=[each.casefold() for each in plain]
        ).values_list("value", flat=True)
        found -= {each for each in found if each.casefold() in set(elsewhere.distinct())}
    return found


def _might_be_a_number(typed: str) -> bool:
    """Numbers of certificates hold digits, and hardly digits alone, as CPL numbers do."""
    return any(map(str.isdigit, typed)) and not typed.replace(" ", "").isdigit()
