"""Beside the month: what is overdue, what the chosen day holds, and the entry under the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import long_date, plural
from creances_desktop.ui.pages.calendar_columns import day_columns
from creances_desktop.ui.pages.calendar_detail import EntryDetail
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.widgets.month_grid import WEEKDAYS
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel, PagedModel, TableModel

OVERDUE_ROWS = 6
Lists = tuple[TableModel[CalendarEntry], ...]
Follow = list[tuple[TableModel[CalendarEntry], int]]


class CalendarSide(QWidget):
    """The overdue entries stay in sight whatever the day; the entry last chosen is the one acted on.

    Signals:
        entry_chosen(): another entry is shown in the detail.
        entry_activated(int): the user opened the entry with this id.
    """

    entry_chosen = Signal()
    entry_activated = Signal(int)

    def __init__(
        self, today: date, load: Callable[[list[int]], list[CalendarEntry]], parent: QWidget | None = None
    ) -> None:
        """`load` reads entries by their ids."""
        super().__init__(parent)
        self._entries: dict[int, CalendarEntry] = {}
        self._today = today
        self.overdue_title = QLabel(self)
        self.overdue_title.setProperty("heading", True)
        self.overdue_title.setProperty("tone", "danger")
        self.overdue = Table("calendar_overdue", self)
        self.overdue_model = PagedModel(day_columns(today, with_day=True), load, _id, parent=self)
        self.day_title = QLabel(self)
        self.day_title.setProperty("heading", True)
        self.day_title.setWordWrap(True)
        self.day = Table("calendar_day", self)
        self.day_model = ListModel(day_columns(today, with_day=False), row_id=_id, parent=self)
        self.detail = EntryDetail(self)
        self._filler = QWidget(self)
        self._filler.hide()
        self._place()
        self._widen()
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._widen)

    def set_entries(self, entries: Iterable[CalendarEntry]) -> None:
        """The entries of the days on the screen, those that the filters keep."""
        self._entries = {entry.id: entry for entry in entries}

    def set_overdue(self, ids: Sequence[int], today: date) -> None:
        """What is late, by day."""
        self._today = today
        self.overdue_model.set_ids(ids)
        self.overdue_title.setText(f"En retard ({len(ids)})")
        rows = min(max(len(ids), 1), OVERDUE_ROWS) + 1
        self.overdue.setFixedHeight((self.fontMetrics().height() + 7) * rows + 8)

    def known(self, entry_id: int) -> CalendarEntry | None:
        """The entry with this id among those on the screen and those that are late."""
        return self._entries.get(entry_id) or loaded(self.overdue_model, entry_id)

    def show_day(self, day: date, holidays: Mapping[date, str]) -> None:
        """Show the entries of this day under its name."""
        rows = [entry for entry in self._entries.values() if entry.day == day]
        name = f" ({holidays[day]})" if day in holidays else ""
        words = f"{WEEKDAYS[day.weekday()]} {long_date(day)}{name}"
        count = f" — {plural(len(rows), 'entrée')}" if rows else ""
        self.day_title.setText(f"{words[0].upper()}{words[1:]}{count}")
        self.day_model.set_rows(rows)
        self.day.set_empty_message(
            "Rien ce jour-là.", "Touche N\u00a0: y inscrire un rappel, un appel ou une note."
        )

    def show_entry(self, entry: CalendarEntry | None) -> None:
        """Show this entry in the detail and select it where it is listed; None shows none."""
        entry_id = -1 if entry is None else entry.id
        for table, model in ((self.day, self.day_model), (self.overdue, self.overdue_model)):
            if model.position_of(entry_id) < 0:
                table.clearSelection()
            elif table.current_id() != entry_id or not table.selected_ids():
                table.select_id(entry_id)
        self.detail.show_entry(entry, self._today)
        self.entry_chosen.emit()

    def current(self) -> CalendarEntry | None:
        """The entry acted on."""
        return self.detail.entry

    def show_lists(self, visible: bool) -> None:
        """Show or hide the two lists: the list view has its own."""
        late = bool(self.overdue_model.ids)
        for widget in (self.overdue_title, self.overdue):
            widget.setVisible(visible and late)
        for widget in (self.day_title, self.day):
            widget.setVisible(visible)
        self._filler.setVisible(not visible)

    def _place(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for table, model, name in (
            (self.overdue, self.overdue_model, "Entrées en retard"),
            (self.day, self.day_model, "Entrées du jour"),
        ):
            table.set_rows_model(model)
            table.setAccessibleName(name)
            table.horizontalHeader().hide()
            table.selection_changed.connect(self._on_selected)
            table.activated_row.connect(self.entry_activated)
        layout.addWidget(self.overdue_title)
        layout.addWidget(self.overdue)
        layout.addWidget(self.day_title)
        layout.addWidget(self.day, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self._filler, 1)

    @Slot()
    def _widen(self) -> None:
        """Leave the buttons of an entry their words, at any zoom."""
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)

    @Slot()
    def _on_selected(self) -> None:
        table = self.sender()
        if isinstance(table, Table) and table.selected_ids():
            self.show_entry(self.known(table.selected_ids()[0]))


def places_of(entry: CalendarEntry | None, lists: Lists) -> Follow:
    """Where an entry stands in these lists: what takes its place comes next."""
    if entry is None:
        return []
    places = [(model, model.position_of(entry.id)) for model in lists]
    return [(model, place) for model, place in places if place >= 0]


def loaded(model: PagedModel[CalendarEntry], entry_id: int) -> CalendarEntry | None:
    """The entry with this id in a list of ids, None when it is not there."""
    place = model.position_of(entry_id)
    return model.row_at(place) if place >= 0 else None


def _id(entry: CalendarEntry) -> int:
    return entry.id
