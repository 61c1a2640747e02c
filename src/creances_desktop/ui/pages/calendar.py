"""The calendar: the month, the list, and what each entry leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.services import calendar, working_days
from creances_desktop.services.changes import Subject
from creances_desktop.ui import messages
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.calendar_actions import EntryActions
from creances_desktop.ui.pages.calendar_bar import LIST, MONTH, CalendarBar
from creances_desktop.ui.pages.calendar_columns import list_columns, painted
from creances_desktop.ui.pages.calendar_side import CalendarSide
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.widgets.month_view import MonthView
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

DONE_SHOWN = timedelta(days=90)


class CalendarPage(Page):
    """Month and list of what is to be done; the overdue stays in sight until it is dealt with."""

    name = "calendar"
    title = "Agenda"
    icon_name = "calendar-days"
    subjects = frozenset({Subject.CALENDAR, Subject.CLIENTS, Subject.INVOICES, Subject.LETTERS})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        today = session.today()
        self._entries: list[CalendarEntry] = []
        self._holidays = working_days.Holidays()
        self._names: dict[date, str] = {}
        self._loaded_since = today
        self.actions_on_entries = EntryActions(self, self)
        self.bar = CalendarBar(self)
        self.month = MonthView(today, self)
        self.list = Table("calendar_list", self)
        self.list_model = ListModel(list_columns(today), row_id=lambda entry: entry.id, parent=self)
        self.side = CalendarSide(today, self)
        self._stack = QStackedWidget(self)
        self._place()
        self._connect()
        self._make_keys()
        self.setFocusProxy(self.month)

    def reload(self) -> None:
        """Read again what is open and what was done lately."""
        store = self.session.store
        since = min(self.month.visible_days()[0], self.session.today() - DONE_SHOWN)
        self._loaded_since = since
        self.session.executor.submit(
            lambda _: (calendar.upcoming(store, since), working_days.of(store)),
            self._show,
            lambda error: messages.show_error(error, self),
            key="calendar",
            owner=self,
        )

    def current_client_id(self) -> int | None:
        """The client of the entry chosen."""
        entry = self.side.current()
        return entry.client_id if entry is not None else None

    def current_invoice_id(self) -> int | None:
        """The invoice of the entry chosen."""
        entry = self.side.current()
        return entry.invoice_id if entry is not None else None

    def show_filter(self, chosen: str) -> None:
        """Show a day (`day:2026-11-21`), a kind of entries (`call`…) or a view (`month`, `list`)."""
        word, _, value = chosen.partition(":")
        if word == "day":
            self.show_view(MONTH)
            self.month.show_day(date.fromisoformat(value))
        elif word in (MONTH, LIST):
            self.show_view(word)
        else:
            self.bar.chips.set_chosen([word])
            self.show_view(LIST)
            self._fill()

    def show_view(self, view: str) -> None:
        """Show the month or the list."""
        self.bar.views.set_chosen([view])
        self._stack.setCurrentIndex(0 if view == MONTH else 1)
        self.side.show_lists(view == MONTH)
        entry = self.side.current()
        if view == LIST and entry is not None:
            self.list.select_id(entry.id)
        self.setFocusProxy(self.month if view == MONTH else self.list)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_first(self) -> None:
        """Choose what comes first: today's first entry, else what is overdue, else what is to come."""
        ids = [*self.side.day_model.ids, *self.side.overdue_model.ids, *self.list_model.ids]
        self.side.show_entry(next(iter(ids), -1))

    def current_entry(self) -> CalendarEntry | None:
        """The entry on which keys and buttons act."""
        return self.side.current()

    def entry(self, entry_id: int) -> CalendarEntry | None:
        """The loaded entry with this id."""
        return next((entry for entry in self._entries if entry.id == entry_id), None)

    def chosen_day(self) -> date:
        """The day on which a new entry is put."""
        entry = self.side.current()
        if self._stack.currentIndex() == 1 and entry is not None:
            return max(entry.day, self.session.today())
        return self.month.current_day()

    def _place(self) -> None:
        self.list.set_rows_model(self.list_model)
        self.list.setAccessibleName("Entrées de l’agenda")
        self._stack.addWidget(self.month)
        self._stack.addWidget(self.list)
        parts = KeptSplitter("calendar", Qt.Orientation.Horizontal, self)
        parts.addWidget(self._stack)
        parts.addWidget(self.side)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        parts.setHandleWidth(12)
        self._size_side()
        parts.share()
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._size_side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.bar)
        layout.addWidget(parts, 1)

    @Slot()
    def _size_side(self) -> None:
        """Leave the buttons of an entry their words, at any zoom."""
        self.side.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)

    def _connect(self) -> None:
        act = self.actions_on_entries
        self.bar.view_chosen.connect(self.show_view)
        self.bar.filter_changed.connect(self._fill)
        self.bar.results_wanted.connect(self._show_results)
        self.bar.new_wanted.connect(act.add)
        self.month.month_shown.connect(self._on_month_shown)
        self.month.day_chosen.connect(self._on_day_chosen)
        self.month.day_activated.connect(self._on_day_activated)
        self.month.entry_chosen.connect(self.side.show_entry)
        self.month.entry_activated.connect(act.open)
        self.month.entry_moved.connect(act.move)
        self.list.current_changed.connect(self.side.show_entry)
        self.list.activated_row.connect(act.open)
        self.side.entry_activated.connect(act.open)
        detail = self.side.detail
        detail.client_wanted.connect(act.show_client)
        detail.letter_wanted.connect(act.show_letter)
        detail.invoice_wanted.connect(act.show_invoice)
        detail.call_wanted.connect(act.note_call)
        detail.done_wanted.connect(act.mark_done)
        detail.postpone_wanted.connect(act.postpone)
        detail.edit_wanted.connect(act.edit)

    def _make_keys(self) -> None:
        act = self.actions_on_entries
        everywhere = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, do in (
            ("N", act.add),
            ("F", act.mark_done),
            ("R", act.postpone),
            ("A", act.note_call),
            ("M", act.edit),
            ("C", act.show_client),
            ("V", self._switch_view),
            ("T", self._show_today),
        ):
            _add_key(key, self, do, everywhere)
        for widget in (self.month.grid, self.list, self.side.day, self.side.overdue):
            _add_key("Space", widget, act.mark_done, Qt.ShortcutContext.WidgetShortcut)

    def _show(self, read: tuple[list[CalendarEntry], working_days.Holidays]) -> None:
        self._entries, self._holidays = read
        self.month.set_today(self.session.today())
        self.side.detail.set_holidays(self._holidays)
        self._on_month_shown(*self.month.visible_days())
        self.bar.count(self._entries)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        """Show the entries that the filters keep, the chosen one still chosen if it is among them."""
        today = self.session.today()
        chosen = self.side.current()
        follow = self._followers(chosen)
        rows = self.bar.kept(self._entries)
        self.month.set_entries([painted(entry, today) for entry in rows])
        self.list_model.set_rows(rows)
        self.list.set_empty_message(*self.bar.nothing())
        self.side.set_entries(rows, today)
        self.side.show_day(self.month.current_day(), self._names)
        self.side.show_lists(self._stack.currentIndex() == 0)
        if chosen is not None and any(entry.id == chosen.id for entry in rows):
            self._choose(chosen.id)
        else:
            self._choose_after(follow)

    def _followers(self, chosen: CalendarEntry | None) -> list[tuple[ListModel[CalendarEntry], int]]:
        """Where the entry chosen stands in the lists on the screen: what takes its place comes next."""
        if chosen is None:
            return []
        side = self.side
        lists = (
            (side.day_model, side.overdue_model) if self._stack.currentIndex() == 0 else (self.list_model,)
        )
        places = [(model, model.position_of(chosen.id)) for model in lists]
        return [(model, place) for model, place in places if place >= 0]

    def _choose_after(self, follow: list[tuple[ListModel[CalendarEntry], int]]) -> None:
        for model, place in follow:
            if model.ids:
                self._choose(model.ids[min(place, len(model.ids) - 1)])
                return
        self.choose_first()

    def _choose(self, entry_id: int) -> None:
        if self._stack.currentIndex() == 1:
            self.list.select_id(entry_id)
        self.side.show_entry(entry_id)

    @Slot(date, date)
    def _on_month_shown(self, first: date, last: date) -> None:
        if first < self._loaded_since:
            self.reload()
        else:
            self._names = self._holidays.names(first, last)
            self.month.set_holidays(self._names)

    @Slot(date)
    def _on_day_chosen(self, day: date) -> None:
        self.side.show_day(day, self._names)
        entries = self.side.day_model.ids
        self.side.show_entry(entries[0] if entries else -1)

    @Slot(date)
    def _on_day_activated(self, day: date) -> None:
        """Go to the entries of the day, or write the first one."""
        if not self.side.day_model.ids:
            self.actions_on_entries.add()
            return
        self.side.day.selectRow(0)
        self.side.day.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_results(self) -> None:
        self.show_view(LIST)
        self.list.selectRow(0)

    @Slot()
    def _switch_view(self) -> None:
        self.show_view(LIST if self._stack.currentIndex() == 0 else MONTH)

    @Slot()
    def _show_today(self) -> None:
        self.month.show_day(self.session.today())

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the entries: the keys of the page act on them."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _add_key(key: str, widget: QWidget, do: Callable[[], None], context: Qt.ShortcutContext) -> None:
    shortcut = QShortcut(QKeySequence(key), widget)
    shortcut.setContext(context)
    shortcut.activated.connect(do)
