"""The copies that the program keeps: made when the window closes, shown and restored from the menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.services import backups
from creances_desktop.ui import messages, recents
from creances_desktop.ui.dialogs.backups import BackupsDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner


class BackupActions(QObject):
    """What the window does with the copies of its dossier.

    Signals:
        backed_up(): a copy was made.
        restoring_requested(Path): put this copy in the place of the open dossier.
    """

    backed_up = Signal()
    restoring_requested = Signal(object)

    def __init__(self, session: Session, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._banner, self._parent = session, banner, parent
        self._saved = False
        self._waiting = False
        self._last: date | None = None
        self._read_last()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {"backups": self.show}

    def last_day(self) -> date | None:
        """The day of the last copy, made by the program or by the user; None when there is none."""
        own = recents.last_backup(self._session.store.path)
        return max((day for day in (own, self._last) if day is not None), default=None)

    def show(self) -> None:
        """Show the copies until the user closes, or restores one."""
        chosen = BackupsDialog.ask(self._parent, self._session)
        self._read_last()
        self.backed_up.emit()
        if chosen is not None:
            self.restoring_requested.emit(chosen)

    def remind(self) -> None:
        """Say that the second place has waited too long for a copy."""
        sentence = backups.reminder(self._session.store.path)
        if sentence and not self._banner.text():
            self._banner.show_warning(sentence)

    def waive(self) -> None:
        """Let the window close without a copy: its dossier is an example."""
        self._saved = True

    def saved_before_closing(self, close: Callable[[], object]) -> bool:
        """Whether the window may close now; otherwise a copy is under way, and it is closed once made."""
        store = self._session.store
        if self._saved or store.read_only or store.is_closed:
            return True
        if self._waiting:
            return False
        self._waiting = True
        answered = False

        def finished() -> None:
            nonlocal answered
            self._saved, self._waiting = True, False
            if answered:
                close()

        self._session.executor.cancel_all()
        self._session.executor.submit(
            lambda _: backups.automatic(store, backups.Reason.CLOSING),
            on_error=lambda error: messages.show_error(error, self._parent),
            on_finished=finished,
            owner=self,
            label="Sauvegarde avant de fermer",
        )
        answered = True
        return self._saved

    def _read_last(self) -> None:
        last = backups.latest(self._session.store.path)
        self._last = None if last is None else last.at.astimezone().date()
