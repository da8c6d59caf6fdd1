"""How a Device Model's identity is spelt in inventories and questions, and how it is read.

Forms that lose nothing are taken: small letters, colons between octets (``10:63``), points and
colons in firmware (``00:02:00.00``), DUIS model codes (``010A030B``). Whatever lost something on
its way is refused and never padded: a spreadsheet drops zeros in front and reads an E as a power.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

TYPE = "device_type"
MANUFACTURER = "manufacturer"
MODEL = "model"
HARDWARE = "hardware_version"
FIRMWARE = "firmware_version"
DUIS = "duis_model"
#: What an identity consists of; the type may be left out.
IDENTITY = (TYPE, MANUFACTURER, MODEL, HARDWARE, FIRMWARE)
NEEDED = IDENTITY[1:]
#: As much of a cell as a refusal repeats.
SHOWN = 60
LONGEST = 64

_HEX = re.compile(r"[0-9A-F]+")
_POWER = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")
_USUAL_DIGITS = 4
#: Device types in the Code's words, where the list has others (F2.14).
_CALLED = {"COMMUNICATIONS HUB": "CH"}


class Wrong(NamedTuple):
    """What is wrong in one field of a row."""

    field: str
    detail: str
    found: str = ""
    expected: str = ""


class Misspelt(ValueError):
    """A text that is no such value."""

    def __init__(self, detail: str, expected: str) -> None:
        super().__init__(detail)
        self.detail, self.expected = detail, expected


def identity_read(cells: Mapping[str, str]) -> tuple[dict[str, str], list[Wrong]]:
    """The parts of an identity that the cells spell, a DUIS code taken apart, and what is wrong.

    A part that is spelt wrongly is read as blank; a cell that is not there has no part.
    """
    wrong: list[Wrong] = []
    read: dict[str, str] = {}
    for name, text in cells.items():
        try:
            read[name] = READERS[name](text)
        except Misspelt as error:
            wrong.append(Wrong(name, error.detail, text[:SHOWN], error.expected))
            read[name] = ""
    if DUIS in cells:
        _from_duis(cells, read, wrong)
    elif HARDWARE not in cells and _is_duis(read.get(MODEL, "")):
        # A column of models that are written as DUIS writes them.
        read[HARDWARE], read[MODEL] = read[MODEL][4:], read[MODEL][:4]
    return read, wrong


def perhaps_damaged(text: str) -> bool:
    """Whether a spreadsheet may have made the text of a model or hardware, which take any form."""
    return bool(_POWER.fullmatch(text)) or (text.isdecimal() and len(text) < _USUAL_DIGITS)


def _word(text: str) -> str:
    if len(text) > LONGEST or not text.isprintable():
        raise Misspelt("This is no device type.", "such as ESME, GSME, CH, CHF or GPF")
    return _CALLED.get(text.upper(), text.upper())


def _code(text: str) -> str:
    """A model or hardware version: hexadecimal in capitals, anything else verbatim."""
    if len(text) > LONGEST or not text.isprintable():
        raise Misspelt("This is longer than any version, or holds letters that nobody sees.", "")
    joined = text.replace(":", "").upper()
    return joined if _HEX.fullmatch(joined) else text


def hexadecimal(digits: int, what: str, dropped: str) -> Callable[[str], str]:
    """A reader of so many hexadecimal digits, between which some characters say nothing."""
    table = str.maketrans("", "", dropped)
    exactly = re.compile(f"[0-9A-F]{{{digits}}}").fullmatch

    def read(text: str) -> str:
        if exactly(text):
            return text
        joined = text.translate(table).upper()
        if len(joined) == digits and _HEX.fullmatch(joined):
            return joined
        sentence = f"{what} has {digits} hexadecimal digits."
        if _POWER.fullmatch(text) or (len(joined) < digits and joined.isdecimal()):
            sentence += " A spreadsheet may have dropped zeros in front, or read an E as a power."
        raise Misspelt(sentence, f"{digits} hexadecimal digits")

    return read


READERS: Mapping[str, Callable[[str], str]] = {
    TYPE: _word,
    MANUFACTURER: hexadecimal(4, "A manufacturer code", ":"),
    MODEL: _code,
    HARDWARE: _code,
    FIRMWARE: hexadecimal(8, "A firmware version", ":. "),
    DUIS: hexadecimal(8, "A DUIS model code", ":. "),
}


def _is_duis(model: str) -> bool:
    return len(model) == 8 and bool(_HEX.fullmatch(model))


def _from_duis(cells: Mapping[str, str], read: dict[str, str], wrong: list[Wrong]) -> None:
    code = read.pop(DUIS)
    for name, value in ((MODEL, code[:4]), (HARDWARE, code[4:])):
        if code and read.get(name, value) != value:
            detail = "The DUIS model code beside it says something else."
            wrong.append(Wrong(name, detail, cells[name][:SHOWN], value))
        read[name] = value
