"""An identity or a Hash that somebody typed into the search: whether it is on the list."""

from collections.abc import Mapping

from cpl.look_up.lines import line_read
from cpl.look_up.told import Told, told
from cpl.lookup_items import IMAGE_HASH, question_read
from cpl.lookups import Question, Records, answers
from cpl.spellings import IDENTITY, NEEDED

SEARCH = "search"


def typed_told(given: Mapping[str, str], records: Records) -> Told | None:
    """The answer; None where what was typed is something else than one whole identity or Hash."""
    question = _question(given)
    if question is None:
        return None
    (answer,) = answers([question], records)
    return told(question, answer)


def _question(given: Mapping[str, str]) -> Question | None:
    names = set(given)
    asked = None
    if names == {SEARCH}:
        asked = line_read(given[SEARCH])
    elif names == {IMAGE_HASH} or set(NEEDED) <= names <= set(IDENTITY):
        asked = question_read(given)
    return asked if isinstance(asked, Question) else None
