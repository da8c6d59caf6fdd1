"""What narrows a list on a page: words of its address, each one of a few.

A word that is none of them is a slip of the hand or an old link. The whole list, or its first tab,
would be taken for the answer to it; so nothing is shown, and the page says what may be asked.
"""

from collections.abc import Collection, Mapping

from django.http import QueryDict

#: So much is shown again of a word that nobody knows.
LONGEST = 40
#: Which page of the list: whatever stands there, a page of it is shown.
PAGE = "page"


def words_refused(parameters: QueryDict, known: Mapping[str, Collection[str]]) -> list[str]:
    """A sentence for each word that narrows nothing; ``known``: the words of each parameter.

    A parameter without known words takes any; one without a value narrows to nothing in particular.
    """
    wrong = []
    for name, values in parameters.lists():
        if name not in known and name != PAGE:
            wrong.append(
                f'This list is not narrowed by "{shown_again(name)}": use {_listed(known)}.'
            )
        elif words := known.get(name, ()):
            odd = [value for value in values if value and value not in words]
            wrong += [
                f'{name} "{shown_again(value)}" is not known: use {_listed(words)}.'
                for value in odd
            ]
    return wrong


def shown_again(text: str) -> str:
    """As much of a word that nobody knows as a sentence can hold."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _listed(words: Collection[str]) -> str:
    *others, last = [word for word in words if word]
    return f"{', '.join(others)} or {last}" if others else last
