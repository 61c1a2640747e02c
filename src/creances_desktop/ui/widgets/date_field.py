"""A day, typed in a few keys or taken from a calendar."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from creances_desktop.domain.text import short_date
from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.field import Field
from creances_desktop.ui.widgets.typed_date import Lean, parse_typed_date


class DateField(Field):
    """A day shown as `21/11/2026`; typed as parse_typed_date understands it, or chosen with F4 or Alt+Down.

    The arrows up and down change it by a day, Page up and Page down by a month.
    """

    def __init__(
        self,
        today: date,
        parent: QWidget | None = None,
        *,
        required: str = "",
        lean: Lean = Lean.AHEAD,
    ) -> None:
        """`today` is what incomplete dates refer to; see Lean for the way they lean."""
        super().__init__(parent, required=required)
        self._today = today
        self._base: date | None = None
        self._lean = lean
        self.setPlaceholderText("jj/mm/aaaa")
        self.setToolTip("15 : le 15 · 15/06 · +30 : dans 30 jours · fm : fin de mois · F4 : calendrier")
        sign = icons.icon("calendar-days", Tone.MUTED)
        self._open = self.addAction(sign, QLineEdit.ActionPosition.TrailingPosition)
        self._open.setToolTip("Choisir dans le calendrier (F4)")
        icons.apply(self._open, "calendar-days", Tone.MUTED)
        self._open.triggered.connect(self._on_open)

    def set_base(self, base: date | None) -> None:
        """Count `+30` and `fm` from this day (the date of the invoice, say); None: from today."""
        self._base = base

    def base(self) -> date | None:
        """The day that `+30` is counted from; None: today."""
        return self._base

    def _parse(self, text: str) -> date | None:
        if not text.strip():
            return None
        return parse_typed_date(text, self._today, base=self._base, lean=self._lean)

    def _format(self, value: date) -> str:
        return short_date(value)

    def _choose(self, day: date) -> None:
        """Take this day as if the user had typed it."""
        self.setText(short_date(day))
        self.setModified(True)
        self._set_error("")
        self.value_edited.emit(day)

    def _move(self, *, days: int = 0, months: int = 0) -> None:
        day: date = self.value() or self._today
        moved = QDate(day.year, day.month, day.day).addMonths(months)
        self._choose(_to_date(moved) + timedelta(days=days))

    @Slot()
    def _on_open(self) -> None:
        popup = CalendarPopup(self.value() or self._base or self._today, self)
        popup.show_below(self)

    @Slot(object)
    def choose(self, day: date) -> None:
        """Take the day chosen in the calendar."""
        self._choose(day)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_F4:
                self._on_open()
            case Qt.Key.Key_Down if alt:
                self._on_open()
            case Qt.Key.Key_Up:
                self._move(days=1)
            case Qt.Key.Key_Down:
                self._move(days=-1)
            case Qt.Key.Key_PageUp:
                self._move(months=1)
            case Qt.Key.Key_PageDown:
                self._move(months=-1)
            case _:
                super().keyPressEvent(event)


class CalendarPopup(QFrame):
    """A calendar below its field; Enter or a click takes a day, Esc gives up."""

    def __init__(self, day: date, field: DateField) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = field
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName("Calendrier")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        plain = QTextCharFormat()
        plain.setForeground(self.palette().text())
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekday, plain)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._on_chosen)
        self.calendar.clicked.connect(self._on_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.calendar)

    def show_below(self, field: QWidget) -> None:
        """Open under the field, or above it when the screen ends there."""
        self.adjustSize()
        corner = field.mapToGlobal(QPoint(0, field.height()))
        screen = field.screen().availableGeometry()
        if corner.y() + self.height() > screen.bottom():
            corner = field.mapToGlobal(QPoint(0, -self.height()))
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        self.move(corner)
        self.show()
        self.calendar.setFocus()

    @Slot(QDate)
    def _on_chosen(self, day: QDate) -> None:
        self._field.choose(_to_date(day))
        self.close()


def _to_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
