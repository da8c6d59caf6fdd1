"""Stack versions compared: 7.4.10 comes after 7.4.9, and nothing is compared across stacks.

Pure. A stack version is kept verbatim, such as "ExampleZ 7.4.2", "7.4.10", "v3.0" or "R21": the
name of a stack, perhaps, and whole numbers with dots between them. Assumptions: a number that is
missing at the end is 0, so that 7.4 and 7.4.0 are the same; ``v`` before the numbers says nothing;
``R`` counts revisions, which are a stack of their own. Whatever is written otherwise has no known
form and is never guessed at: a release candidate, a range, a build's name.
"""

import re
from dataclasses import dataclass

_NUMBERS_LAST = re.compile(r"(.*?)([0-9]{1,9}(?:\.[0-9]{1,9})*)")
#: Words that each begin with a letter: digits that stand alone belong to a version.
_NAME = re.compile(r"[^\W\d_]\w*(?:[ _-]+[^\W\d_]\w*)*")
_LETTER = re.compile(r"(?:^|(?<=[ _-]))([vr])\.?$", re.IGNORECASE)
_REVISIONS = "r"


def spelled(text: str) -> str:
    """The text as it is compared: without regard to case, blanks and hyphens between words."""
    return "".join(re.split(r"[\s_-]+", text)).casefold()


@dataclass(frozen=True, order=True)
class StackVersion:
    """A version within a stack; ``stack`` is "" where none is named.

    Of one stack they are in the order of its versions; ``numbers`` end with no 0.
    """

    stack: str
    numbers: tuple[int, ...]


def version_of(text: str) -> StackVersion | None:
    """What the text says, or None for an unknown form."""
    found = _NUMBERS_LAST.fullmatch(text.strip())
    if found is None:
        return None
    before, digits = found.groups()
    name = before.rstrip(" _-")
    letter = _LETTER.search(name)
    if letter is not None:
        name = name[: letter.start()].rstrip(" _-")
    if name and _NAME.fullmatch(name) is None:
        return None
    stack = spelled(name)
    if letter is not None and letter[1].casefold() == _REVISIONS:
        stack = f"{stack} {_REVISIONS}"
    numbers = [int(each) for each in digits.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return StackVersion(stack, tuple(numbers))
