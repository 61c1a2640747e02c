"""The grid *À compléter*: typed into cell by cell, or filled by a block copied from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, Qt
from PySide6.QtWidgets import QWidget

from creances_desktop.ui.dialogs.completion_cells import CompletionRow, columns, edits, typed_into
from creances_desktop.ui.widgets.edit_grid import EditGrid, EditModel


class CompletionModel(EditModel[CompletionRow]):
    """The clients to complete, in memory until they are saved."""

    def __init__(self, rows: Iterable[CompletionRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(columns(), edits(), rows, parent)
        self._row_id = lambda row: row.client.id
        self.set_rows(rows)

    def write_block(self, row: int, sections: list[int], block: list[list[str]]) -> tuple[int, int]:
        """Write a block of texts from this row on, into these columns; how many, how many without place."""
        written = lost = 0
        for number, texts in enumerate(block):
            for place, text in enumerate(texts):
                if row + number >= self.rowCount() or place >= len(sections):
                    lost += 1
                    continue
                row_id = self.id_at(row + number)
                name = self.columns[sections[place]].id
                self._rows[row_id] = typed_into(self._rows[row_id], name, text)
                written += 1
        self.refresh()
        self.edited.emit()
        return written, lost


class CompletionGrid(EditGrid):
    """The table of the clients to complete.

    Ctrl+V writes the block of the clipboard from the current cell on, Delete empties the cell.

    Signals:
        pasted(int, int): a block was pasted; cells written, and cells that had no place.
    """

    pasted = Signal(int, int)

    def __init__(self, model: CompletionModel, parent: QWidget | None = None) -> None:
        super().__init__("completion", parent)
        self._completion = model
        self.set_rows_model(model)

    def paste(self) -> None:
        """Write the block of the clipboard from the current cell on."""
        block = block_of(QGuiApplication.clipboard().text())
        index = self.currentIndex()
        if not block or not index.isValid():
            return
        visible = self.columns.visible_sections()
        after = visible[visible.index(index.column()) :] if index.column() in visible else []
        sections = [section for section in after if self._completion.is_editable(section)]
        if not sections or not self._completion.is_editable(index.column()):
            self.pasted.emit(0, sum(len(texts) for texts in block))
            return
        self.pasted.emit(*self._completion.write_block(index.row(), sections, block))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and index.isValid() and self._editable(index.column()):
            self._completion.write_block(index.row(), [index.column()], [[""]])
        else:
            super().keyPressEvent(event)


def block_of(text: str) -> list[list[str]]:
    """The cells of a block copied from a spreadsheet; a cell in quotes may hold line ends."""
    import csv
    import io

    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
