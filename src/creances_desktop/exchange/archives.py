"""Spreadsheets that are ZIP archives, looked into before they are read.

A small file can unfold into gigabytes, or claim a cell at the far end of the sheet: the reader would then
ask for more memory than there is, and the program would end at once. Both are refused here.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from creances_desktop.exchange.encoding import UnreadableFile

MAX_UNFOLDED = 400_000_000
"""Bytes of all parts together, unfolded: several times the largest list that the importer takes."""

MAX_CELLS = 20_000_000
"""Rows × columns of a sheet, from its first cell to its last: a full sheet of nineteen columns."""

_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
_REFERENCE = re.compile(rb"""\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Za-z]{1,3})([0-9]{1,7})["'](?:[^>]*[^/>])?>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["']([0-9]{1,7})["'](?:[^>]*[^/>])?>""")
_BARE_CELL = re.compile(rb"""<(?:\w+:)?c\b(?![^>]*\br=)""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def refuse_oversized(path: Path, data: bytes) -> None:
    """Raises UnreadableFile for an archive that is broken, unfolds too far, or has too large a sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            left = MAX_UNFOLDED
            for member in archive.infolist():
                content = _unfold(path, archive, member, left)
                left -= len(content)
                _refuse_sheet(path, member.filename, content)
    except ET.ParseError as error:
        raise unreadable(path) from error
    except _BROKEN as error:
        raise unreadable(path) from error


def _unfold(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    """The content of one part; what the archive says of its length is not believed."""
    if member.file_size > limit:
        raise _too_large(path)
    parts: list[bytes] = []
    size = 0
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise _too_large(path)
            parts.append(chunk)
    return b"".join(parts)


def _refuse_sheet(path: Path, name: str, content: bytes) -> None:
    if name.casefold().endswith(".bin") and name.casefold().startswith("xl/worksheets/"):
        raise UnreadableFile(path, "est un classeur binaire (XLSB)", "enregistrez-le en XLSX ou en CSV")
    # a spreadsheet's own parts are in UTF-8 and define no entities: what does is made to be misread
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"<!DOCTYPE" in content[:4096]:
        raise unreadable(path)
    if b"sheetData" in content:
        cells = _cells_of_xlsx(content)
    elif b"office:spreadsheet" in content:
        cells = max(_areas_of_ods(content), default=0)
    else:
        return
    if cells > MAX_CELLS:
        raise oversized(path)


def _cells_of_xlsx(content: bytes) -> int:
    """Rows × columns up to the last cell; first at a glance, then only with cells that hold something."""
    if _area(_REFERENCE.findall(content), content) <= MAX_CELLS:
        return 0
    return _area(_FILLED.findall(content), content)


def _area(references: list[tuple[bytes, bytes]], content: bytes) -> int:
    columns = {_column(letters) for letters in {letters for letters, _ in references}}
    height = max((int(row) for row in {row for _, row in references}), default=0)
    if _BARE_CELL.search(content):  # cells without a reference follow each other from the start of their row
        height = max(height, *map(int, _ROW.findall(content)), content.count(b"row"))
        columns.add(max(len(_BARE_CELL.findall(row)) for row in re.split(rb"<(?:\w+:)?row\b", content)))
    return height * max(columns, default=0)


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _areas_of_ods(content: bytes) -> Iterator[int]:
    """Rows × columns of each table, up to the last cell that holds something; repeats are counted."""
    rows = height = width = column = filled = 0
    parts = ET.iterparse(io.BytesIO(content), ("start", "end"))  # noqa: S314 - no entities: see above
    for event, element in parts:
        if event == "start":
            if element.tag == f"{_TABLE}table":
                rows = height = width = 0
            elif element.tag == f"{_TABLE}table-row":
                column = filled = 0
        elif element.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            column += _repeats(element, "columns")
            if element.get(f"{_OFFICE}value-type") or len(element):
                filled = column
        elif element.tag == f"{_TABLE}table-row":
            rows += _repeats(element, "rows")
            if filled:
                height, width = rows, max(width, filled)
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield height * width


def _repeats(element: ET.Element, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated") or 1), 1)


def oversized(path: Path) -> UnreadableFile:
    """What is said of a sheet with more than MAX_CELLS cells."""
    return UnreadableFile(
        path,
        "a une feuille démesurée (une cellule remplie tout au bout)",
        "effacez ce qui se trouve loin du tableau, ou enregistrez-le en CSV",
    )


def _too_large(path: Path) -> UnreadableFile:
    return UnreadableFile(
        path,
        "prendrait plus de 400\u00a0Mo une fois décompressé",
        "n’ouvrez pas un fichier dont vous ne connaissez pas l’origine, ou exportez une période plus courte",
    )


def unreadable(path: Path) -> UnreadableFile:
    """What is said of a spreadsheet that no reader understands."""
    return UnreadableFile(
        path, "n’est pas une feuille de calcul lisible", "enregistrez-le de nouveau en XLSX ou en CSV"
    )
