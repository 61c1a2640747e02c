"""The figures at the head of the first page: each is a link to the list behind it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from creances_desktop.ui.theme import Tone, colours

PADDING = 12


class Figure(QAbstractButton):
    """A caption, a figure and a word about it, on a card that is clicked as a whole."""

    def __init__(self, caption: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._value = "…"
        self._note = ""
        self._tone = Tone.NORMAL
        self.setToolTip(tooltip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)

    def show_value(self, value: str, note: str = "", tone: Tone = Tone.NORMAL) -> None:
        """Show this figure, with a word about it."""
        self._value, self._note, self._tone = value, note, tone
        self.setText(value)
        self.setAccessibleName(f"{self._caption}\u00a0: {value}. {note}".rstrip(". "))
        self.update()

    def value(self) -> str:
        """The figure shown."""
        return self._value

    def note(self) -> str:
        """The word about it."""
        return self._note

    def _value_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.55)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(220, 2 * line + QFontMetrics(self._value_font()).height() + PADDING + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = colours()
        painter.setPen(
            QPen(QColor(chosen.accent if self.hasFocus() else chosen.separator), 1 + self.hasFocus())
        )
        painter.setBrush(QColor(chosen.soft_accent if self.underMouse() else chosen.base))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        line = self.fontMetrics().height()
        area = QRect(PADDING, PADDING // 2 + 1, self.width() - 2 * PADDING, self.height())
        painter.setPen(QColor(chosen.muted))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), self._caption)
        painter.setFont(self._value_font())
        painter.setPen(QColor(chosen.of(self._tone)))
        painter.drawText(area.translated(0, line), int(Qt.AlignmentFlag.AlignLeft), self._value)
        big = painter.fontMetrics().height()
        painter.setFont(self.font())
        painter.setPen(QColor(chosen.muted))
        note = self.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.translated(0, line + big), int(Qt.AlignmentFlag.AlignLeft), note)
