"""A month under keyboard and mouse: days, entries, dragging."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from creances_desktop.ui.widgets.month_sheet import WEEKDAYS, CalendarEntry, MonthSheet, weeks_of

__all__ = ["WEEKDAYS", "CalendarEntry", "MonthGrid", "moved_months", "weeks_of"]

WHEEL_NOTCH = 120
"""What Qt counts for one notch; a touch pad sends many small parts of it."""


def moved_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it is shorter."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class MonthGrid(MonthSheet):
    """See MonthView. Arrows move by days, Ctrl+arrows through the entries of the day, Enter opens.

    Shift+arrows move the entry under the keyboard by days.
    """

    month_shown = Signal()
    day_chosen = Signal(date)
    day_activated = Signal(date)
    entry_activated = Signal(int)
    entry_moved = Signal(int, date)
    entry_chosen = Signal(int)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(today, parent)
        self._wheel = 0
        self._pressed: tuple[CalendarEntry, QPoint] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_current(self, day: date) -> None:
        """Make this day current, and paint its month."""
        if day == self._current:
            return
        before = self._sheet_of(self._current)
        self._current, self._entry = day, -1
        if self._sheet_of(day) != before:
            self._weeks = self._weeks_around(day)
            self.month_shown.emit()
        self._describe()
        self.update()
        self.day_chosen.emit(day)

    def move_sheets(self, sheets: int) -> None:
        """Go so many months on, negative ones back; a sheet of another length overrides it."""
        self.set_current(moved_months(self._current, sheets))

    def _sheet_of(self, day: date) -> tuple[int, int]:
        """What days of one sheet share."""
        return day.year, day.month

    def _ends(self) -> tuple[date, date]:
        """The first and the last day of the sheet under the keyboard."""
        last = calendar.monthrange(self._current.year, self._current.month)[1]
        return self._current.replace(day=1), self._current.replace(day=last)

    def _choose_entry(self, place: int) -> None:
        self._entry = place
        self._describe()
        self.update()
        if place >= 0:
            self.entry_chosen.emit(self._of(self._current)[place].id)

    def _move_entry(self, step: int) -> None:
        count = len(self._of(self._current))
        self._choose_entry(min(max(self._entry + step, -1), count - 1))

    def _carry(self, days: int) -> None:
        """Move the entry under the keyboard by so many days, as dragging does."""
        entries = self._of(self._current)
        if 0 <= self._entry < len(entries) and entries[self._entry].movable:
            self.entry_moved.emit(entries[self._entry].id, self._current + timedelta(days=days))

    def _activate(self) -> None:
        entries = self._of(self._current)
        if 0 <= self._entry < len(entries):
            self.entry_activated.emit(entries[self._entry].id)
        else:
            self.day_activated.emit(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Up | Qt.Key.Key_Down if shift:
                self._carry(days[Qt.Key(event.key())])
            case Qt.Key.Key_Up | Qt.Key.Key_Down if control:
                self._move_entry(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.set_current(self._current + timedelta(days=days[Qt.Key(event.key())]))
            case Qt.Key.Key_PageUp:
                self.move_sheets(-1)
            case Qt.Key.Key_PageDown:
                self.move_sheets(1)
            case Qt.Key.Key_Home:
                self.set_current(self._today if control else self._ends()[0])
            case Qt.Key.Key_End:
                self.set_current(self._ends()[1])
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
            self.move_sheets(-1 if self._wheel > 0 else 1)
            self._wheel = 0
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
