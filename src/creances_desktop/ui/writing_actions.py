"""The actions about what is written: letters outside the plan, their texts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.letter_templates import LetterTemplatesDialog
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.session import Session
from creances_desktop.ui.trade_actions import NO_CLIENT
from creances_desktop.ui.widgets.banner import Banner


class WritingActions(QObject):
    """What the menus open about letters, on what the page shows.

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

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {
            "write_letter": self._write,
            "letter_texts": self._edit_texts,
            "write_about_invoice": lambda: self._write("duplicate", about_invoice=True),
        }

    def _edit_texts(self) -> None:
        changes = LetterTemplatesDialog.ask(self._parent, self._session)
        if changes is not None:
            self.done.emit(changes)

    def _write(self, template_id: str = "", *, about_invoice: bool = False) -> None:
        """Write to the client of the page, about its invoice when one is meant."""
        page = self._page()
        client_id, invoice_id = page.current_client_id(), page.current_invoice_id()
        if client_id is None or (about_invoice and invoice_id is None):
            messages.refuse(NO_CLIENT, self._parent, self._banner)
            return
        ids = (invoice_id,) if about_invoice and invoice_id is not None else ()
        written = OtherLetterDialog.ask(
            self._parent, self._session, client_id, template_id=template_id, invoice_ids=ids
        )
        if written is not None:
            self.done.emit(written.changes)
            if written.to_print:
                self.printing_requested.emit(written.changes.id)
