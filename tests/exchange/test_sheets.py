"""Spreadsheets: real dates and numbers, texts that look like numbers, empty rows, hidden sheets."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from creances_desktop.domain.errors import DomainError
from creances_desktop.exchange.detect import read

HEADER = ["N° facture", "Code client", "Date", "Échéance", "Montant TTC"]


def workbook(path: Path, *sheets: list[list[Any]], hidden: int = -1) -> Path:
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, rows in enumerate(sheets):
        sheet = book.add_worksheet()
        if number == hidden:
            sheet.hide()
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, (date, datetime)):
                    sheet.write_datetime(line, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write(line, column, value)
    book.close()
    return path


def test_dates_and_numbers_are_those_of_the_cells(tmp_path: Path) -> None:
    rows = [
        ["Impayés au 29/06/2026"],
        [],
        HEADER,
        [2026001, "C1", date(2026, 1, 5), datetime(2026, 2, 4, 10, 30), 1234.56],  # noqa: DTZ001 -- as Excel holds it
        [],
        ["F2", 411, "05/02/2026", "", "1 234,50 €"],
        ["F3", "C3", 46058, None, -0.1 - 0.2],
        ["F4", "C4", date(2026, 1, 5), None, 12.345],
        ["F5", "C5", "31/02/2026", None, 12],
    ]
    reading = read(workbook(tmp_path / "a.xlsx", rows))
    first, second, third = reading.invoices
    assert (first.number, first.issue_date, first.due_date, first.gross) == (
        "2026001", date(2026, 1, 5), date(2026, 2, 4), 123456,
    )  # fmt: skip
    assert (second.client_code, second.issue_date, second.gross, second.line) == (
        "411", date(2026, 2, 5), 123450, 6,
    )  # fmt: skip
    assert (third.issue_date, third.gross, third.kind.value) == (date(2026, 2, 5), 30, "credit_note")
    assert [(bad.line, bad.column, bad.value) for bad in reading.rejected] == [
        (8, "Montant TTC", "12.3450"),
        (9, "Date", "31/02/2026"),
    ]
    assert "onglet «\u00a0Sheet1\u00a0»" in reading.description


def test_clients_whose_figures_lost_their_zeros(tmp_path: Path) -> None:
    rows = [
        ["Code", "Raison sociale", "SIREN", "Code postal"],
        [1, "Noël", 732829320, 1000],
        [2, "Bœuf", None, 75011],
    ]
    first, second = read(workbook(tmp_path / "a.xlsx", rows)).clients
    assert (first.code, first.siren, first.zip) == ("1", "732829320", "01000")
    assert (second.siren, second.zip) == (None, "75011")


def test_the_first_sheet_that_a_person_sees_with_data(tmp_path: Path) -> None:
    rows = [HEADER, ["F1", "C1", date(2026, 1, 5), None, 5]]
    reading = read(
        workbook(tmp_path / "a.xlsx", [], [HEADER, ["X", "C", date(2026, 1, 1), None, 1]], rows, hidden=1)
    )
    assert [row.number for row in reading.invoices] == ["F1"]


def test_yes_and_no_cells(tmp_path: Path) -> None:
    rows = [[*HEADER, "En litige"], ["F1", "C1", date(2026, 1, 5), None, 5, True]]
    assert read(workbook(tmp_path / "a.xlsx", rows)).invoices[0].disputed is True


def test_an_opendocument_sheet(tmp_path: Path) -> None:
    def cell(value: object) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = [HEADER, ["F1", "Œuvré", date(2026, 1, 5), date(2026, 2, 4), 12.5]]
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Factures">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    (row,) = read(path).invoices
    assert (row.number, row.client_code, row.due_date, row.gross) == ("F1", "Œuvré", date(2026, 2, 4), 1250)


@pytest.mark.parametrize(
    ("rows", "words"),
    [([], "aucune donnée"), ([HEADER], "aucune donnée"), ([["a"], ["b"]], "n’est pas un tableau")],
)
def test_sheets_without_a_table(tmp_path: Path, rows: list[list[Any]], words: str) -> None:
    with pytest.raises(DomainError, match=words):
        read(workbook(tmp_path / "a.xlsx", rows))


def test_an_archive_that_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "x")
    with pytest.raises(DomainError, match="n’est pas une feuille de calcul lisible"):
        read(path)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(DomainError, match="n’est pas une feuille de calcul lisible"):
        read(path)
