"""Undo and redo: Ctrl+Z, Ctrl+Shift+Z and the history, over the actions that the dossier noted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget

from creances_desktop.services import steps
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.history import HistoryDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner

REMEMBERED = 100
"""Actions that can be undone one by one by Ctrl+Z; older ones by the history."""
LONGEST = 60
"""Letters of an action's name in a menu."""


class StepCommand(QUndoCommand):
    """An action of the dossier. It is undone by the service before the stack is told: it may be refused."""

    def __init__(self, step: steps.Step) -> None:
        super().__init__(step.name)
        self.step_id = step.id

    def undo(self) -> None:
        """Nothing: the dossier has already been told."""

    def redo(self) -> None:
        """Nothing: the action was done before it came to the stack."""


class UndoActions(QObject):
    """The stack of the window, whatever the page on which an action was done.

    Signals:
        done(Changes): something was undone or redone.
    """

    done = Signal(object)

    def __init__(self, session: Session, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._banner, self._parent = session, banner, parent
        self._busy = False
        self._last = 0
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(REMEMBERED)
        self._fill()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {"undo": self.undo, "redo": self.redo, "history": self.show_history}

    def after_change(self) -> None:
        """Take in what was done since, on any page."""
        for step in reversed(steps.listed(self._session.store, after=self._last)):
            if not step.undone:
                self.stack.push(StepCommand(step))
            self._last = max(self._last, step.id)

    def name_actions(self, undo: QAction, redo: QAction) -> None:
        """Let the two entries of the menu say what they would do."""
        writable = not self._session.store.read_only
        undo.setEnabled(self.stack.canUndo() and writable)
        redo.setEnabled(self.stack.canRedo() and writable)
        undo.setText(
            f"&Annuler\u00a0: {_short(self.stack.undoText())}" if self.stack.canUndo() else "&Annuler"
        )
        redo.setText(
            f"Ré&tablir\u00a0: {_short(self.stack.redoText())}" if self.stack.canRedo() else "Ré&tablir"
        )

    def undo(self) -> None:
        """Undo the last action that stands."""
        command = self.stack.command(self.stack.index() - 1) if self.stack.canUndo() else None
        if not isinstance(command, StepCommand):
            messages.refuse("Il n’y a rien à annuler.", self._parent, self._banner)
            return
        store, day, step_id = self._session.store, self._session.today(), command.step_id
        self._submit(lambda: steps.undo(store, step_id, day), self.stack.undo, "Annulation")

    def redo(self) -> None:
        """Do again what was undone last."""
        command = self.stack.command(self.stack.index()) if self.stack.canRedo() else None
        if not isinstance(command, StepCommand):
            messages.refuse("Il n’y a rien à rétablir.", self._parent, self._banner)
            return
        store, step_id = self._session.store, command.step_id
        self._submit(lambda: steps.redo(store, step_id), self.stack.redo, "Rétablissement")

    def show_history(self) -> None:
        """Show everything that was done, and undo or redo any of it."""
        HistoryDialog.ask(self._parent, self._session, self._on_history)

    def _fill(self) -> None:
        self.stack.clear()
        self._last = 0
        for step in reversed(steps.listed(self._session.store, REMEMBERED)):
            if not step.undone:
                self.stack.push(StepCommand(step))
            self._last = max(self._last, step.id)

    def _submit(self, work: Callable[[], Changes], then: Callable[[], None], label: str) -> None:
        """Ask the dossier first, then move along the stack: a refusal leaves both as they are."""
        if self._busy:
            return
        self._busy = True

        def finished(changes: Changes) -> None:
            self._busy = False
            then()
            self.done.emit(changes)

        def failed(error: Exception) -> None:
            self._busy = False
            messages.show_error(error, self._parent, self._banner)

        self._session.executor.submit(lambda _: work(), finished, failed, owner=self, label=label)

    def _on_history(self, changes: Changes) -> None:
        """Read the stack again: the history undoes out of turn."""
        self._fill()
        self.done.emit(changes)


def _short(name: str) -> str:
    text = name.replace("&", "&&")
    return text if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…".replace("&", "&&")
