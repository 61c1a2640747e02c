"""A week under keyboard and mouse: seven tall days, each entry with a line of detail."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from creances_desktop.ui.theme import Tone, colours
from creances_desktop.ui.widgets.month_grid import MonthGrid
from creances_desktop.ui.widgets.month_sheet import CalendarEntry


class WeekGrid(MonthGrid):
    """See MonthGrid; Page up and Page down move by weeks."""

    NAME = "Calendrier de la semaine"

    def move_sheets(self, sheets: int) -> None:
        """Go so many weeks on, negative ones back."""
        self.set_current(self._current + timedelta(days=7 * sheets))

    def _sheet_of(self, day: date) -> tuple[int, int]:
        year, week, _ = day.isocalendar()
        return year, week

    def _ends(self) -> tuple[date, date]:
        return self._weeks[0][0], self._weeks[0][-1]

    def _weeks_around(self, day: date) -> list[list[date]]:
        monday = day - timedelta(days=day.weekday())
        return [[monday + timedelta(days=place) for place in range(7)]]

    def _is_outside(self, day: date) -> bool:
        return False

    def _entry_height(self) -> int:
        return 2 * self._line() + 3

    def _paint_entry(self, painter: QPainter, entry: CalendarEntry, area: QRect, *, chosen: bool) -> None:
        """The entry as in a month, and what it is about under it."""
        head = QRect(area.left(), area.top(), area.width(), self._line() + 1)
        if chosen:
            painter.fillRect(area, QColor(colours().selection))
        super()._paint_entry(painter, entry, head, chosen=False)
        room = QRect(
            area.left() + self._line() + 2, head.bottom(), area.width() - self._line() - 2, self._line()
        )
        painter.setPen(QColor(colours().of(Tone.MUTED)))
        text = self.fontMetrics().elidedText(entry.detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
