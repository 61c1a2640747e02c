"""The calendar: the month, the week, the list, and what each entry leads to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.services import calendar_views, planned_letters, working_days
from creances_desktop.services.calendar_views import CalendarView, Wanted
from creances_desktop.services.changes import Changes, Subject
from creances_desktop.ui import messages
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.calendar_actions import EntryActions
from creances_desktop.ui.pages.calendar_bar import LIST, MONTH, WEEK, CalendarBar
from creances_desktop.ui.pages.calendar_columns import list_columns, painted
from creances_desktop.ui.pages.calendar_keys import make_keys
from creances_desktop.ui.pages.calendar_planned import PlannedOnCalendar
from creances_desktop.ui.pages.calendar_side import CalendarSide, Follow, Lists, loaded, places_of
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.month_view import MonthView, WeekView
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import PagedModel

DONE_SHOWN = timedelta(days=90)
VIEWS = (MONTH, WEEK, LIST)


class CalendarPage(Page):
    """Month, week and list of what is to be done; the overdue stays in sight until it is dealt with."""

    name = "calendar"
    title = "Agenda"
    icon_name = "calendar-days"
    subjects = frozenset(Subject) - {Subject.ATTACHMENTS}

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        today = session.today()
        self._holidays = working_days.Holidays()
        self._names: dict[date, str] = {}
        self.planned = PlannedOnCalendar(self)
        self.actions_on_entries = EntryActions(self, self)
        self.bar = CalendarBar(self)
        self.month = MonthView(today, self)
        self.week = WeekView(today, self)
        self.list = Table("calendar_list", self)
        self.list_model = PagedModel(
            list_columns(today), self.planned.load, lambda entry: entry.id, parent=self
        )
        self.side = CalendarSide(today, self.planned.load, self)
        self._stack = QStackedWidget(self)
        self._place()
        detail = self.side.detail
        disable_if_reading(session, self.bar.new, detail.call, detail.done, detail.postpone, detail.edit)
        self._connect()
        make_keys(self)
        self.setFocusProxy(self.month)

    def reload(self) -> None:
        """Read again what is on the screen, what is late and how much is open."""
        store, today, days = self.session.store, self.session.today(), self.sheet().visible_days()
        wanted, with_list = self._wanted(), self.view() == LIST
        self.session.executor.submit(
            lambda _: calendar_views.read(store, days, today, wanted, with_list=with_list),
            self._show,
            lambda error: messages.show_error(error, self),
            key="calendar",
            owner=self,
        )

    def after_change(self, changes: Changes) -> None:
        """Planned letters depend on all that is done, and on settings."""
        self.planned.forget()
        super().after_change(changes)

    def current_client_id(self) -> int | None:
        """The client of the entry chosen."""
        entry = self.side.current()
        return entry.client_id if entry is not None else None

    def current_invoice_id(self) -> int | None:
        """The invoice of the entry chosen."""
        entry = self.side.current()
        return entry.invoice_id if entry is not None else None

    def show_filter(self, chosen: str) -> None:
        """Show a day (`day:2026-11-21`), a kind (`call`…), a client (`client:Dupont`) or a view (`week`…)."""
        word, _, value = chosen.partition(":")
        if word == "day":
            if self.view() == LIST:
                self.show_view(MONTH)
            self.sheet().show_day(date.fromisoformat(value))
        elif word == "client":
            self.bar.search.set_text(value)
            self.show_view(LIST)
        elif word in VIEWS:
            self.show_view(word)
        else:
            self.bar.chips.set_chosen([word])
            self.show_view(LIST)

    def view(self) -> str:
        """The view on the screen."""
        return VIEWS[self._stack.currentIndex()]

    def sheet(self) -> MonthView:
        """The month or the week: the one on the screen, or else the month."""
        return self.week if self.view() == WEEK else self.month

    def show_view(self, view: str) -> None:
        """Show the month, the week or the list."""
        day = self.sheet().current_day()
        self.bar.views.set_chosen([view])
        self._stack.setCurrentIndex(VIEWS.index(view))
        self.sheet().show_day(day)
        self.side.show_lists(view != LIST)
        self.setFocusProxy(self.list if view == LIST else self.sheet())
        self.reload()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_first(self) -> None:
        """Choose what comes first: today's first entry, else what is overdue, else what is to come."""
        models = (self.list_model,) if self.view() == LIST else (self.side.day_model, self.side.overdue_model)
        self._choose(next((model.id_at(0) for model in models if model.ids), -1))

    def current_entry(self) -> CalendarEntry | None:
        """The entry on which keys and buttons act."""
        return self.side.current()

    def entry(self, entry_id: int) -> CalendarEntry | None:
        """The loaded entry with this id."""
        return self.side.known(entry_id) or loaded(self.list_model, entry_id)

    def chosen_day(self) -> date:
        """The day on which a new entry is put."""
        entry = self.side.current()
        if self.view() == LIST and entry is not None:
            return max(entry.day, self.session.today())
        return self.sheet().current_day()

    def follow(self, entry: CalendarEntry, day: date) -> None:
        """Show the day to which an entry went, with it still chosen."""
        self.sheet().show_day(day)
        self.side.show_entry(entry)

    def _wanted(self) -> Wanted:
        return self.bar.wanted(self.session.today() - DONE_SHOWN)

    def _place(self) -> None:
        self.list.set_rows_model(self.list_model)
        self.list.setAccessibleName("Entrées de l’agenda")
        for widget in (self.month, self.week, self.list):
            self._stack.addWidget(widget)
        parts = KeptSplitter("calendar", Qt.Orientation.Horizontal, self)
        parts.addWidget(self._stack)
        parts.addWidget(self.side)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        parts.setHandleWidth(12)
        parts.share()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.bar)
        layout.addWidget(parts, 1)

    def _connect(self) -> None:
        act = self.actions_on_entries
        self.bar.view_chosen.connect(self.show_view)
        self.bar.filter_changed.connect(self.reload)
        self.bar.results_wanted.connect(self._show_results)
        self.bar.new_wanted.connect(act.add)
        self.bar.action_wanted.connect(self.action_wanted)
        for sheet in (self.month, self.week):
            sheet.month_shown.connect(self._on_days_shown)
            sheet.day_chosen.connect(self._on_day_chosen)
            sheet.day_activated.connect(self._on_day_activated)
            sheet.entry_chosen.connect(self._on_entry_chosen)
            sheet.entry_activated.connect(act.open)
            sheet.entry_moved.connect(act.move)
        self.list.current_changed.connect(self._on_entry_chosen)
        self.list.activated_row.connect(act.open)
        self.side.entry_activated.connect(act.open)
        act.connect_detail(self.side.detail)

    def _show(self, read: CalendarView) -> None:
        """Show what was read with the letters known to be planned, then those that are planned now."""
        view = self.view()
        self._paint(read)
        # Another view has a reading of its own, which is on its way.
        self.planned.ask(lambda: self._paint(read) if self.view() == view else None)

    def _paint(self, read: CalendarView) -> None:
        """Show what was read, the entry chosen still chosen if it is among it."""
        today, chosen = self.session.today(), self.side.current()
        beside: Lists = (self.side.day_model, self.side.overdue_model)
        follow = places_of(chosen, (self.list_model,) if self.view() == LIST else beside)
        self._holidays = read.holidays
        self.side.detail.set_holidays(read.holidays)
        for sheet in (self.month, self.week):
            sheet.set_today(today)
        self.bar.count(read.counts | self.planned.count())
        planned = self.planned.kept(self._wanted()) if self.view() == LIST else []
        self.list_model.set_ids(planned_letters.listed(read.listed, read.listed_keys, planned))
        self.list.set_empty_message(*self.bar.nothing())
        self.side.set_overdue(read.overdue, today)
        if read.days == self.sheet().visible_days():
            self._show_entries(read.entries)
        else:
            # The user went on to other days meanwhile.
            self._on_days_shown(*self.sheet().visible_days())
        self.side.show_lists(self.view() != LIST)
        if chosen is not None and self.entry(chosen.id) is not None:
            self._choose(chosen.id)
        else:
            self._choose_after(follow)

    def _show_entries(self, stored: Sequence[CalendarEntry]) -> None:
        """Paint the entries of the days on the screen with the letters planned on them."""
        today, sheet, read_only = self.session.today(), self.sheet(), self.session.store.read_only
        planned = self.planned.kept(self._wanted(), sheet.visible_days())
        entries = planned_letters.together(stored, planned)
        self._names = self._holidays.names(*sheet.visible_days())
        sheet.set_holidays(self._names)
        sheet.set_entries([painted(entry, today, read_only=read_only) for entry in entries])
        self.side.set_entries(entries)
        self.side.show_day(sheet.current_day(), self._names)

    def _choose_after(self, follow: Follow) -> None:
        for model, place in follow:
            if model.ids:
                self._choose(model.id_at(min(place, len(model.ids) - 1)))
                return
        self.choose_first()

    def _choose(self, entry_id: int) -> None:
        if self.view() == LIST:
            self.list.select_id(entry_id)
        self.side.show_entry(self.entry(entry_id))

    @Slot(date, date)
    def _on_days_shown(self, first: date, last: date) -> None:
        self._show_entries(calendar_views.visible(self.session.store, (first, last), self._wanted()))

    @Slot(int)
    def _on_entry_chosen(self, entry_id: int) -> None:
        self.side.show_entry(self.entry(entry_id))

    @Slot(date)
    def _on_day_chosen(self, day: date) -> None:
        self.side.show_day(day, self._names)
        self._on_entry_chosen(next(iter(self.side.day_model.ids), -1))

    @Slot(date)
    def _on_day_activated(self, day: date) -> None:
        """Go to the entries of the day, or write the first one."""
        if not self.side.day_model.ids:
            if not self.session.store.read_only:
                self.actions_on_entries.add()
            return
        self.side.day.selectRow(0)
        self.side.day.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_results(self) -> None:
        self.show_view(LIST)
        self.list.selectRow(0)

    @Slot()
    def switch_view(self) -> None:
        """Show the next of the views."""
        self.show_view(VIEWS[(self._stack.currentIndex() + 1) % len(VIEWS)])

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the entries: the keys of the page act on them."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
