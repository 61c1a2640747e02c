"""The actions about paper: the pile of letters made ready for the post, and the settings of printing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.mail import MailDialog
from creances_desktop.ui.dialogs.paper_settings import PaperSettingsDialog
from creances_desktop.ui.session import Session


class PaperActions(QObject):
    """What the menus open about paper.

    Signals:
        done(Changes): an action changed the dossier.
    """

    done = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        parent, session = self._parent, self._session
        return {
            "mail": lambda: self._say(MailDialog.ask(parent, session)),
            "paper_settings": lambda: self._say(PaperSettingsDialog.ask(parent, session)),
        }

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
