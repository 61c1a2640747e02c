"""Protects the look of a list's cells: drawn directly, they are those of Qt's style to the pixel."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QStyledItemDelegate

from creances_desktop.ui.theme import Choice, Tone, colour
from creances_desktop.ui.widgets import row_delegate
from creances_desktop.ui.widgets.columns import CENTRE, Column, State, amount_column, state_column
from creances_desktop.ui.widgets.row_delegate import RowDelegate
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

Row = tuple[int, str, int, State]
LATE = State("circle-alert", "Échue", Tone.DANGER)
PAID = State("circle-check", "Soldée", Tone.MUTED)
COLUMNS = (
    Column("name", "Client", lambda row: row[1], width=20, bold=lambda row: row[0] == 1),
    amount_column("outstanding", "Reste dû", lambda row: row[2], tone=lambda row: row[3].tone),
    state_column("state", "État", lambda row: row[3], width=7),
    Column("count", "Pièces", lambda row: str(row[0]), CENTRE),
)
ROWS: list[Row] = [
    (1, "Érable & Cie <SARL>", 123_456, LATE),
    (2, "Un nom bien trop long pour la largeur de sa colonne, et qui s’abrège", 5_000, PAID),
    (3, "שלום חברה", 700, LATE),
    (4, "", 0, PAID),
]


class StyleDelegate(RowDelegate):
    """The same, each cell drawn by Qt's style."""

    def paint(self, painter, option, index) -> None:
        super().paint(painter, option, index)  # the lines
        QStyledItemDelegate.paint(self, painter, self._inset(option), index)


def image_of(table: Table) -> QImage:
    return table.viewport().grab().toImage()


def colours_of(image: QImage) -> list[QColor]:
    return [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]


@pytest.fixture
def table(qtbot, theme, tmp_path) -> Table:
    table = Table("invoices", settings=QSettings(str(tmp_path / "i.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.set_rows_model(ListModel(COLUMNS, ROWS, row_id=lambda row: row[0]))
    table.show()
    qtbot.waitExposed(table)
    return table


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_a_cell_looks_as_the_style_would_draw_it(table, theme, monkeypatch, choice):
    theme.choose(choice)
    direct = image_of(table)
    monkeypatch.setattr(row_delegate, "_paint_cell", lambda *_: None)
    assert image_of(table) != direct  # the cells are what is compared below
    table.setItemDelegate(StyleDelegate(table))
    assert image_of(table) == direct


def test_a_list_that_is_off_shows_no_alarm(table, theme):
    alarm = colour(Tone.DANGER)
    assert alarm in colours_of(image_of(table))
    table.setEnabled(False)
    assert alarm not in colours_of(image_of(table))


def test_a_text_of_several_lines_stays_in_its_row(table):
    images = []
    for text in ("Objet\nsuite", "Objet suite"):
        table.set_rows_model(ListModel(COLUMNS, [(2, text, 1, PAID)], row_id=lambda row: row[0]))
        images.append(image_of(table))
    assert images[0] == images[1]
