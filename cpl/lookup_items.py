"""One item of a look-up: a Hash, an identity, or an identity as DUIS writes it.

Spelt as inventories spell them; the member that only one form has decides which form it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cpl.choices import normal_device_type
from cpl.lookups import Question
from cpl.spellings import (
    DUIS,
    FIRMWARE,
    IDENTITY,
    MANUFACTURER,
    NEEDED,
    SHOWN,
    TYPE,
    Misspelt,
    Wrong,
    hexadecimal,
    identity_read,
)

IMAGE_HASH = "image_hash"
#: The members of each form that is known by one of them.
FORMS = {IMAGE_HASH: (IMAGE_HASH,), DUIS: (MANUFACTURER, DUIS, FIRMWARE)}

_hash = hexadecimal(64, "A Hash", ": ")


def question_read(item: Any) -> Question | list[Wrong]:
    """The question that the item asks, or everything that is wrong with it."""
    if not isinstance(item, Mapping):
        return [Wrong("", "An object is needed.")]
    members = next((FORMS[name] for name in FORMS if name in item), IDENTITY)
    wrong = {each.field: each for each in _unusable(item, members)}
    texts = {name: item[name].strip() for name in members if name in item and name not in wrong}
    if IMAGE_HASH in members:
        question, misspelt = _of_hash(texts)
    else:
        question, misspelt = _of_identity(texts, members)
    for each in misspelt:
        wrong.setdefault(each.field, each)
    # In the order of the form; what does not belong to it at the end.
    ordered = [wrong.pop(name) for name in members if name in wrong]
    return [*ordered, *wrong.values()] or question


def _unusable(item: Mapping[str, Any], members: tuple[str, ...]) -> Iterator[Wrong]:
    for name, value in item.items():
        if name not in members:
            yield Wrong(name[:SHOWN], "There is no such member.")
        elif not isinstance(value, str):
            detail = "Text is needed, in quotation marks: a number has lost its zeros."
            yield Wrong(name, detail)
        elif not value.strip():
            yield Wrong(name, "It is blank.")


def _of_hash(texts: Mapping[str, str]) -> tuple[Question, list[Wrong]]:
    try:
        return Question(image_hash=_hash(texts.get(IMAGE_HASH, ""))), []
    except Misspelt as error:
        found = texts.get(IMAGE_HASH, "")[:SHOWN]
        return Question(), [Wrong(IMAGE_HASH, error.detail, found, error.expected)]


def _of_identity(
    texts: Mapping[str, str], members: tuple[str, ...]
) -> tuple[Question, list[Wrong]]:
    read, wrong = identity_read(texts)
    if TYPE in read:
        read[TYPE] = normal_device_type(read[TYPE])
    needed = NEEDED if DUIS not in members else FORMS[DUIS]
    there = {*read, *texts}
    wrong += [Wrong(name, "This member is needed.") for name in needed if name not in there]
    return Question(identity=read), wrong
