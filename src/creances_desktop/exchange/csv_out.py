"""Tables to files: CSV as a French spreadsheet writes it, and XLSX.

A text that a spreadsheet would take for a formula gets an apostrophe in front of it in CSV; the importer
takes the apostrophe away again. In XLSX texts are stored as texts, and amounts as numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from creances_desktop.domain.errors import EnvironmentProblem, system_reason
from creances_desktop.domain.imports import Rejected
from creances_desktop.domain.text import short_date
from creances_desktop.exchange.formulas import with_guard

Cell: TypeAlias = str | int | Decimal | date | bool | None
"""A text, a whole number, an amount of euros, a day, a yes or no, or nothing."""

_REJECTED_HEADERS = ("Ligne", "Colonne", "Valeur", "Motif")


def write_table(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write the table as CSV, or as XLSX when the name ends so; an existing file is replaced in one step.

    CSV: semicolons, UTF-8 with a byte-order mark, CRLF, decimal comma, JJ/MM/AAAA, `oui` and `non`. Raises
    EnvironmentProblem when the file cannot be written.
    """
    draw = _xlsx if path.suffix.casefold() == ".xlsx" else as_csv
    content = draw(headers, rows)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise EnvironmentProblem(
            f"«\u00a0{path.name}\u00a0» n’a pas pu être écrit ({system_reason(error)})\u00a0: "
            "vérifiez que le dossier existe, que le fichier n’est pas ouvert et qu’il reste de la place."
        ) from error


def write_rejected(path: Path, rejected: Iterable[Rejected]) -> None:
    """Write rejected lines with their line, column, value and reason, for the user to mend his file."""
    write_table(path, _REJECTED_HEADERS, ((one.line, one.column, one.value, one.reason) for one in rejected))


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as the bytes of a CSV file, as `write_table` writes it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            text = ""
        case bool():
            text = "oui" if cell else "non"
        case str():
            text = with_guard(cell)
        case Decimal():
            text = f"{cell:.2f}".replace(".", ",")
        case date():
            text = short_date(cell)
        case _:
            text = str(cell)
    return text


def _xlsx(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet()
    bold = workbook.add_format({"bold": True, "bottom": 1})
    amount = workbook.add_format({"num_format": "#,##0.00"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    widths = [len(header) for header in headers]
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            match cell:
                case None | "":
                    continue
                case bool() | str():
                    sheet.write_string(line, column, cell if isinstance(cell, str) else _text(cell))
                case Decimal():
                    sheet.write_number(line, column, cell, amount)
                case date():
                    sheet.write_datetime(line, column, cell, day)
                case _:
                    sheet.write_number(line, column, cell)
            if column < len(widths):
                widths[column] = max(widths[column], min(len(_text(cell)), 60))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return buffer.getvalue()
