"""The list every page shows: dense rows, columns as the user arranged them, wholly usable by keyboard."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSettings,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableView,
    QWidget,
)

from creances_desktop.ui.theme import Theme, colours
from creances_desktop.ui.widgets.row_delegate import RowDelegate
from creances_desktop.ui.widgets.table_columns import ColumnArrangement
from creances_desktop.ui.widgets.table_model import TableModel

COPY_LIMIT = 100_000
"""Rows copied at most: a spreadsheet takes a million, the clipboard of some systems does not."""


class _Kept(NamedTuple):
    """What is found again by id after a reload."""

    selected: array[int]
    current: int
    position: int
    scroll: int


_NOTHING_KEPT = _Kept(array("q"), -1, -1, 0)


class Table(QTableView):
    """A list of rows known by their ids.

    Enter or a double click activates the current row, Space ticks the selected rows when the model bears
    ticks, Ctrl+C copies them for a spreadsheet. The selection survives a reload. Columns are arranged by the
    menu of the header and remembered under the name of the table.

    Signals:
        activated_row(int): the user opened the row with this id.
        selection_changed(): other rows are selected; see `selected_ids`.
        current_changed(int): the row with this id became current; -1 when there is none.
    """

    activated_row = Signal(int)
    selection_changed = Signal()
    current_changed = Signal(int)

    def __init__(
        self, name: str, parent: QWidget | None = None, *, settings: QSettings | None = None
    ) -> None:
        """`name` is the key of the arrangement and never changes; None takes the user's own `settings`."""
        super().__init__(parent)
        self._empty_title = ""
        self._empty_hint = ""
        self._kept = _NOTHING_KEPT
        self._announced = -1
        self._restoring = False
        self._entering = False
        self._model: TableModel | None = None  # type: ignore[type-arg]
        self.setObjectName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.doubleClicked.connect(self._on_double_clicked)
        self.columns = ColumnArrangement(self, name, settings)
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._on_theme_changed)
        self._set_row_height()

    def set_rows_model(self, model: TableModel) -> None:  # type: ignore[type-arg]
        """Show this model, with its columns as the user left them."""
        self._model = model
        self.setModel(model)
        # a selection of its own: Qt asks for each head whether its whole column is selected, row by row
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.columns.attach(model.columns)

    def rows_model(self) -> TableModel:  # type: ignore[type-arg]
        """The model shown; RuntimeError before there is one."""
        if self._model is None:
            raise RuntimeError("set_rows_model comes first")
        return self._model

    def set_empty_message(self, title: str, hint: str = "") -> None:
        """What an empty list says: what is missing, and what to do about it."""
        self._empty_title, self._empty_hint = title, hint
        self.viewport().update()

    def selected_ids(self) -> array[int]:
        """The ids of the selected rows, in the order shown."""
        ids: array[int] = array("q")
        if self._model is None or self.selectionModel() is None:
            return ids
        selection = self.selectionModel().selection()
        ranges = sorted(
            (selection.at(place).top(), selection.at(place).bottom()) for place in range(selection.count())
        )
        end = -1
        for top, bottom in ranges:
            ids.extend(self._model.ids[max(top, end + 1) : bottom + 1])
            end = max(end, bottom)
        return ids

    def current_id(self) -> int:
        """The id of the current row, -1 when there is none."""
        index = self.currentIndex()
        return self._model.id_at(index.row()) if self._model is not None and index.isValid() else -1

    def select_id(self, row_id: int) -> bool:
        """True when the row with this id is shown; it is then current, selected and visible."""
        position = self.rows_model().position_of(row_id)
        if position < 0:
            return False
        self.selectRow(position)
        return True

    def selectRow(self, row: int) -> None:
        """Select this row alone: a key still held must not add it to the others."""
        index = self.rows_model().index(row, self._first_visible_column())
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    @Slot()
    def enter(self) -> None:
        """Take the focus with a row selected: the first one, where none is yet.

        A list that is still being read selects it when it comes.
        """
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._entering = True
        self._select_first()

    def copy_text(self) -> str:
        """The selected rows, their visible columns from left to right, as tab-separated lines with a head."""
        model = self.rows_model()
        columns = [model.columns[section] for section in self.columns.visible_sections()]
        lines = ["\t".join(column.title for column in columns)]
        for row_id in self.selected_ids()[:COPY_LIMIT]:
            row = model.row_at(model.position_of(row_id))
            if row is not None:
                cells = ((column.copy or column.text)(row) for column in columns)
                lines.append("\t".join(" ".join(cell.split()) for cell in cells))
        return "\n".join(lines)

    @Slot()
    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, for a spreadsheet."""
        if self._model is not None and self.selectionModel().hasSelection():
            QGuiApplication.clipboard().setText(self.copy_text())

    @Slot()
    def toggle_ticks(self) -> None:
        """Tick the selected rows, or untick them when all of them are ticked."""
        if self._model is None or not self._model.checkable:
            return
        ids = self.selected_ids()
        self._model.set_ticked(ids, not all(self._model.is_ticked(row_id) for row_id in ids))

    def _first_visible_column(self) -> int:
        sections = self.columns.visible_sections()
        return sections[0] if sections else 0

    @Slot()
    def _keep_selection(self) -> None:
        self._kept = _Kept(
            self.selected_ids(),
            self.current_id(),
            self.currentIndex().row(),
            self.verticalScrollBar().value(),
        )

    @Slot()
    def _restore_selection(self) -> None:
        """Select by id what was selected; what is no longer shown is dropped."""
        kept, self._kept = self._kept, _NOTHING_KEPT
        if not kept.selected and kept.current < 0:
            self._select_first()
            return
        model = self.rows_model()
        places = {row_id: place for place, row_id in enumerate(model.ids)}
        rows = sorted(places[row_id] for row_id in kept.selected if row_id in places)
        self._restoring = True
        try:
            self._select_again(model, rows, places.get(kept.current, -1), kept)
        finally:
            self._restoring = False
        if len(rows) != len(kept.selected):
            self.selection_changed.emit()
        self._announce_current()
        self._select_first()

    def _select_first(self) -> None:
        """Select the first row for `enter`, where no row is selected."""
        if not self._entering or self._model is None or not self._model.rowCount():
            return
        if not self.selectionModel().hasSelection():
            self.selectRow(0)

    def _select_again(
        self,
        model: TableModel,  # type: ignore[type-arg]
        rows: list[int],
        position: int,
        kept: _Kept,
    ) -> None:
        """Select these rows, make the one at `position` current if it is shown, and scroll as before."""
        if position >= 0:
            index = model.index(position, self._first_visible_column())
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(_ranges(model, rows), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(kept.scroll)
        if position not in (-1, kept.position):
            self.scrollTo(self.currentIndex())

    def _announce_current(self) -> None:
        if (current := self.current_id()) != self._announced:
            self._announced = current
            self.current_changed.emit(current)

    @Slot()
    def _on_selection_changed(self) -> None:
        if not self._restoring:
            self.selection_changed.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        if not self._restoring:
            self._announce_current()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.activated_row.emit(self.rows_model().id_at(index.row()))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._set_row_height()
        self.columns.rescale()
        if self._model is not None:
            self._model.refresh()

    def _set_row_height(self) -> None:
        height = self.fontMetrics().height() + 7
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id() >= 0:
            self.activated_row.emit(self.current_id())
        elif event.key() == Qt.Key.Key_Space and self._model is not None and self._model.checkable:
            self.toggle_ticks()
        else:
            self._entering = False
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._entering = False
        super().focusOutEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters typed in a list belong to the search field, and would load a long list whole."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model is not None and self._model.rowCount() == 0 and self._empty_title:
            _paint_empty_message(self, self._empty_title, self._empty_hint)


def _paint_empty_message(table: QTableView, title: str, hint: str) -> None:
    painter = QPainter(table.viewport())
    line = table.fontMetrics().height()
    area = table.viewport().rect().adjusted(line, line, -line, -line)
    top = area.adjusted(0, max(0, area.height() // 3 - line * 2), 0, 0)
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 1.15)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(colours().text))
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    used = painter.boundingRect(top, int(flags), title)
    painter.drawText(top, int(flags), title)
    painter.setFont(table.font())
    painter.setPen(QColor(colours().muted))
    painter.drawText(top.adjusted(0, used.height() + line // 3, 0, 0), int(flags), hint)


def _ranges(model: TableModel, rows: list[int]) -> QItemSelection:  # type: ignore[type-arg]
    """The sorted rows as a selection of as few ranges as possible, so that thousands are selected at once."""
    selection = QItemSelection()
    last_column = model.columnCount() - 1
    start = previous = -2
    for row in [*rows, -2]:
        if row != previous + 1:
            if start >= 0:
                selection.select(model.index(start, 0), model.index(previous, last_column))
            start = row
        previous = row
    return selection
