"""The week at the foot of the first page: seven days, each a button that leads to the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import plural, short_date
from creances_desktop.ui.theme import Tone, colours

WEEKDAYS = ("Lun.", "Mar.", "Mer.", "Jeu.", "Ven.", "Sam.", "Dim.")
LINES = 3


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week shown, with what the calendar holds on it."""

    day: date
    today: date
    entries: tuple[CalendarEntry, ...]

    @property
    def title(self) -> str:
        """`Lun. 16`."""
        return f"{WEEKDAYS[self.day.weekday()]} {self.day.day}"

    def lines(self) -> list[str]:
        """At most LINES lines: each thing to do by its client, or counted by kind when there are more."""
        waiting = [entry for entry in self.entries if entry.done_on is None]
        done = len(self.entries) - len(waiting)
        room = LINES - (1 if done else 0)
        if len(waiting) <= room:
            words = [f"{entry.kind.label} — {entry.client_name or entry.title}" for entry in waiting]
        else:
            words = _counts(waiting)[:room]
        return [*words, *([plural(done, "fait", "faits")] if done else [])]


class WeekStrip(QWidget):
    """Seven days side by side.

    Signals:
        day_activated(date): the user chose a day.
    """

    day_activated = Signal(date)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("La semaine")
        self._days = [_Day(self) for _ in range(7)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for one in self._days:
            one.clicked.connect(self._on_clicked)
            layout.addWidget(one)

    def show_week(self, today: date, entries: tuple[CalendarEntry, ...]) -> None:
        """Show the week of `today`, Monday first, with these entries."""
        monday = today - timedelta(days=today.weekday())
        for number, button in enumerate(self._days):
            day = monday + timedelta(days=number)
            button.show_day(WeekDay(day, today, tuple(one for one in entries if one.day == day)))

    def days(self) -> tuple[WeekDay, ...]:
        """The days shown."""
        return tuple(button.day for button in self._days if button.day is not None)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _Day) and button.day is not None:
            self.day_activated.emit(button.day.day)


class _Day(QAbstractButton):
    """One day: its name, and what is to do on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.day: WeekDay | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_day(self, day: WeekDay) -> None:
        self.day = day
        words = ", ".join(day.lines()) or "rien"
        self.setText(day.title)
        self.setAccessibleName(f"{short_date(day.day)}\u00a0: {words}")
        self.setToolTip(f"Voir l’agenda du {short_date(day.day)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, (LINES + 1) * self.fontMetrics().height() + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.day is None:
            return
        painter, chosen = QPainter(self), colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_today = self.day.day == self.day.today
        border = chosen.accent if is_today or self.hasFocus() else chosen.separator
        painter.setPen(QPen(QColor(border), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(chosen.soft_accent if is_today or self.underMouse() else chosen.base))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        line, area = self.fontMetrics().height(), self.rect().adjusted(8, 5, -8, -5)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(chosen.of(Tone.ACCENT if is_today else Tone.MUTED)))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), self.day.title)
        painter.setFont(self.font())
        painter.setPen(QColor(chosen.text if self.day.day >= self.day.today else chosen.muted))
        for number, words in enumerate(self.day.lines(), 1):
            text = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area.translated(0, number * line), int(Qt.AlignmentFlag.AlignLeft), text)


def _counts(entries: list[CalendarEntry]) -> list[str]:
    """`6 appels`, `1 note`: the kinds of these entries with their number."""
    counts: dict[str, int] = {}
    for entry in entries:
        label = entry.kind.label.lower()
        counts[label] = counts.get(label, 0) + 1
    return [_counted(count, label) for label, count in counts.items()]


def _counted(count: int, label: str) -> str:
    """`2 délais accordés`, `2 accusés de réception`: an adjective follows its noun, a complement does not."""
    noun, _, rest = label.partition(" ")
    many = f"{noun}s" + (f" {rest}s" if rest.endswith("é") else f" {rest}" if rest else "")
    return plural(count, label, many)
