"""The actions about what was sent: sendings of invoices, registered letters, evidence files, settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.evidence import EvidenceDialog
from creances_desktop.ui.dialogs.sending import SendingDialog
from creances_desktop.ui.dialogs.sending_settings import SendingSettingsDialog
from creances_desktop.ui.law_actions import NO_INVOICE
from creances_desktop.ui.page import Page
from creances_desktop.ui.session import Session
from creances_desktop.ui.trade_actions import NO_CLIENT
from creances_desktop.ui.widgets.banner import Banner


class SendingActions(QObject):
    """What the menus open about sendings and proofs, on what the page shows.

    Signals:
        done(Changes): an action changed the dossier.
    """

    done = Signal(object)

    def __init__(self, session: Session, page: Callable[[], Page], banner: Banner, parent: QWidget) -> None:
        """`page` gives the page on the screen: its client and its invoice are those that are meant."""
        super().__init__(parent)
        self._session, self._page = session, page
        self._banner, self._parent = banner, parent

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {
            "note_sending": self._note_sending,
            "evidence_client": self._evidence_of_client,
            "evidence_invoice": self._evidence_of_invoice,
            "missing_receipts": lambda: self._page().page_wanted.emit("followups", "missing"),
            "sending_settings": lambda: self._say(SendingSettingsDialog.ask(self._parent, self._session)),
        }

    def _note_sending(self) -> None:
        invoice_id = self._page().current_invoice_id()
        if invoice_id is None:
            messages.refuse(NO_INVOICE, self._parent, self._banner)
        else:
            self._say(SendingDialog.ask(self._parent, self._session, [invoice_id]))

    def _evidence_of_client(self) -> None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            EvidenceDialog.ask(self._parent, self._session, client_id)

    def _evidence_of_invoice(self) -> None:
        client_id, invoice_id = self._page().current_client_id(), self._page().current_invoice_id()
        if client_id is None or invoice_id is None:
            messages.refuse(NO_INVOICE, self._parent, self._banner)
        else:
            EvidenceDialog.ask(self._parent, self._session, client_id, [invoice_id])

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
