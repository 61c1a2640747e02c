"""How the rows of the lists are painted."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from creances_desktop.ui.theme import colours
from creances_desktop.ui.widgets.table_columns import CELL_PADDING


class RowDelegate(QStyledItemDelegate):
    """Paints a cell with room around its text, and the current row between two lines."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        side = option.fontMetrics.height()
        option.decorationSize = QSize(side, side)
        # A selected row keeps the colours of its words: what is late stays red.
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(tone, QColor):
            option.palette.setColor(QPalette.ColorRole.HighlightedText, tone)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the row has the focus, not the cell

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        whole = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            active = bool(option.state & QStyle.StateFlag.State_Active)
            painter.fillRect(whole, QColor(colours().selection if active else colours().selection_inactive))
        super().paint(painter, self._inset(option), index)
        painter.setPen(QPen(QColor(colours().separator), 1))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            painter.setPen(QPen(QColor(colours().accent), 1))
            painter.drawLine(whole.topLeft(), whole.topRight())
            painter.drawLine(whole.bottomLeft(), whole.bottomRight())

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        return super().editorEvent(event, model, self._inset(option), index)

    @staticmethod
    def _inset(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
        inset = QStyleOptionViewItem(option)
        inset.rect = option.rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        return inset
