"""A short list whose cells are typed into: contacts, the parts of a payment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from creances_desktop.domain.errors import DomainError
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.row_delegate import RowDelegate
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ItemRole, ListModel

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Edit(Generic[Row]):
    """How a cell is edited: the text to start from, and the row after a text was typed.

    `apply` raises ValueError or DomainError with a French sentence when it refuses.
    """

    text: Callable[[Row], str]
    apply: Callable[[Row, str], Row]


class EditModel(ListModel[Row]):
    """A list in memory some columns of which are typed into.

    Signals:
        edited(): the user changed a cell.
        refused(str): why what was typed was not taken.
    """

    edited = Signal()
    refused = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        edits: Mapping[str, Edit[Row]],
        rows: Iterable[Row] = (),
        parent: QObject | None = None,
    ) -> None:
        """`edits` says by column id how its cells are typed into."""
        self._edits = dict(edits)
        super().__init__(columns, rows, parent=parent)

    def is_editable(self, section: int) -> bool:
        """Whether the cells of this column are typed into."""
        return self.columns[section].id in self._edits

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.is_editable(index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if role == ItemRole.EditRole and index.isValid() and self.is_editable(index.column()):
            row = self.row_at(index.row())
            return None if row is None else self._edits[self.columns[index.column()].id].text(row)
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = ItemRole.EditRole) -> bool:
        if role != ItemRole.EditRole or not index.isValid() or not self.is_editable(index.column()):
            return super().setData(index, value, role)
        place = self.id_at(index.row())
        edit = self._edits[self.columns[index.column()].id]
        try:
            self._rows[place] = edit.apply(self._rows[place], str(value))
        except (ValueError, DomainError) as error:
            self.refused.emit(str(error))
            return False
        last = self.index(index.row(), self.columnCount() - 1)
        self.dataChanged.emit(self.index(index.row(), 0), last)
        self.edited.emit()
        return True


class EditDelegate(RowDelegate):
    """A plain line in the cell, aligned as the cell is."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setAlignment(Qt.AlignmentFlag(index.data(ItemRole.TextAlignmentRole)))
        editor.setAccessibleName(
            str(index.model().headerData(index.column(), Qt.Orientation.Horizontal) or "")
        )
        return editor


class EditGrid(Table):
    """The table of an EditModel: typing edits the cell, Enter and F2 open it, Tab goes on to the next."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, settings: QSettings | None = None
    ) -> None:
        super().__init__(name, parent, settings=settings)
        triggers = QAbstractItemView.EditTrigger
        self.setItemDelegate(EditDelegate(self))
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
            | triggers.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.activated_row.connect(self._on_activated)

    def edit_cell(self, row: int, column_id: str) -> None:
        """Open this cell for typing."""
        model = self.rows_model()
        if 0 <= row < model.rowCount():
            index = model.index(row, model.column_index(column_id))
            self.setCurrentIndex(index)
            self.edit(index)

    def commit(self) -> None:
        """Take what is being typed, as leaving the cell does."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _on_activated(self, _row_id: int) -> None:
        index = self.currentIndex()
        if self.state() != QAbstractItemView.State.EditingState and index.isValid():
            editable = [section for section in self.columns.visible_sections() if self._editable(section)]
            section = index.column() if self._editable(index.column()) else next(iter(editable), -1)
            if section >= 0:
                self.setCurrentIndex(self.rows_model().index(index.row(), section))
                self.edit(self.currentIndex())

    def _editable(self, section: int) -> bool:
        model = self.rows_model()
        return isinstance(model, EditModel) and model.is_editable(section)

    def _cell_after(self, step: int) -> QModelIndex:
        """The next (or previous) cell that is typed into, row after row; invalid at the end."""
        model = self.rows_model()
        sections = [section for section in self.columns.visible_sections() if self._editable(section)]
        current = self.currentIndex()
        if not sections or current.column() not in sections:
            return QModelIndex()
        place = current.row() * len(sections) + sections.index(current.column()) + step
        if not 0 <= place < model.rowCount() * len(sections):
            return QModelIndex()
        return model.index(place // len(sections), sections[place % len(sections)])

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        step = {hints.EditNextItem: 1, hints.EditPreviousItem: -1, hints.SubmitModelCache: 1}.get(hint, 0)
        super().closeEditor(editor, hints.NoHint)
        following = self._cell_after(step) if step else QModelIndex()
        if following.isValid():
            self.setCurrentIndex(following)
            if hint != hints.SubmitModelCache:
                self.edit(following)
