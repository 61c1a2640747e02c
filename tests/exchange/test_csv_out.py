"""Tables written by the program: a spreadsheet opens them, nothing runs, the reader gives them back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from creances_desktop.domain.errors import EnvironmentProblem
from creances_desktop.domain.imports import Rejected
from creances_desktop.exchange.csv_out import Cell, write_rejected, write_table
from creances_desktop.exchange.detect import read
from creances_desktop.exchange.formulas import with_guard, without_guard

HEADERS = [
    "N° facture",
    "Code client",
    "Raison sociale",
    "Date",
    "Échéance",
    "Montant TTC",
    "En litige",
    "Libellé",
]
ROWS: list[list[Cell]] = [
    ["F1", "C1", "=SOMME(A1)", date(2026, 1, 2), date(2026, 2, 1), Decimal("1234.56"), True, "-10 % é"],
    ["F2", "C2", "Œuvré; & «\u00a0fils\u00a0»", date(2026, 1, 13), None, Decimal("-12.5"), False, "'@x"],
    ["0012", "C3", '12" de "tube"', date(2026, 1, 13), None, Decimal("12345678.91"), False, "a\nb"],
]


def test_csv_as_a_french_spreadsheet_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    write_table(path, HEADERS, ROWS)
    lines = path.read_bytes().split(b"\r\n")
    assert lines[0].startswith(b"\xef\xbb\xbfN\xc2\xb0 facture;")
    assert lines[1].decode() == "F1;C1;'=SOMME(A1);02/01/2026;01/02/2026;1234,56;oui;'-10 % é"
    assert lines[2].decode().endswith(";13/01/2026;;-12,50;non;''@x")
    assert list(tmp_path.iterdir()) == [path], "no temporary file stays"


@pytest.mark.parametrize("name", ["f.csv", "f.xlsx"])
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    rows = ROWS if name == "f.csv" else [[*row[:7], "texte"] for row in ROWS]
    write_table(path, HEADERS, rows)
    reading = read(path)
    assert reading.rejected == ()
    assert [row.client_name for row in reading.invoices] == [row[2] for row in rows]
    assert [row.label for row in reading.invoices] == [row[7] for row in rows]
    assert [row.number for row in reading.invoices] == ["F1", "F2", "0012"]
    assert [row.gross for row in reading.invoices] == [123456, 1250, 1234567891]
    assert [row.kind.value for row in reading.invoices] == ["invoice", "credit_note", "invoice"]
    assert [row.due_date for row in reading.invoices] == [date(2026, 2, 1), None, None]
    assert [row.disputed for row in reading.invoices] == [True, False, False]


def test_amounts_and_days_are_numbers_in_xlsx_and_texts_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    write_table(path, HEADERS, ROWS)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1][2] == "=SOMME(A1)"
    assert rows[1][3] == date(2026, 1, 2)
    assert rows[1][5] == 1234.56
    assert rows[3][0] == "0012"


@given(st.text(alphabet="'=+-@a1 ", max_size=8))
def test_the_guard_against_formulas_is_taken_off_again(text: str) -> None:
    guarded = with_guard(text)
    assert without_guard(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@"))


def test_rejected_lines_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "rejets.csv"
    write_rejected(path, [Rejected(3, "Échéance", "31/02/2026", "Cette date n’existe pas au calendrier.")])
    assert path.read_text("utf-8-sig").splitlines() == [
        "Ligne;Colonne;Valeur;Motif",
        "3;Échéance;31/02/2026;Cette date n’existe pas au calendrier.",
    ]


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="n’a pas pu être écrit"):
        write_table(tmp_path / "absent" / "f.csv", HEADERS, ROWS)


def test_an_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("ancien")
    write_table(path, ["a", "b"], [])
    assert path.read_text("utf-8-sig") == "a;b\n"
