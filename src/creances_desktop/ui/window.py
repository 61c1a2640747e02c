"""The main window: tabs, menus, messages and status bar around one open dossier. The pages do the work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from creances_desktop.services import company as companies
from creances_desktop.services import passwords
from creances_desktop.services import today as mornings
from creances_desktop.services.changes import EVERYTHING, Changes, Subject
from creances_desktop.ui import about, look, menus, messages, recents
from creances_desktop.ui.actions import ActionSet
from creances_desktop.ui.calendar_tools import CalendarTools
from creances_desktop.ui.company_files import CompanyFileActions
from creances_desktop.ui.executor import Task
from creances_desktop.ui.file_drops import FileDrops
from creances_desktop.ui.idle_lock import IdleLock
from creances_desktop.ui.law_actions import LawActions
from creances_desktop.ui.paper_actions import PaperActions
from creances_desktop.ui.relation_actions import RelationActions
from creances_desktop.ui.safety_actions import SafetyActions
from creances_desktop.ui.sending_actions import SendingActions
from creances_desktop.ui.session import Session
from creances_desktop.ui.session_actions import SessionActions
from creances_desktop.ui.status_bar import StatusBar
from creances_desktop.ui.tabs import PageTabs
from creances_desktop.ui.theme import Choice, Theme
from creances_desktop.ui.trade_actions import TradeActions
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.busy import BusyStrip
from creances_desktop.ui.widgets.pdf_view import PdfView
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.writing_actions import WritingActions

DAY_CHECK_MS = 60_000


class MainWindow(QMainWindow):
    """One window on one dossier; closing it closes the dossier.

    Signals:
        opening_requested(Path): open this dossier instead.
        creation_requested(Path): create a dossier there and open it instead.
        example_requested(): open the example dossier instead.
        recovery_requested(Path): read what can be read of this damaged dossier.
        restoring_requested(Path): put this copy in the place of the dossier, then open it again.
        password_requested(Wanted): write the dossier anew under another password, then open it again.
        closed(): the dossier is closed.
    """

    opening_requested = Signal(object)
    creation_requested = Signal(object)
    example_requested = Signal()
    restoring_requested = Signal(object)
    recovery_requested = Signal(object)
    password_requested = Signal(object)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._day: date = session.today()
        self.banner = Banner(self)
        self.busy = BusyStrip(session.executor, self)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.tabs = PageTabs(session, self)
        self.safe = SafetyActions(session, self.banner, self)
        self._lay_out()
        self.files = CompanyFileActions(session, self.banner, self)
        self.trade = TradeActions(session, self.tabs.current_page, self.banner, self)
        self.sending = SendingActions(session, self.tabs.current_page, self.banner, self)
        self.paper = PaperActions(session, self)
        self.law = LawActions(session, self.tabs.current_page, self.banner, self)
        self.writing = WritingActions(session, self.tabs.current_page, self.banner, self)
        self.relation = RelationActions(session, self.tabs.current_page, self.banner, self)
        self.mornings = SessionActions(session, self.tabs.current_page, self.banner, self)
        self.agenda = CalendarTools(session, self.tabs.calendar, self.tabs.current_page, self)
        self.actions_by_name = ActionSet(self, self._handlers())
        self._fill_menus()
        self.lock = IdleLock(session.store.path, self._lock_minutes(), self)
        self._connect()
        drops = FileDrops(session, self)
        drops.dossier_dropped.connect(self.opening_requested)
        drops.files_dropped.connect(self.trade.import_files)
        self.setMinimumSize(900, 560)
        self._show_facts()
        self._day_timer = QTimer(self)
        self._day_timer.setInterval(DAY_CHECK_MS)
        self._day_timer.timeout.connect(self._on_day_checked)
        self._day_timer.start()
        self.tabs.current_page().setFocus()

    @Slot(str)
    def begin_day(self, said: str = "") -> None:
        """Finish what a crash left, enter today's calls in the calendar, say what waits to be printed.

        `said` stays in the status bar, before what this adds to it.
        """
        store, day = self.session.store, self.session.today()
        if store.read_only:
            return
        self.session.executor.submit(
            lambda _: mornings.open_day(store, day),
            lambda opening: self._on_day_begun(opening, said),
            owner=self,
            label="Préparation de la journée",
        )

    @Slot(object)
    def on_data_changed(self, changes: Changes) -> None:
        """Tell every page what changed, and say what was done."""
        self.tabs.tell(changes)
        self.status.say(changes.message)
        self._show_facts()

    @Slot(str)
    def run_action(self, name: str) -> None:
        """Do what a page asks for by its name."""
        self.actions_by_name.run(name)

    def _lay_out(self) -> None:
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, stretch in ((self.safe.notice, 0), (self.banner, 0), (self.tabs, 1), (self.busy, 0)):
            layout.addWidget(widget, stretch)
        self.setCentralWidget(middle)

    def _answering(self) -> tuple[Any, ...]:
        """Those who answer the actions of the menus: each has `handlers()` and the signal `done`."""
        return (
            *(self.files, self.trade, self.law, self.sending, self.paper, self.writing, self.relation),
            *(self.safe, self.mornings, self.agenda),
        )

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **{name: do for one in self._answering() for name, do in one.handlers().items()},
            "quit": self.close,
            "copy": _copy,
            "find": self.tabs.focus_search,
            "reload": lambda: self.on_data_changed(Changes(EVERYTHING, "")),
            "to_send": lambda: self.tabs.show_page("followups", "to_send"),
            "sent": lambda: self.tabs.show_page("followups", "sent"),
            "issue_letters": lambda: self._in_followups(self.tabs.followups.issue_and_print),
            "save_letters": lambda: self._in_followups(self.tabs.followups.issue_to_folder),
            "zoom_in": lambda: self._zoom(Theme.zoom_in),
            "zoom_out": lambda: self._zoom(Theme.zoom_out),
            "zoom_reset": lambda: self._zoom(Theme.zoom_reset),
            "shortcuts": lambda: about.show_shortcuts(self.actions_by_name.shortcuts(), self),
            "about": lambda: about.show_about(self.session, self),
        }

    def _fill_menus(self) -> None:
        path = self.session.store.path
        submenus = {
            menus.RECENTS: menus.recents_menu(
                lambda: [each for each in recents.recent() if each != path], self.opening_requested.emit
            ),
            menus.EXPORT: menus.choices_menu("E&xporter", self.files.exports()),
        }
        if (theme := Theme.current()) is not None:
            submenus[menus.APPEARANCE] = menus.appearance_menu(theme, self._choose_appearance)
        for menu in submenus.values():
            menu.setParent(self, menu.windowFlags())
        menus.fill(self.menuBar(), self.actions_by_name, submenus)

    def _connect(self) -> None:
        self.tabs.data_changed.connect(self.on_data_changed)
        self.tabs.action_wanted.connect(self.run_action)
        self.tabs.selection_changed.connect(self.status.show_selection)
        self.files.opening_requested.connect(self.opening_requested)
        self.files.creation_requested.connect(self.creation_requested)
        self.files.example_requested.connect(self.example_requested)
        self.files.restoring_requested.connect(self.restoring_requested)
        self.files.password_requested.connect(self.password_requested)
        self.files.lock_now.connect(self.lock.lock)
        self.lock.closing_requested.connect(self._leave)
        self.trade.imported.connect(self.begin_day)
        for actions in self._answering():
            actions.done.connect(self.on_data_changed)
        for letters in (self.writing, self.relation):
            letters.printing_requested.connect(self.tabs.print_letter)
        self.files.backed_up.connect(self._show_facts)
        self.safe.backed_up.connect(self._show_facts)
        self.safe.restoring_requested.connect(self.restoring_requested)
        self.safe.opening_requested.connect(self.opening_requested)
        self.safe.recovery_requested.connect(self.recovery_requested)
        self.banner.action_requested.connect(lambda: self.tabs.show_page("followups", "to_print"))
        self.session.executor.started.connect(self._on_task_started)

    @Slot()
    def _show_facts(self) -> None:
        store = self.session.store
        self.setWindowTitle(self.safe.title(companies.get(store).legal_name))
        self.status.show_bank_day(mornings.bank_known_until(store))
        self.safe.show_on(self.actions_by_name)
        self.status.show_backup(self.safe.copies.last_day())
        self.lock.set_minutes(self._lock_minutes())

    def _lock_minutes(self) -> int:
        """The time after which the window locks itself; a dossier without a password never does."""
        store = self.session.store
        protected = passwords.is_protected(store.path)
        self.actions_by_name["lock"].setEnabled(protected)
        return passwords.lock_minutes(store) if protected else 0

    @Slot()
    def _leave(self) -> None:
        """Close the program from a locked window: the forms that stand before it give up."""
        while isinstance(form := QApplication.activeModalWidget(), QDialog):
            form.reject()
        QTimer.singleShot(0, self, self.close)

    def _on_day_begun(self, opening: mornings.Opening, said: str) -> None:
        if opening.changes.subjects or opening.finished:
            words = f"{said} {opening.changes.message}".strip()
            self.on_data_changed(Changes(opening.changes.subjects | {Subject.LETTERS}, words))
        if opening.notice:
            self.banner.show_information(opening.notice, "Voir les lettres" if opening.to_print else "")

    @Slot()
    def _on_day_checked(self) -> None:
        if (day := self.session.today()) != self._day:
            self._day = day
            self.on_data_changed(Changes(EVERYTHING, ""))
            self.begin_day()

    @Slot(object)
    def _on_task_started(self, task: Task) -> None:
        if task.label:
            self.busy.follow(task)

    def _in_followups(self, do: Callable[[], None]) -> None:
        """Do this with the letters of the day; from another page they are only shown first."""
        seen = self.tabs.current_page() is self.tabs.followups and self.tabs.followups.shows_proposals()
        self.tabs.show_page("followups", "to_send")
        if seen:
            do()
        else:
            self.status.say("Vérifiez les lettres cochées, puis demandez de nouveau à les émettre.")

    def _choose_appearance(self, choice: Choice) -> None:
        if (theme := Theme.current()) is not None:
            theme.choose(choice)
            look.remember(theme)

    def _zoom(self, change: Callable[[Theme], None]) -> None:
        if (theme := Theme.current()) is not None:
            change(theme)
            look.remember(theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        look.save_geometry(self)
        if not self.safe.copies.saved_before_closing(self.close):
            event.ignore()
            return
        if not self.session.executor.shut_down():
            messages.refuse(
                "Un travail est en cours : attendez qu’il finisse, puis fermez.", self, self.banner
            )
            event.ignore()
            return
        self._day_timer.stop()
        self.safe.stop()
        self.lock.stop()
        self.agenda.tray.hide()
        for view in self.findChildren(PdfView):
            view.clear()
        self.session.store.close()
        self.closed.emit()
        super().closeEvent(event)


def _copy() -> None:
    """Copy what has the focus: the rows of a table, or the text of a field."""
    widget = QApplication.focusWidget()
    if isinstance(widget, Table):
        widget.copy_selection()
    elif isinstance(widget, QLineEdit):
        widget.copy()
