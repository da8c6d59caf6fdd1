"""What a file is, by its content alone, and a name for it that no system stumbles over.

Evidence is what people read: PDF, pictures, text and office documents without macros. What a
browser could run (HTML, SVG, scripts) is not taken, whatever it calls itself.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from sec_registry.submissions.errors import Unusable

LONGEST_NAME = 100
TAKEN = "PDF, PNG, JPEG, plain text (UTF-8), or .docx and .xlsx without macros"


@dataclass(frozen=True)
class FileKind:
    """The ending that its name gets, and the type under which it is served."""

    suffix: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_BY_START = {
    b"%PDF-": FileKind(".pdf", "application/pdf"),
    b"\x89PNG\r\n\x1a\n": FileKind(".png", "image/png"),
    b"\xff\xd8\xff": FileKind(".jpg", "image/jpeg"),
}
_BY_MEMBER = {
    "word/document.xml": FileKind(".docx", f"{_OFFICE}.wordprocessingml.document"),
    "xl/workbook.xml": FileKind(".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
}
_TEXT = FileKind(".txt", "text/plain; charset=utf-8")
_RUNS = re.compile(r"vbaproject|activex|/embeddings/|\.(bin|exe|dll|js|vbs)$", re.IGNORECASE)
_MARKUP = re.compile(r"^\s*<|<\s*(!doctype|html|svg|script|iframe|body)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")


def kind_of(content: bytes) -> FileKind:
    """The kind of the file; raises ``Unusable`` for one that is not taken."""
    for start, kind in _BY_START.items():
        if content.startswith(start):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_taken() from None
    if _CONTROL.search(text) or _MARKUP.search(text):
        raise _not_taken()
    return _TEXT


def safe_name(name: str, kind: FileKind) -> str:
    """The name without folders and odd letters, with the ending of what the file is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = unicodedata.normalize("NFKC", last)
    stem = PurePosixPath(plain).stem if "." in plain.strip(".") else plain
    kept = "".join(each if each.isalnum() or each in " -_.()" else "_" for each in stem)
    tidy = _SPACES.sub(" ", kept).strip(" ._")[:LONGEST_NAME].strip(" ._")
    return f"{tidy or 'evidence'}{kind.suffix}"


def _office_kind(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            members = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _not_taken() from None
    if "[Content_Types].xml" in members and not any(map(_RUNS.search, members)):
        for member, kind in _BY_MEMBER.items():
            if member in members:
                return kind
    raise _not_taken()


def _not_taken() -> Unusable:
    return Unusable(f"Evidence is {TAKEN}; this file is none of them.")
