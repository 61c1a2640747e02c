"""The composition root of the window: executor, theme, safety net, one window on one dossier at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from creances_desktop import paths
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.progress import Progress
from creances_desktop.services import backup, backups, passwords, recovery
from creances_desktop.services.assembly import WINDOW, Store, create_company_file, open_company_file
from creances_desktop.ui import headless, icons, look, messages, outside, recents, rescue, safety
from creances_desktop.ui.desktop_openings import DesktopOpenings
from creances_desktop.ui.dialogs.company import CompanyDialog
from creances_desktop.ui.dialogs.password import UnlockDialog, Wanted
from creances_desktop.ui.executor import Executor, MainThreadCollector, Watchdog
from creances_desktop.ui.locale import install_french
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Choice, Theme
from creances_desktop.ui.welcome import WelcomeWindow
from creances_desktop.ui.window import MainWindow


@dataclass(frozen=True, slots=True)
class Start:
    """What the program is asked to begin with; `day` replaces today everywhere when given."""

    path: Path | None = None
    example: bool = False
    day: date | None = None

    def today(self) -> date:
        """The day it is for this run."""
        return self.day or date.today()


def run(start: Start) -> int:
    """The exit code of the program, once its last window is closed."""
    app = application()
    theme = Theme(app)
    look.restore(theme)
    net = safety.SafetyNet(app)
    net.install()
    executor = Executor(app)
    executor.failed.connect(net.report)
    collector = MainThreadCollector(app)
    watchdog = Watchdog(app)
    program = Program(executor, start.today, app)
    if sys.platform == "darwin":  # elsewhere a double click comes as an argument, and a filter costs time
        DesktopOpenings(app).requested.connect(program.open)
    outside.forget_copies()
    program.begin(start)
    code = app.exec()
    outside.forget_copies()
    collector.stop()
    watchdog.deleteLater()
    net.remove()
    return code


def refuse_to_start(error: OSError) -> int:
    """1, after saying that nothing can be kept where the program keeps its data: a stick that is locked."""
    Theme(application())
    place = error.filename or paths.APP_NAME
    messages.refuse(
        f"Créances ne peut pas écrire dans «\u00a0{place}\u00a0»\u00a0: rendez cet emplacement accessible "
        "en écriture, puis ouvrez le programme à nouveau."
    )
    return 1


def run_without_screen(folder: Path, day: date) -> list[Path]:
    """The paths of what the main job gives without a window: dossier, image of each tab, letters of the day.

    Raises DomainError when the folder cannot be written.
    """
    app = application()
    Theme(app).choose(Choice.LIGHT)
    executor = Executor(app)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder.absolute() / example_name(day)
    make_example(path, day)
    session = Session(open_company_file(path, holder=WINDOW), executor, lambda: day)
    window = MainWindow(session)
    try:
        written = [path, *headless.save_images(window, executor, folder)]
        written += headless.save_letters(session.store, day, folder / "lettres")
    finally:
        window.safe.copies.waive()
        window.close()
    return written


def application() -> QApplication:
    """The one application of the process, in French."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["creances-desktop"])
    app.setApplicationName("Créances")
    app.setDesktopFileName("org.creances_desktop.Creances")
    install_french(app)
    app.setWindowIcon(icons.app_icon())
    return app


def example_name(day: date) -> str:
    """The file name of the example of a day: it is dated relative to it."""
    return f"exemple-{day.isoformat()}.creances"


def make_example(path: Path, day: date) -> Path:
    """The example dossier made at `path`, in place of an earlier one; complete or not there at all."""
    # The example brings its writers of PDFs: 150 ms that a start on one's own dossier does not need.
    from creances_desktop.services import demo

    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    demo.create(partial, day, holder=WINDOW).close()
    return partial.replace(path)


class Program(QObject):
    """Opens dossiers one after the other, each in a window of its own; none open: the welcome window."""

    def __init__(self, executor: Executor, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = executor
        self._today = today
        self.window: MainWindow | None = None
        self.welcome: WelcomeWindow | None = None

    def begin(self, start: Start) -> None:
        """Open what was asked for, else the last dossier, else the welcome window."""
        if start.path is not None:
            self.open(start.path)
        elif start.example:
            self.open_example()
        elif found := recents.recent():
            self.open(found[0])
        else:
            self.show_welcome()

    @Slot(object)
    def open(self, path: Path, then: str = "") -> None:
        """Open this dossier in place of the present one; refused, say why where another can be chosen."""
        if self.window is not None and path.absolute() == self.window.session.store.path:
            return
        try:
            self._show(self._opened(path), then)
        except (DomainError, OSError) as error:
            self._find_a_way(error, path, then)

    @Slot(object)
    def change_password(self, wanted: Wanted) -> None:
        """Write the open dossier anew under another password, or without one, and open it again."""
        if self.window is None:
            return
        path = self.window.session.store.path
        self._close_window(lambda: self._change_password(path, wanted))

    def _change_password(self, path: Path, wanted: Wanted) -> None:
        """Write it anew, then its copies, beside the welcome window, which tells how far it is."""

        def change(progress: Progress) -> str:
            passwords.change(path, wanted.password)
            backups.follow_password(path, progress)
            return passwords.what_was_done(path, wanted.password)

        def done(said: str) -> None:
            self.open(path)
            if self.window is not None:
                messages.notify(said, self.window, self.window.banner)

        def failed(error: Exception) -> None:
            self.open(path)
            self._refused(error)

        self.show_welcome()
        self._executor.submit(change, done, failed, owner=self, label="Le dossier change de mot de passe")

    @Slot(object)
    def create(self, path: Path, then: str = "") -> None:
        """Ask who the company is, create its dossier, open it, then run this action of the window."""
        company = CompanyDialog.ask_profile(self.window or self.welcome, Company(legal_name=path.stem))
        if company is not None:
            self._try(lambda: self._show(create_company_file(path, company, holder=WINDOW), then))

    @Slot()
    def open_example(self) -> None:
        """Open the example of the day, made first if it is not there yet."""
        day = self._today()
        path = paths.data_folder() / example_name(day)
        if path.is_file():
            self.open(path)
            return
        if self.window is None:
            self.show_welcome()
        self._executor.submit(
            lambda _: make_example(path, day), self.open, self._refused, owner=self,
            label="Préparation de l’exemple",
        )  # fmt: skip

    @Slot(object)
    def recover(self, path: Path) -> None:
        """Read what can be read of a damaged dossier into a new one, and ask which to go on with."""
        if self.window is not None:
            # Its copy would be refused: the file is damaged.
            self.window.safe.copies.waive()
        self._close_window(lambda: self._recover(path))

    def _recover(self, path: Path) -> None:
        self.show_welcome()
        self._executor.submit(
            lambda _: recovery.recover(path), lambda found: self._recovered(path, found), self._refused,
            owner=self, label="Récupération du dossier",
        )  # fmt: skip

    def _recovered(self, path: Path, found: recovery.Recovery) -> None:
        chosen = rescue.report(found, self.window or self.welcome)
        if chosen == rescue.OPEN_RECOVERED:
            self.open(found.path)
        elif chosen == rescue.RESTORE and found.backup is not None:
            self._restore(found.backup.path, path)

    def _find_a_way(self, error: Exception, path: Path, then: str) -> None:
        """Offer what can be done with a dossier that does not open as usual, else say why it does not."""
        if not rescue.has_way_out(error):
            self._refused(error)
            return
        if self.window is None:
            self.show_welcome()
        way = rescue.ask(error, path, self.window or self.welcome)
        last = backups.latest(path) if way is rescue.Way.RESTORE else None
        if way is rescue.Way.READ:
            self._try(lambda: self._show(open_company_file(path, write=False), then))
        elif way is rescue.Way.RECOVER:
            self.recover(path)
        elif last is not None:
            self._close_window(lambda: self._restore(last.path, path))
        else:
            self._refused(error)

    @Slot(object)
    def restore(self, source: Path) -> None:
        """Put a copy in the place of the open dossier and open it again."""
        if self.window is None:
            return
        target = self.window.session.store.path
        self._close_window(lambda: self._restore(source, target))

    def _restore(self, source: Path, target: Path) -> None:
        """Restore beside the welcome window, which tells how far it is."""

        def done(kept: Path | None) -> None:
            self.open(target)
            if self.window is not None and kept is not None:
                text = f"Copie restaurée. L’ancien dossier est gardé\u00a0: {kept.name}"
                messages.notify(text, self.window, self.window.banner)

        def failed(error: Exception) -> None:
            if isinstance(error, passwords.PasswordNeeded) and UnlockDialog.ask(self.welcome, error.path):
                self._restore(source, target)
                return
            self.open(target)
            self._refused(error)

        self.show_welcome()
        self._executor.submit(
            lambda _: backup.restore(source, target, replace=True), done, failed, owner=self,
            label="Restauration",
        )  # fmt: skip

    def show_welcome(self) -> None:
        """Show the welcome window."""
        if self.welcome is None:
            welcome = WelcomeWindow(self._executor)
            welcome.opening_requested.connect(self.open)
            welcome.creation_requested.connect(self.create)
            welcome.example_requested.connect(self.open_example)
            self.welcome = welcome
        self.welcome.show()

    def _opened(self, path: Path) -> Store:
        """The dossier open for writing, its password asked for where it has one."""
        try:
            return open_company_file(path, holder=WINDOW)
        except passwords.PasswordNeeded:
            if self.window is None:
                self.show_welcome()
            if not UnlockDialog.ask(self.window or self.welcome, path):
                raise
            return open_company_file(path, holder=WINDOW)

    def _show(self, store: Store, then: str) -> None:
        self._close_window(lambda: self._show_window(store, then))

    def _show_window(self, store: Store, then: str) -> None:
        window = MainWindow(Session(store, self._executor, self._today))
        window.opening_requested.connect(self.open, Qt.ConnectionType.QueuedConnection)
        window.creation_requested.connect(self.create, Qt.ConnectionType.QueuedConnection)
        window.example_requested.connect(self.open_example, Qt.ConnectionType.QueuedConnection)
        window.recovery_requested.connect(self.recover, Qt.ConnectionType.QueuedConnection)
        window.restoring_requested.connect(self.restore, Qt.ConnectionType.QueuedConnection)
        window.password_requested.connect(self.change_password, Qt.ConnectionType.QueuedConnection)
        self.window = window
        recents.remember(store.path)
        look.restore_geometry(window)
        window.show()
        if self.welcome is not None:
            self.welcome.deleteLater()
            self.welcome = None
        window.safe.look()
        window.begin_day()
        if then in window.actions_by_name:
            QTimer.singleShot(0, window, lambda: window.run_action(then))

    def _close_window(self, then: Callable[[], None] = lambda: None) -> None:
        """Close the present window and its dossier, a copy once made, then do this; the program goes on."""
        window = self.window
        if window is None:
            then()
            return

        def go_on() -> None:
            self.window = None
            window.deleteLater()
            then()
            _quit_with_the_last_window(True)

        _quit_with_the_last_window(False)
        window.closed.connect(go_on, Qt.ConnectionType.SingleShotConnection)
        window.close()

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except (DomainError, OSError) as error:
            self._refused(error)

    def _refused(self, error: Exception) -> None:
        """Say why a dossier cannot be opened, in the window that stays, where another can be chosen."""
        if self.window is None:
            self.show_welcome()
        place = self.window or self.welcome
        messages.show_error(error, place, place.banner if place is not None else None)


def _quit_with_the_last_window(quits: bool) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setQuitOnLastWindowClosed(quits)
