"""What keeps the dossier: undo, copies, and what is looked at when it opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from creances_desktop.services import opening
from creances_desktop.services.changes import EVERYTHING, Changes
from creances_desktop.services.opening import BEAT_SECONDS
from creances_desktop.ui import drafts, messages
from creances_desktop.ui.actions import ActionSet
from creances_desktop.ui.backup_actions import BackupActions
from creances_desktop.ui.reading_only import ONLY_READING, forbid
from creances_desktop.ui.session import Session
from creances_desktop.ui.undo_actions import UndoActions
from creances_desktop.ui.widgets.banner import Banner

READING = frozenset(
    {"create", "open", "example", "backups", "backup", "verify", "quit", "history", "copy", "find", "reload",
     "statement", "breakdown_client", "breakdown_invoice", "first_to_lapse", "aged_balance", "legal_rates",
     "limitation_periods", "to_send", "sent", "zoom_in", "zoom_out", "zoom_reset", "shortcuts", "about",
     "call_sheet", "call_sheets", "client_calendar", "evidence_client", "evidence_invoice", "export_ics",
     "good_payers", "letter_texts", "lock", "missing_receipts", "morning_report", "nonpayment_report",
     "print_day", "print_week", "promises"}
)  # fmt: skip
"""The actions that change nothing in the dossier: those of a window that only reads."""
WATCH_MS = 3_000


class SafetyActions(QObject):
    """Undo, copies, and the notices about the dossier's file, in a banner of their own that stays.

    Signals:
        done(Changes): something was undone, redone, or changed by the window that writes.
        backed_up(): a copy was made.
        restoring_requested(Path): put this copy in the place of the open dossier.
        opening_requested(Path): open this dossier instead.
        recovery_requested(Path): read what can be read of this damaged dossier.
    """

    done = Signal(object)
    backed_up = Signal()
    restoring_requested = Signal(object)
    opening_requested = Signal(object)
    recovery_requested = Signal(object)

    def __init__(self, session: Session, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._banner, self._parent = session, banner, parent
        self.notice = Banner(parent)
        self.notice.action_requested.connect(self._on_action)
        self._action: Callable[[], None] | None = None
        self.undoing = UndoActions(session, banner, parent)
        self.copies = BackupActions(session, banner, parent)
        self.undoing.done.connect(self.done)
        self.copies.backed_up.connect(self.backed_up)
        self.copies.restoring_requested.connect(self.restoring_requested)
        self._seen = _state(session.store.path)
        self._timer = QTimer(self)
        self._timer.setInterval(WATCH_MS if session.store.read_only else BEAT_SECONDS * 1000)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()
        if session.store.read_only:
            self.notice.show_warning(
                f"{ONLY_READING}\u00a0: ce dossier est ouvert ailleurs, ou ne peut pas être modifié. Tout se "
                "consulte ici, rien ne s’y enregistre\u00a0; ce qui change ailleurs apparaît de soi-même."
            )

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {**self.undoing.handlers(), **self.copies.handlers()}

    def title(self, name: str) -> str:
        """The title of the window of this company."""
        return f"{name} — Créances" + (f" ({ONLY_READING.lower()})" * self._session.store.read_only)

    def show_on(self, actions: ActionSet) -> None:
        """Take in what was done, and let the menus say what can be done."""
        self.undoing.after_change()
        self.undoing.name_actions(actions["undo"], actions["redo"])
        if self._session.store.read_only:
            for name, action in actions.items():
                if name not in READING:
                    forbid(action)

    def look(self) -> None:
        """Look at the dossier that was just opened, and say what was found."""
        store = self._session.store
        self._session.executor.submit(
            lambda task: opening.look(store, cancelled=lambda: task.cancelled),
            self._on_looked,
            lambda error: messages.show_error(error, self._parent, self._banner),
            owner=self,
        )

    def stop(self) -> None:
        """Watch no more: the window closes."""
        self._timer.stop()

    def _on_looked(self, found: opening.Look) -> None:
        if self._session.store.read_only:
            return
        if found.damage:
            self._say(self.notice.show_danger, found.damage, "Récupérer…", self._recover)
        elif found.recovered:
            self.notice.show_information(f"{found.recovered}{self._half_typed()}")
        elif found.place:
            self._say(self.notice.show_warning, found.place, "Travailler sur ce disque", self._copy_here)
        else:
            self.copies.remind()

    def _half_typed(self) -> str:
        """The forms that a crash left half filled in."""
        titles = [f"«\u00a0{draft.title}\u00a0»" for draft in drafts.listed(self._session.store.path)]
        if not titles:
            return ""
        return f" Saisie gardée, à reprendre en rouvrant le formulaire\u00a0: {', '.join(titles)}."

    def _say(
        self, show: Callable[[str, str], None], text: str, verb: str, action: Callable[[], None]
    ) -> None:
        self._action = action
        show(text, verb)

    def _recover(self) -> None:
        self.recovery_requested.emit(self._session.store.path)

    def _copy_here(self) -> None:
        """Copy the dossier to this computer and open it there; its copies go to where it lay."""
        path = self._session.store.path
        self._session.executor.submit(
            lambda _: opening.copy_here(path),
            self.opening_requested.emit,
            lambda error: messages.show_error(error, self._parent, self._banner),
            owner=self,
            label="Copie du dossier sur ce disque",
        )

    @Slot()
    def _on_action(self) -> None:
        if self._action is not None:
            self._action()

    @Slot()
    def _on_tick(self) -> None:
        """Show that the dossier is open here; or, when only reading, what was changed elsewhere."""
        store = self._session.store
        if not store.read_only:
            store.beat()
        elif (now := _state(store.path)) != self._seen:
            self._seen = now
            self.done.emit(Changes(EVERYTHING, ""))


def _state(path: Path) -> tuple[tuple[int, int], ...]:
    """What changes of a dossier's files when somebody writes in it."""
    found = []
    for each in (path, path.with_name(f"{path.name}-wal")):
        try:
            state = each.stat()
        except OSError:
            continue
        found.append((state.st_mtime_ns, state.st_size))
    return tuple(found)
