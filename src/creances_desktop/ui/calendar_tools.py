"""The actions about the calendar as a whole: printed, exported, set."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.services import calendar_export, clients
from creances_desktop.services.changes import Changes, changed
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.calendar_export import CalendarExportDialog
from creances_desktop.ui.dialogs.calendar_settings import CalendarSettingsDialog
from creances_desktop.ui.dialogs.calendar_sheet import CalendarSheetDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.session import Session
from creances_desktop.ui.trade_actions import NO_CLIENT
from creances_desktop.ui.tray import TrayNotifier


class CalendarTools(QObject):
    """What the menus open about the calendar.

    Signals:
        done(Changes): an action changed the dossier, or has something to say.
    """

    done = Signal(object)

    def __init__(
        self, session: Session, page: CalendarPage, current: Callable[[], Page], parent: QWidget
    ) -> None:
        """`page` gives the day that is meant, the page `current` on the screen the client."""
        super().__init__(parent)
        self._session, self._page, self._current, self._parent = session, page, current, parent
        self.tray = TrayNotifier(session, parent)
        self.tray.opened.connect(lambda: page.page_wanted.emit("calendar", ""))

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {
            "print_day": lambda: self._print(week=False),
            "print_week": lambda: self._print(week=True),
            "export_ics": self._export,
            "client_calendar": self._show_client,
            "calendar_settings": lambda: self._say(CalendarSettingsDialog.ask(self._parent, self._session)),
        }

    def _print(self, *, week: bool) -> None:
        CalendarSheetDialog.ask(self._parent, self._session, self._page.chosen_day(), week=week)

    def _show_client(self) -> None:
        """Show what the calendar holds about the client of the page."""
        client_id = self._current().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent)
            return
        name = clients.get(self._session.store, client_id).name
        self._page.page_wanted.emit("calendar", f"client:{name}")

    def _export(self) -> None:
        chosen = CalendarExportDialog.ask(self._parent, self._session)
        if chosen is None:
            return
        store, today, (path, wish) = self._session.store, self._session.today(), chosen
        self._session.executor.submit(
            lambda _: calendar_export.write(store, path, wish, today),
            lambda said: self.done.emit(changed(message=said)),
            lambda error: messages.show_error(error, self._parent),
            owner=self,
            label="Export de l’agenda",
        )

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
