"""The sheet of a month, painted: weeks from Monday with their numbers, entries, holidays."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.text import long_date, plural
from creances_desktop.ui import icons
from creances_desktop.ui.theme import Theme, Tone, colours

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something on a day: `text` is short French, `icon` says its kind; what is `done` is struck through.

    `detail` is what a wider sheet says under it.
    """

    id: int
    day: date
    text: str
    icon: str
    tone: Tone = Tone.NORMAL
    done: bool = False
    movable: bool = True
    detail: str = ""


def weeks_of(day: date) -> list[list[date]]:
    """The weeks, Monday first, that have a day in the month of `day`: four to six."""
    return calendar.Calendar(calendar.MONDAY).monthdatescalendar(day.year, day.month)


class MonthSheet(QWidget):
    """What the month looks like and where everything on it is; MonthGrid gives it hands."""

    NAME = "Calendrier du mois"

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._current = today
        self._weeks = self._weeks_around(today)
        self._entries: dict[date, list[CalendarEntry]] = {}
        self._holidays: dict[date, str] = {}
        self._entry = -1
        self._target: date | None = None
        self.setAccessibleName(self.NAME)
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

    def _weeks_around(self, day: date) -> list[list[date]]:
        """The weeks of the sheet that shows a day; a sheet of another length overrides it."""
        return weeks_of(day)

    def _is_outside(self, day: date) -> bool:
        """Whether a day painted is not one of those that the sheet is about."""
        return day.month != self._current.month

    def _of(self, day: date) -> list[CalendarEntry]:
        return self._entries.get(day, [])

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
        height = self._entry_height()
        top = cell.top() + self._line() + 6
        room = max(0, (cell.bottom() - top) // height)
        shown = entries if len(entries) <= room else entries[: max(0, room - 1)]
        return [
            (entry, QRect(cell.left() + 3, top + place * height, cell.width() - 6, height))
            for place, entry in enumerate(shown)
        ]

    def _entry_height(self) -> int:
        """The height of an entry, in pixels."""
        return self._line() + 1

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
        outside = self._is_outside(day)
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
