"""What a row of an inventory says of its devices, read from text as inventories come.

Forms that lose nothing are taken: small letters, colons between octets (``10:63``), points and
colons in firmware (``00:02:00.00``), DUIS model codes (``010A030B``). Whatever lost something on
its way is refused and never padded: a spreadsheet drops zeros in front and reads an E as a power.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sec_registry.registers.tables import unescaped

NUMBER = "cpl_number"
TYPE = "device_type"
MANUFACTURER = "manufacturer"
MODEL = "model"
HARDWARE = "hardware_version"
FIRMWARE = "firmware_version"
DUIS = "duis_model"
COUNT = "count"
#: The members of a row that name its devices, in this order.
NAMING = (NUMBER, TYPE, MANUFACTURER, MODEL, HARDWARE, FIRMWARE, DUIS)
#: Both functions of one Communications Hub are listed by some inventories.
HUB_FUNCTIONS = ("CHF", "GPF")
HUB = "CH"
#: Device types in the Code's words, where the list has others (F2.14).
_CALLED = {"COMMUNICATIONS HUB": HUB}
#: No fleet has more devices in one row.
MOST_DEVICES = 999_999_999
#: As much of a cell as a refusal repeats.
SHOWN = 60
LONGEST = 64

_HEX = re.compile(r"[0-9A-F]+")
_POWER = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")
_USUAL_DIGITS = 4
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")


class Named(NamedTuple):
    """The devices that a row names: by CPL number (0: none), by identity, or by both.

    ``device_type`` is blank where it is not said; without an identity ``manufacturer`` is blank.
    ``function`` is CHF or GPF where the row counts one of a hub's two functions.
    """

    cpl_number: int = 0
    device_type: str = ""
    manufacturer: str = ""
    model: str = ""
    hardware_version: str = ""
    firmware_version: str = ""
    function: str = ""


class Wrong(NamedTuple):
    """What is wrong in one field of a row."""

    field: str
    detail: str
    found: str = ""
    expected: str = ""


def named(cells: Mapping[str, str]) -> Named | list[Wrong]:
    """What the cells name, or everything that is wrong with them; blank cells may be left out."""
    given = {name: text for name, text in cells.items() if text}
    wrong: list[Wrong] = []
    read = {name: _read(name, text, wrong) for name, text in given.items()}
    if DUIS in given:
        _from_duis(given, read, wrong)
    elif HARDWARE not in given and _is_duis(read.get(MODEL, "")):
        # A column of models that are written as DUIS writes them.
        read[HARDWARE], read[MODEL] = read[MODEL][4:], read[MODEL][:4]
    missing = _missing(read)
    if missing:
        wrong.append(missing)
    if wrong:
        return wrong
    device_type = read.get(TYPE, "")
    is_function = device_type in HUB_FUNCTIONS
    return Named(
        cpl_number=int(read.get(NUMBER, "0")),
        device_type=HUB if is_function else device_type,
        manufacturer=read.get(MANUFACTURER, ""),
        model=read.get(MODEL, ""),
        hardware_version=read.get(HARDWARE, ""),
        firmware_version=read.get(FIRMWARE, ""),
        function=device_type if is_function else "",
    )


def perhaps_damaged(named: Named) -> str:
    """What may have been done to model or hardware, which the list may hold in any form."""
    short = [
        text
        for text in (named.model, named.hardware_version)
        if _POWER.fullmatch(text) or (text.isdecimal() and len(text) < _USUAL_DIGITS)
    ]
    if not short:
        return ""
    return f" Of {' and '.join(short)} a spreadsheet may have made something else than it was."


def plain(text: str) -> str:
    """The text without blanks around it and without the escape of formulas."""
    return unescaped(text.strip()).strip()


def whole_count(text: str) -> int | Wrong:
    """How many devices the cell says."""
    text = _without_marks(text)
    if text.isascii() and text.isdecimal() and len(text) <= 12 and 0 < int(text) <= MOST_DEVICES:
        return int(text)
    detail = "How many devices there are is a whole number above 0."
    return Wrong(COUNT, detail, text[:SHOWN], f"1 to {MOST_DEVICES}, digits alone")


def _without_marks(text: str) -> str:
    """The number without what tables put into whole ones: ``1,200``, and ``12.0`` for 12."""
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return text.removesuffix(".0")


def _read(name: str, text: str, wrong: list[Wrong]) -> str:
    try:
        return _READERS[name](text)
    except ValueError as error:
        detail, expected = error.args
        wrong.append(Wrong(name, detail, text[:SHOWN], expected))
        return ""


def _number(text: str) -> str:
    text = text.removesuffix(".0")
    if text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) > 0:
        return text
    raise ValueError("A CPL number is a whole number above 0.", "digits alone")


def _word(text: str) -> str:
    if len(text) > LONGEST or not text.isprintable():
        raise ValueError("This is no device type.", "such as ESME, GSME, CH, CHF or GPF")
    return _CALLED.get(text.upper(), text.upper())


def _code(text: str) -> str:
    """A model or hardware version: hexadecimal in capitals, anything else verbatim."""
    if len(text) > LONGEST or not text.isprintable():
        raise ValueError("This is longer than any version, or holds letters that nobody sees.", "")
    joined = text.replace(":", "").upper()
    return joined if _HEX.fullmatch(joined) else text


def _hexadecimal(digits: int, what: str, dropped: str) -> Callable[[str], str]:
    table = str.maketrans("", "", dropped)

    def read(text: str) -> str:
        joined = text.translate(table).upper()
        if len(joined) == digits and _HEX.fullmatch(joined):
            return joined
        sentence = f"{what} has {digits} hexadecimal digits."
        if _POWER.fullmatch(text) or (len(joined) < digits and joined.isdecimal()):
            sentence += " A spreadsheet may have dropped zeros in front, or read an E as a power."
        raise ValueError(sentence, f"{digits} hexadecimal digits")

    return read


_READERS: Mapping[str, Callable[[str], str]] = {
    NUMBER: _number,
    TYPE: _word,
    MANUFACTURER: _hexadecimal(4, "A manufacturer code", ":"),
    MODEL: _code,
    HARDWARE: _code,
    FIRMWARE: _hexadecimal(8, "A firmware version", ":. "),
    DUIS: _hexadecimal(8, "A DUIS model code", ":. "),
}


def _is_duis(model: str) -> bool:
    return len(model) == 8 and bool(_HEX.fullmatch(model))


def _from_duis(given: Mapping[str, str], read: dict[str, str], wrong: list[Wrong]) -> None:
    code = read[DUIS]
    for name, value in ((MODEL, code[:4]), (HARDWARE, code[4:])):
        if code and read.get(name, value) != value:
            detail = "The DUIS model code beside it says something else."
            wrong.append(Wrong(name, detail, given[name][:SHOWN], value))
        read[name] = value


def _missing(read: Mapping[str, str]) -> Wrong | None:
    identity = [name for name in (MANUFACTURER, MODEL, HARDWARE, FIRMWARE) if name not in read]
    if not identity or (NUMBER in read and len(identity) == 4):
        return None
    expected = f"{NUMBER}, or {', '.join((MANUFACTURER, MODEL, HARDWARE, FIRMWARE))}"
    if len(identity) == 4:
        return Wrong(NUMBER, "Nothing here says which Device Model it is.", expected=expected)
    return Wrong(identity[0], f"The identity lacks {', '.join(identity)}.", expected=expected)
