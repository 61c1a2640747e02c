"""How the rows of the lists are painted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone, colour, colours
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.table_columns import CELL_PADDING
from creances_desktop.ui.widgets.table_model import TableModel

TEXT_MARGIN = 3
"""Pixels that Qt's styles leave around the text of a cell, inside its padding."""
_SELECTED, _ACTIVE = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_Active
_ENABLED = QStyle.StateFlag.State_Enabled
_NORMAL, _DISABLED = QIcon.Mode.Normal, QIcon.Mode.Disabled
# Qt would put the text of a right-to-left name to the other side.
_IN_PLACE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


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
        whole, row_is_current = option.rect, index.row() == self._table.currentIndex().row()
        if option.state & _SELECTED:
            painter.fillRect(whole, QColor(_selection_colour(option)))
        model = index.model()
        if not isinstance(model, TableModel) or (model.checkable and index.column() == 0):
            super().paint(painter, self._inset(option), index)
        elif (row := model.row_at(index.row())) is not None:
            _paint_cell(painter, option, model.columns[index.column()], row)
        painter.setPen(QPen(QColor(colours().separator), 1))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        if row_is_current and self._table.hasFocus():
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


def _selection_colour(option: QStyleOptionViewItem) -> str:
    return colours().selection if option.state & _ACTIVE else colours().selection_inactive


def _paint_cell(painter: QPainter, option: QStyleOptionViewItem, column: Column[Any], row: Any) -> None:
    """Draw icon and text where Qt's style would.

    The style asks the model eight times for each cell, through Python each time: a screen of invoices then
    takes longer than a frame.
    """
    room = option.rect.adjusted(CELL_PADDING + TEXT_MARGIN, 0, -CELL_PADDING - TEXT_MARGIN, 0)
    enabled = bool(option.state & _ENABLED)
    tone = column.tone(row) if column.tone else Tone.NORMAL
    if column.icon and (name := column.icon(row)):
        side = option.fontMetrics.height()
        place = QRect(room.x(), room.y() + (room.height() - side + 1) // 2, side, side)
        icons.icon(name, tone).paint(painter, place, mode=_NORMAL if enabled else _DISABLED)
        room.setLeft(place.right() + 1 + 2 * TEXT_MARGIN)
    if not (text := column.text(row)):
        return
    font, metrics = option.font, option.fontMetrics
    if column.bold is not None and column.bold(row):
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(colour(tone) if enabled else QColor(colours().disabled))
    shown = metrics.elidedText(text.replace("\n", " "), option.textElideMode, room.width())
    painter.drawText(room, int(column.align | _IN_PLACE), shown)
