"""What the sets of actions that write letters share: whom the page is about, and what follows a letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.session import Session
from creances_desktop.ui.trade_actions import NO_CLIENT
from creances_desktop.ui.widgets.banner import Banner


class LetterActions(QObject):
    """Actions of the window on what the page shows; a class of its own adds those of one subject.

    Signals:
        done(Changes): an action changed the dossier.
        printing_requested(int): print this letter, now issued.
    """

    done = Signal(object)
    printing_requested = Signal(int)

    def __init__(self, session: Session, page: Callable[[], Page], banner: Banner, parent: QWidget) -> None:
        """`page` gives the page on the screen: its client and its invoice are those that are meant."""
        super().__init__(parent)
        self._session, self._page = session, page
        self._banner, self._parent = banner, parent

    def _write_to(self, client_id: int, **options: Any) -> None:
        """Write a letter to a client, with the options of the dialog, and print it when that is wanted."""
        written = OtherLetterDialog.ask(self._parent, self._session, client_id, **options)
        if written is not None:
            self.done.emit(written.changes)
            if written.to_print:
                self.printing_requested.emit(written.changes.id)

    def _client(self) -> int | None:
        """The client of the page; None, and a sentence, without one."""
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        return client_id

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
