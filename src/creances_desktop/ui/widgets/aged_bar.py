"""The aged balance at a glance: one bar, and under it each age with its amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from creances_desktop.domain.money import format_cents
from creances_desktop.ui.theme import Theme, colours

BAR_HEIGHT = 1.5
"""Of the bar, in lines of text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One age of the balance: `label` is French (`1 à 30 jours`), `cents` what is outstanding."""

    id: str
    label: str
    cents: int


class AgedBar(QWidget):
    """A horizontal bar in five shades, and one line per age that can be chosen by mouse or keyboard.

    Signals:
        segment_activated(str): the user chose the age with this id.
    """

    segment_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Balance âgée")
        self._bar = _Bar(self)
        self._lines: list[_Line] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._bar)
        self._layout.addSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self.updateGeometry)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Show these ages, at most five, youngest first."""
        total = sum(max(0, segment.cents) for segment in segments)
        for line in self._lines[len(segments) :]:
            line.deleteLater()
        del self._lines[len(segments) :]
        for shade in range(len(self._lines), len(segments)):
            line = _Line(shade, self)
            line.clicked.connect(self._on_clicked)
            self._layout.addWidget(line)
            self._lines.append(line)
        for line, segment in zip(self._lines, segments, strict=True):  # the one with the focus keeps it
            line.show_segment(segment, total)
        self._bar.set_segments(segments, total)
        words = (f"{each.label}\u00a0: {format_cents(each.cents)}" for each in segments)
        self.setAccessibleDescription(" ; ".join(words))

    def segments(self) -> tuple[Segment, ...]:
        """The ages shown."""
        return tuple(line.segment for line in self._lines)

    def _on_clicked(self) -> None:
        line = self.sender()
        if isinstance(line, _Line):
            self.segment_activated.emit(line.segment.id)


class _Bar(QWidget):
    """The bar itself; each part is wide as its amount, and never too thin to be seen."""

    def __init__(self, owner: AgedBar) -> None:
        super().__init__(owner)
        self._owner = owner
        self._segments: Sequence[Segment] = ()
        self._total = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_segments(self, segments: Sequence[Segment], total: int) -> None:
        self._segments, self._total = segments, total
        self.update()

    def _parts(self) -> list[tuple[Segment, int, QRect]]:
        """Each segment that owes something, its shade and its place."""
        owing = [(each, shade) for shade, each in enumerate(self._segments) if each.cents > 0]
        thin = 4
        room = self.width() - thin * len(owing)
        parts, left = [], 0
        for segment, shade in owing:
            width = thin + room * segment.cents // self._total
            parts.append((segment, shade, QRect(left, 0, width, self.height())))
            left += width
        if parts:
            segment, shade, place = parts[-1]
            parts[-1] = (segment, shade, place.adjusted(0, 0, self.width() - left, 0))
        return parts

    def _segment_at(self, position: QPoint) -> Segment | None:
        return next((segment for segment, _, place in self._parts() if place.contains(position)), None)

    def sizeHint(self) -> QSize:
        return QSize(240, round(self.fontMetrics().height() * BAR_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._total:
            painter.setPen(QPen(QColor(colours().border), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for _, shade, place in self._parts():
            painter.fillRect(place, QColor(colours().ageing[shade]))
            painter.setPen(QPen(QColor(colours().base), 1))
            painter.drawLine(place.topRight(), place.bottomRight())
        painter.setPen(QPen(QColor(colours().border), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._segment_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        segment = self._segment_at(event.position().toPoint())
        if segment is not None and event.button() == Qt.MouseButton.LeftButton:
            self._owner.segment_activated.emit(segment.id)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            segment = self._segment_at(event.pos())
            text = f"{segment.label}\u00a0: {format_cents(segment.cents)}" if segment else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


class _Line(QAbstractButton):
    """One age: its shade, its name, its amount and its share; a button in all but its looks."""

    def __init__(self, shade: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment = Segment("", "", 0)
        self._shade = shade
        self._share = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_segment(self, segment: Segment, total: int) -> None:
        """Show this age and its share of the total."""
        self.segment = segment
        self._share = f"{round(max(0, segment.cents) * 100 / total)} %" if total else ""
        self.setText(segment.label)
        amount = f"{segment.label} : {format_cents(segment.cents)}"
        self.setAccessibleName(f"{amount}, {self._share}" if self._share else amount)
        self.setToolTip(f"Voir les factures : {segment.label.lower()}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(f"{self.text()}   {format_cents(self.segment.cents)}   100 %")
        return QSize(width + metrics.height() * 2, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, metrics = QPainter(self), self.fontMetrics()
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(colours().soft_accent))
        side = metrics.height() - 4
        swatch = QRect(4, (self.height() - side) // 2, side, side)
        painter.setPen(QPen(QColor(colours().border), 1))
        painter.setBrush(QColor(colours().ageing[self._shade]))
        painter.drawRect(swatch)
        share = metrics.horizontalAdvance("100\u00a0%") + 12
        area = self.rect().adjusted(swatch.right() + 8, 0, -6, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours().text))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | middle, self.text())
        painter.setPen(QColor(colours().muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | middle, self._share)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colours().text))
        amount = format_cents(self.segment.cents)
        painter.drawText(area.adjusted(0, 0, -share, 0), Qt.AlignmentFlag.AlignRight | middle, amount)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
