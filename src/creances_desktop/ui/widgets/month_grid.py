"""The days of a month, painted: weeks from Monday with their numbers, entries, holidays."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from creances_desktop.domain.text import long_date, plural
from creances_desktop.ui import icons
from creances_desktop.ui.theme import Theme, Tone, colours

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WHEEL_NOTCH = 120
"""What Qt counts for one notch; a touch pad sends many small parts of it."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something on a day: `text` is short French, `icon` says its kind; what is `done` is struck through."""

    id: int
    day: date
    text: str
    icon: str
    tone: Tone = Tone.NORMAL
    done: bool = False
    movable: bool = True


def weeks_of(day: date) -> list[list[date]]:
    """The weeks, Monday first, that have a day in the month of `day`: four to six."""
    return calendar.Calendar(calendar.MONDAY).monthdatescalendar(day.year, day.month)


def moved_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it is shorter."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class MonthGrid(QWidget):
    """See MonthView. Arrows move by days, Ctrl+arrows through the entries of the day, Enter opens."""

    month_shown = Signal()
    day_chosen = Signal(date)
    day_activated = Signal(date)
    entry_activated = Signal(int)
    entry_moved = Signal(int, date)
    entry_chosen = Signal(int)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._current = today
        self._weeks = weeks_of(today)
        self._entries: dict[date, list[CalendarEntry]] = {}
        self._holidays: dict[date, str] = {}
        self._entry = -1
        self._wheel = 0
        self._pressed: tuple[CalendarEntry, QPoint] | None = None
        self._target: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Calendrier du mois")
        self._describe()
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self.update)

    def current_day(self) -> date:
        """The day the keyboard is on."""
        return self._current

    def set_today(self, today: date) -> None:
        """Mark another day as today: the window stays open past midnight."""
        self._today = today
        self.update()

    def visible_days(self) -> tuple[date, date]:
        """The first and the last day painted."""
        return self._weeks[0][0], self._weeks[-1][-1]

    def set_current(self, day: date) -> None:
        """Make this day current, and paint its month."""
        other_month = (day.year, day.month) != (self._current.year, self._current.month)
        if day == self._current:
            return
        self._current, self._entry = day, -1
        if other_month:
            self._weeks = weeks_of(day)
            self.month_shown.emit()
        self._describe()
        self.update()
        self.day_chosen.emit(day)

    def move_months(self, months: int) -> None:
        """Go so many months on, negative ones back."""
        self.set_current(moved_months(self._current, months))

    def set_entries(self, entries: Iterable[CalendarEntry]) -> None:
        """Paint these entries, in the order given within a day."""
        self._entries = {}
        for entry in entries:
            self._entries.setdefault(entry.day, []).append(entry)
        self._entry = min(self._entry, len(self._of(self._current)) - 1)
        self._describe()
        self.update()

    def set_holidays(self, holidays: dict[date, str]) -> None:
        """Grey these days."""
        self._holidays = holidays
        self._describe()
        self.update()

    def _of(self, day: date) -> list[CalendarEntry]:
        return self._entries.get(day, [])

    def _choose_entry(self, place: int) -> None:
        self._entry = place
        self._describe()
        self.update()
        if place >= 0:
            self.entry_chosen.emit(self._of(self._current)[place].id)

    def _describe(self) -> None:
        """Say the current day and its entries, for a screen reader."""
        entries = self._of(self._current)
        words = [f"{WEEKDAYS[self._current.weekday()]} {long_date(self._current)}"]
        if self._current in self._holidays:
            words.append(self._holidays[self._current] or "jour férié")
        words.append(plural(len(entries), "entrée"))
        chosen = entries[self._entry : self._entry + 1] if self._entry >= 0 else entries
        words.extend(entry.text for entry in chosen)
        self.setAccessibleDescription(", ".join(words))

    # --- Geometry

    def _line(self) -> int:
        return self.fontMetrics().height()

    def _head(self) -> QSize:
        """Width of the column of week numbers and height of the line of weekdays."""
        return QSize(self.fontMetrics().horizontalAdvance("S53") + 8, self._line() + 6)

    def _cell(self, week: int, weekday: int) -> QRect:
        head = self._head()
        width, height = self.width() - head.width() - 1, self.height() - head.height() - 1
        left = head.width() + width * weekday // 7
        top = head.height() + height * week // len(self._weeks)
        right = head.width() + width * (weekday + 1) // 7
        bottom = head.height() + height * (week + 1) // len(self._weeks)
        return QRect(left, top, right - left, bottom - top)

    def _lines(self, cell: QRect, day: date) -> list[tuple[CalendarEntry, QRect]]:
        """The entries that fit in the cell with their places; a line is kept for «+ n»."""
        entries = self._of(day)
        height = self._line() + 1
        top = cell.top() + self._line() + 6
        room = max(0, (cell.bottom() - top) // height)
        shown = entries if len(entries) <= room else entries[: max(0, room - 1)]
        return [
            (entry, QRect(cell.left() + 3, top + place * height, cell.width() - 6, height))
            for place, entry in enumerate(shown)
        ]

    def _cells(self) -> Iterable[tuple[date, QRect]]:
        for week, days in enumerate(self._weeks):
            for weekday, day in enumerate(days):
                yield day, self._cell(week, weekday)

    def _at(self, position: QPoint) -> tuple[date | None, CalendarEntry | None]:
        """The day and the entry under this point."""
        for day, cell in self._cells():
            if cell.contains(position):
                lines = self._lines(cell, day)
                return day, next((entry for entry, place in lines if place.contains(position)), None)
        return None, None

    # --- Painting

    def _paint_heads(self, painter: QPainter) -> None:
        head = self._head()
        painter.setPen(QColor(colours().muted))
        for weekday, name in enumerate(WEEKDAYS):
            cell = self._cell(0, weekday)
            label = (
                name if cell.width() > self.fontMetrics().horizontalAdvance("mercredi  ") else name[:3] + "."
            )
            place = QRect(cell.left() + 5, 0, cell.width() - 5, head.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
        for week, days in enumerate(self._weeks):
            cell = self._cell(week, 0)
            place = QRect(0, cell.top() + 3, head.width() - 6, self._line())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"S{days[0].isocalendar().week}")

    def _paint_cell(self, painter: QPainter, day: date, cell: QRect) -> None:
        look = colours()
        outside = day.month != self._current.month
        closed = day.weekday() >= 5
        ground = (
            look.selection_inactive
            if day in self._holidays
            else look.window
            if outside or closed
            else look.base
        )
        painter.fillRect(cell, QColor(look.selection if day == self._target else ground))
        painter.setPen(QPen(QColor(look.separator), 1))
        painter.drawRect(cell)
        self._paint_number(painter, day, cell, outside=outside)
        lines = self._lines(cell, day)
        for place, (entry, area) in enumerate(lines):
            chosen = day == self._current and place == self._entry
            self._paint_entry(painter, entry, area, chosen=chosen)
        left = len(self._of(day)) - len(lines)
        if left > 0:
            last = lines[-1][1].bottom() + 1 if lines else cell.top() + self._line() + 5
            area = QRect(cell.left() + 5, last, cell.width() - 8, self._line())
            painter.setPen(QColor(look.muted))
            more = f"+ {left} de plus" if lines else plural(left, "entrée")
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft, more)

    def _paint_number(self, painter: QPainter, day: date, cell: QRect, *, outside: bool) -> None:
        look, line = colours(), self._line()
        place = QRect(cell.left() + 4, cell.top() + 3, line + 6, line)
        if day == self._today:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(place, line / 2, line / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if day == self._today else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(look.on_accent if day == self._today else look.muted if outside else look.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.setFont(self.font())
        if name := self._holidays.get(day):
            area = QRect(place.right() + 4, place.top(), cell.right() - place.right() - 8, line)
            painter.setPen(QColor(look.muted))
            text = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_entry(self, painter: QPainter, entry: CalendarEntry, area: QRect, *, chosen: bool) -> None:
        look, side = colours(), self._line() - 3
        if chosen:
            painter.fillRect(area, QColor(look.selection))
        tone = Tone.MUTED if entry.done else entry.tone
        pixmap = icons.icon(entry.icon, tone).pixmap(QSize(side, side), self.devicePixelRatioF())
        painter.drawPixmap(area.left() + 1, area.top() + 2, pixmap)
        font = QFont(self.font())
        font.setStrikeOut(entry.done)
        painter.setFont(font)
        painter.setPen(QColor(look.of(tone)))
        room = area.adjusted(side + 5, 0, 0, 0)
        text = self.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(self.font())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_heads(painter)
        current: QRect | None = None
        for day, cell in self._cells():
            self._paint_cell(painter, day, cell)
            current = cell if day == self._current else current
        if current is not None:
            width = 2 if self.hasFocus() else 1
            painter.setPen(QPen(QColor(colours().accent), width))
            painter.drawRect(current.adjusted(1, 1, -1, -1))

    def sizeHint(self) -> QSize:
        return QSize(self._line() * 40, self._line() * 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._line() * 20, self._line() * 14)

    # --- Hands

    def _move_entry(self, step: int) -> None:
        count = len(self._of(self._current))
        self._choose_entry(min(max(self._entry + step, -1), count - 1))

    def _activate(self) -> None:
        entries = self._of(self._current)
        if 0 <= self._entry < len(entries):
            self.entry_activated.emit(entries[self._entry].id)
        else:
            self.day_activated.emit(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down if control:
                self._move_entry(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.set_current(self._current + timedelta(days=days[Qt.Key(event.key())]))
            case Qt.Key.Key_PageUp:
                self.move_months(-1)
            case Qt.Key.Key_PageDown:
                self.move_months(1)
            case Qt.Key.Key_Home:
                self.set_current(self._today if control else self._current.replace(day=1))
            case Qt.Key.Key_End:
                last = calendar.monthrange(self._current.year, self._current.month)[1]
                self.set_current(self._current.replace(day=last))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._activate()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day, entry = self._at(event.position().toPoint())
        if day is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = (entry, event.position().toPoint()) if entry is not None and entry.movable else None
        self.set_current(day)
        known = self._of(self._current)
        self._choose_entry(known.index(entry) if entry is not None and entry in known else -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        position = event.position().toPoint()
        far = (position - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
        if far or self._target is not None:
            self._target = self._at(position)[0]
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, target = self._pressed, self._target
        self._pressed = self._target = None
        self.unsetCursor()
        self.update()
        if pressed is not None and target is not None and target != pressed[0].day:
            self.entry_moved.emit(pressed[0].id, target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day, entry = self._at(event.position().toPoint())
        if entry is not None:
            self.entry_activated.emit(entry.id)
        elif day is not None:
            self.day_activated.emit(day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel += event.angleDelta().y()
        if abs(self._wheel) >= WHEEL_NOTCH:
            self.move_months(-1 if self._wheel > 0 else 1)
            self._wheel = 0
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
