"""A checked copy of an xlsx file: its first sheet and no more, safe to hand to the parser.

Assumptions: the parser (python-calamine) holds a sheet as one dense block of memory from its first
to its last cell, stops the whole process when there is not enough, and believes what the archive
says of itself. So nothing of the sender's archive reaches it: the parts that matter are unpacked
here within limits, the sheet's cells and their letters are counted, and both are packed anew,
uncompressed, with a list of contents of our own.
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO
from xml.parsers.expat import ExpatError

from sec_registry.submissions.workbook.result import WorkbookUnusable
from sec_registry.submissions.workbook.xlsx_parts import SharedTexts, SheetCount, Tag, tags

CHUNK = 1 << 20
_MIB = 1024 * 1024
_LARGEST = {"sheet": 512 * _MIB, "sharedStrings": 128 * _MIB, "styles": 16 * _MIB}
_LARGEST_LIST = 4 * _MIB
_OTHER_CONTENT = {
    "xl/workbook.bin": "This is a binary Excel workbook (.xlsb).",
    "content.xml": "This is an OpenDocument file.",
    "word/document.xml": "This is a Word document.",
    "ppt/presentation.xml": "This is a presentation.",
}
_REFUSED = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class SheetFacts:
    """What was seen on the way: the sheet's name, what else is there, and cells in error.

    Shape: ``errors`` by (row, column), both from 1; the value is what the cell shows.
    """

    name: str
    other_sheets: int
    errors: dict[tuple[int, int], str]


def checked_copy(stream: BinaryIO, target: IO[bytes]) -> SheetFacts:
    """Write the checked copy into ``target``; raises ``WorkbookUnusable``."""
    try:
        with zipfile.ZipFile(stream) as package, zipfile.ZipFile(target, "w") as copy:
            return _copied(package, copy)
    except WorkbookUnusable:
        raise
    except _REFUSED as error:
        raise WorkbookUnusable(
            "The Excel workbook is damaged and cannot be read. Open it in Excel and save it again."
        ) from error


def _copied(package: zipfile.ZipFile, copy: zipfile.ZipFile) -> SheetFacts:
    names = package.namelist()
    if "xl/workbook.xml" not in names:
        for name, sentence in _OTHER_CONTENT.items():
            if name in names:
                raise WorkbookUnusable(f"{sentence} Save it as an Excel workbook (.xlsx).")
        raise WorkbookUnusable("This is an archive, not an Excel workbook (.xlsx).")
    workbook = tags(_whole(package, "xl/workbook.xml"))
    relations = _relations(package)
    sheets = [
        tag
        for tag in workbook
        if tag.name == "sheet"
        and tag.attributes.get("state", "visible") == "visible"
        # Sheets of nothing but a chart have no cells.
        and relations.get(tag.attributes.get("id", ""), ("", ""))[0] == "worksheet"
    ]
    if not sheets:
        raise WorkbookUnusable("The Excel workbook has no visible sheet with cells.")
    shared = SharedTexts()
    kinds = ["worksheet", *_copy_shared_parts(package, copy, relations, shared)]
    count = SheetCount(shared.lengths)
    with copy.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
        for chunk in _inflated(package, relations[sheets[0].attributes["id"]][1], "sheet"):
            count.feed(chunk)
            part.write(chunk)
    count.finish()
    _write_contents(copy, kinds, _uses_1904(workbook))
    return SheetFacts(sheets[0].attributes.get("name", ""), len(sheets) - 1, count.errors)


def _relations(package: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Of every part that the workbook names: its kind and its place in the archive."""
    found = {}
    for tag in tags(_whole(package, "xl/_rels/workbook.xml.rels")):
        place = tag.attributes.get("Target", "")
        place = posixpath.normpath(posixpath.join("/xl", place)).lstrip("/")
        kind = tag.attributes.get("Type", "").rpartition("/")[2]
        if tag.name == "Relationship" and tag.attributes.get("TargetMode") != "External":
            found[tag.attributes.get("Id", "")] = (kind, place)
    return found


def _copy_shared_parts(
    package: zipfile.ZipFile,
    copy: zipfile.ZipFile,
    relations: dict[str, tuple[str, str]],
    shared: SharedTexts,
) -> Iterator[str]:
    """Copy the texts, counted, and the formats that cells refer to, where there are any."""
    for wanted in ("sharedStrings", "styles"):
        for kind, place in relations.values():
            if kind == wanted:
                with copy.open(f"xl/{wanted}.xml", "w", force_zip64=True) as part:
                    for chunk in _inflated(package, place, wanted):
                        if wanted == "sharedStrings":
                            shared.feed(chunk)
                        part.write(chunk)
                yield wanted
                break


def _inflated(package: zipfile.ZipFile, place: str, kind: str) -> Iterator[bytes]:
    info = package.getinfo(place)
    if info.flag_bits & 1:
        raise WorkbookUnusable("The workbook has a password. Save it without one.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WorkbookUnusable("The Excel workbook is packed in an unusual way. Save it again.")
    largest = _LARGEST.get(kind, _LARGEST_LIST)
    size = 0
    with package.open(info) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > largest:
                raise WorkbookUnusable(
                    f"A part of the Excel workbook unpacks to more than {largest:,} bytes."
                )
            yield chunk


def _whole(package: zipfile.ZipFile, place: str) -> bytes:
    return b"".join(_inflated(package, place, "list"))


def _uses_1904(workbook: list[Tag]) -> bool:
    """Whether dates count from 1904, as workbooks of old Macs do."""
    return any(
        tag.name == "workbookPr" and tag.attributes.get("date1904") in ("1", "true", "on")
        for tag in workbook
    )


def _write_contents(copy: zipfile.ZipFile, kinds: list[str], from_1904: bool) -> None:
    targets = {"worksheet": "worksheets/sheet1.xml"}
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" '
        f'Target="{targets.get(kind, f"{kind}.xml")}"/>'
        for number, kind in enumerate(kinds, start=1)
    )
    copy.writestr(
        "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'
    )
    copy.writestr(
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">'
        f'<workbookPr date1904="{int(from_1904)}"/>'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    )
    copy.writestr(
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
