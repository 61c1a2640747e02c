"""The actions of the menus *Client* and *Facture*: each opens its form on what the page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call import CallDialog
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.dialogs.client_merge import ClientMergeDialog
from creances_desktop.ui.dialogs.company import CompanyDialog
from creances_desktop.ui.dialogs.completion import CompletionDialog
from creances_desktop.ui.dialogs.holds import InsolvencyDialog, PauseDialog, PromiseDialog
from creances_desktop.ui.dialogs.imports import ImportDialog, lacking_clients, offer_completion
from creances_desktop.ui.dialogs.instalment_plan_card import open_plan
from creances_desktop.ui.dialogs.invoice import InvoiceDialog
from creances_desktop.ui.dialogs.payment import PaymentDialog
from creances_desktop.ui.dialogs.personal_data import PersonalDataDialog
from creances_desktop.ui.dialogs.statement import StatementDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner

NO_CLIENT = "Choisissez d’abord un client : une ligne de l’onglet Clients, ou toute ligne qui parle de lui."


class TradeActions(QObject):
    """What the user does with clients and invoices from the menus, whatever the page.

    Signals:
        done(Changes): an action changed the dossier.
        imported(str): files were imported; what was said of it.
    """

    done = Signal(object)
    imported = Signal(str)

    def __init__(self, session: Session, page: Callable[[], Page], banner: Banner, parent: QWidget) -> None:
        """`page` gives the page on the screen: its client is the one that is meant."""
        super().__init__(parent)
        self._session = session
        self._page = page
        self._banner = banner
        self._parent = parent

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {
            "import": self.import_files,
            "complete": lambda: self._say(CompletionDialog.ask(self._parent, self._session)),
            "company": lambda: self._say(CompanyDialog.ask(self._parent, self._session)),
            "new_client": lambda: self._say(ClientDialog.ask(self._parent, self._session)),
            "edit_client": lambda: self._with_client(ClientDialog.ask),
            "merge_clients": lambda: self._with_client(ClientMergeDialog.ask),
            "personal_data": lambda: self._with_client(PersonalDataDialog.ask),
            "note_call": lambda: self._with_client(CallDialog.ask),
            "instalment_plan": self._instalment_plan,
            "promise": lambda: self._with_client(PromiseDialog.ask),
            "insolvency": lambda: self._with_client(InsolvencyDialog.ask),
            "pause": self._pause,
            "new_invoice": lambda: self._invoice(credit_note=False),
            "new_credit_note": lambda: self._invoice(credit_note=True),
            "new_payment": self._payment,
            "statement": self._statement,
        }

    def import_files(self, paths: Sequence[Path] = ()) -> None:
        """Import these files, or those that the user chooses; then offer to complete their new clients.

        The pages show what came before the question is asked.
        """
        before = lacking_clients(self._session)
        changes = ImportDialog.ask(self._parent, self._session, paths)
        self._say(changes)
        if changes is not None:
            self.imported.emit(changes.message)
            if lacking_clients(self._session) > before:
                self._say(offer_completion(self._parent, self._session, changes.message))

    def _with_client(self, ask: Callable[[QWidget, Session, int], Changes | None]) -> None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            self._say(ask(self._parent, self._session, client_id))

    def _instalment_plan(self) -> None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            open_plan(self._parent, self._session, client_id, self.done.emit)

    def _pause(self) -> None:
        self._with_client(lambda parent, session, client: PauseDialog.ask(parent, session, client_id=client))

    def _invoice(self, *, credit_note: bool) -> None:
        client_id = self._page().current_client_id()
        self._say(
            InvoiceDialog.ask(self._parent, self._session, client_id=client_id, credit_note=credit_note)
        )

    def _statement(self) -> None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            StatementDialog.ask(self._parent, self._session, client_id)

    def _payment(self) -> None:
        page = self._page()
        invoice_id = page.current_invoice_id()
        self._say(
            PaymentDialog.ask(
                self._parent,
                self._session,
                client_id=page.current_client_id(),
                invoice_ids=() if invoice_id is None else (invoice_id,),
            )
        )

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
