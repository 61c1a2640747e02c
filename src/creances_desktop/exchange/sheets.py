"""Spreadsheets (XLSX, XLS, ODS) to records of text, through calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from creances_desktop.exchange.archives import MAX_CELLS, oversized, refuse_oversized, unreadable
from creances_desktop.exchange.encoding import UnreadableFile
from creances_desktop.exchange.table import Records

if TYPE_CHECKING:  # imported only when a spreadsheet is read
    from python_calamine import CalamineWorkbook

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_spreadsheet(data: bytes) -> bool:
    """Whether the first bytes are those of a file that spreadsheets write (XLSX and ODS are ZIP archives)."""
    return data.startswith((_ZIP, _COMPOUND))


def read_records(path: Path, data: bytes) -> Records:
    """The records of the first sheet that holds data; `lines` are the row numbers of the spreadsheet.

    Dates come as AAAA-MM-JJ, numbers with a decimal point, ticks as `oui` or `non`. Raises UnreadableFile for
    an archive that is no spreadsheet, is locked by a password, holds no data, or would not fit in memory.
    """
    if data.startswith(_ZIP):
        refuse_oversized(path, data)
    with _without_panic(path):
        return _read(path, data)


def _read(path: Path, data: bytes) -> Records:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in _visible_sheets(workbook):
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                raise oversized(path)
            grid = sheet.to_python(skip_empty_area=False)
            rows = [[_text(cell) for cell in row] for row in grid]
            if sum(1 for row in rows if any(row)) > 1:
                return Records(
                    rows, range(1, len(rows) + 1), f"feuille de calcul, onglet «\u00a0{name}\u00a0»"
                )
    except PasswordError as error:
        raise UnreadableFile(path, "est protégé par un mot de passe", "enregistrez-le sans") from error
    except (CalamineError, ValueError, OSError) as error:
        raise unreadable(path) from error
    raise UnreadableFile(path, "ne contient aucune donnée", "vérifiez que la bonne feuille a été enregistrée")


@contextmanager
def _without_panic(path: Path) -> Iterator[None]:
    """Turn a failed assumption of the reader into the same sentence as any broken file.

    It is written in Rust: its panics come as an exception of its own that no `except Exception` catches.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable(path) from error


def _visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    """The names of the sheets that a person sees; all of them when the format does not say."""
    from python_calamine import SheetVisibleEnum

    shown = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    return shown or workbook.sheet_names


def _text(cell: object) -> str:
    """A cell as a text file would hold it."""
    match cell:
        case str():
            text = cell
        case bool():
            text = "oui" if cell else "non"
        case float():
            text = _number(cell)
        case datetime():
            text = cell.date().isoformat()
        case _:
            text = str(cell)
    return text


def _number(value: float) -> str:
    """The number without binary noise: 0.1 + 0.2 is `0.3`, a third stays visibly no amount of cents."""
    if value.is_integer():
        return str(int(value))
    text = f"{value:.6f}".rstrip("0")
    # three decimals could be taken for thousands: a fourth says that they are decimals
    return text + "0" if len(text.rpartition(".")[2]) == 3 else text
