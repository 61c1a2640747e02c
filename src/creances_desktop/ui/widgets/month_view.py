"""A month or a week of the calendar under its bar: which one, the one before, the next, today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from creances_desktop.domain.text import MONTHS
from creances_desktop.ui import icons
from creances_desktop.ui.widgets.month_grid import CalendarEntry, MonthGrid
from creances_desktop.ui.widgets.week_grid import WeekGrid

__all__ = ["CalendarEntry", "MonthView", "WeekView"]


class MonthView(QWidget):
    """A month with its entries, moved by its buttons, by Page up and Page down and by the wheel.

    Signals:
        month_shown(date, date): other weeks are visible; their first and last day, both included.
        day_chosen(date): another day is current.
        day_activated(date): the user opened a day (Enter, double click).
        entry_activated(int): the user opened the entry with this id.
        entry_chosen(int): the user went to this entry without opening it.
        entry_moved(int, date): the user dragged this entry to this day; the page moves it or not.
    """

    month_shown = Signal(date, date)
    day_chosen = Signal(date)
    day_activated = Signal(date)
    entry_activated = Signal(int)
    entry_chosen = Signal(int)
    entry_moved = Signal(int, date)

    TIPS = ("Mois précédent (Page préc.)", "Mois suivant (Page suiv.)")

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = self._grid(today)
        self._today = today
        self._title = QLabel(self)
        self._title.setProperty("heading", True)
        before = self._button("chevron-left", self.TIPS[0])
        after = self._button("chevron-right", self.TIPS[1])
        now = QPushButton("Au&jourd’hui", self)
        now.setToolTip("Revenir à aujourd’hui")
        before.clicked.connect(lambda: self.grid.move_sheets(-1))
        after.clicked.connect(lambda: self.grid.move_sheets(1))
        now.clicked.connect(lambda: self.show_day(self._today))
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        for widget in (before, after, self._title):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(now)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.grid.month_shown.connect(self._on_month_shown)
        self.grid.day_chosen.connect(self.day_chosen)
        self.grid.day_activated.connect(self.day_activated)
        self.grid.entry_activated.connect(self.entry_activated)
        self.grid.entry_moved.connect(self.entry_moved)
        self.grid.entry_chosen.connect(self.entry_chosen)
        self._show_title()

    def set_today(self, today: date) -> None:
        """Mark this day as today."""
        self._today = today
        self.grid.set_today(today)

    def show_day(self, day: date) -> None:
        """Make this day current and show its month."""
        self.grid.set_current(day)

    def current_day(self) -> date:
        """The day the keyboard is on."""
        return self.grid.current_day()

    def visible_days(self) -> tuple[date, date]:
        """The first and the last day on the screen, also of the months around."""
        return self.grid.visible_days()

    def set_entries(self, entries: Iterable[CalendarEntry]) -> None:
        """Show these entries; those of other days than the visible ones are kept for later."""
        self.grid.set_entries(entries)

    def set_holidays(self, holidays: Mapping[date, str] | Iterable[date]) -> None:
        """Grey these days, with their French name when it is given."""
        names = dict(holidays) if isinstance(holidays, Mapping) else dict.fromkeys(holidays, "")
        self.grid.set_holidays(names)

    def _button(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        icons.apply(button, icon)
        return button

    @Slot()
    def _on_month_shown(self) -> None:
        self._show_title()
        self.month_shown.emit(*self.visible_days())

    def _grid(self, today: date) -> MonthGrid:
        """The sheet; another view has another one."""
        return MonthGrid(today, self)

    def _title_words(self) -> str:
        day = self.grid.current_day()
        return f"{MONTHS[day.month - 1].capitalize()} {day.year}"

    def _show_title(self) -> None:
        self._title.setText(self._title_words())


class WeekView(MonthView):
    """A week with its entries; see MonthView."""

    TIPS = ("Semaine précédente (Page préc.)", "Semaine suivante (Page suiv.)")

    def _grid(self, today: date) -> MonthGrid:
        return WeekGrid(today, self)

    def _title_words(self) -> str:
        first, last = self.visible_days()
        number = first.isocalendar().week
        start = str(first.day) if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
        if first.year != last.year:
            start += f" {first.year}"
        return f"Semaine {number} — {start} au {last.day} {MONTHS[last.month - 1]} {last.year}"
