"""The actions about the law: breakdowns, rates, periods, settings, plans, what lapses first, aged balance."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.aged_balance import AgedBalanceDialog
from creances_desktop.ui.dialogs.breakdown import BreakdownDialog
from creances_desktop.ui.dialogs.claim_settings import ClaimSettingsDialog
from creances_desktop.ui.dialogs.client_limitation import ClientLimitationDialog
from creances_desktop.ui.dialogs.first_to_lapse import FirstToLapseDialog
from creances_desktop.ui.dialogs.limitation_periods import LimitationPeriodsDialog
from creances_desktop.ui.dialogs.plan import PlanDialog
from creances_desktop.ui.dialogs.rates import RatesDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.session import Session
from creances_desktop.ui.trade_actions import NO_CLIENT
from creances_desktop.ui.widgets.banner import Banner

NO_INVOICE = (
    "Choisissez d’abord une facture\u00a0: une ligne de l’onglet Factures, ou de la fiche d’un client."
)


class LawActions(QObject):
    """What the menus open about the law, on what the page shows.

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
        parent, session = self._parent, self._session
        return {
            "breakdown_invoice": self._breakdown_of_invoice,
            "breakdown_client": self._breakdown_of_client,
            "legal_rates": lambda: self._say(RatesDialog.ask(parent, session)),
            "limitation_periods": lambda: self._say(LimitationPeriodsDialog.ask(parent, session)),
            "client_limitation": self._client_limitation,
            "claim_settings": lambda: self._say(ClaimSettingsDialog.ask(parent, session)),
            "first_to_lapse": self._first_to_lapse,
            "aged_balance": self._aged_balance,
            "plans": lambda: self._say(PlanDialog.ask(parent, session)),
        }

    def _breakdown_of_invoice(self) -> None:
        invoice_id = self._page().current_invoice_id()
        if invoice_id is None:
            messages.refuse(NO_INVOICE, self._parent, self._banner)
        else:
            BreakdownDialog.ask(self._parent, self._session, invoice_id=invoice_id, on_change=self._say)

    def _breakdown_of_client(self) -> None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            BreakdownDialog.ask(self._parent, self._session, client_id=client_id, on_change=self._say)

    def _client_limitation(self) -> None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            self._say(ClientLimitationDialog.ask(self._parent, self._session, client_id))

    def _first_to_lapse(self) -> None:
        """Show the list; the invoice opened there is shown by the page, as any other."""
        invoice_id = FirstToLapseDialog.ask(self._parent, self._session)
        if invoice_id is not None:
            self._page().invoice_chosen.emit(invoice_id)

    def _aged_balance(self) -> None:
        """Show the balance; the client opened there is shown by the page, as any other."""
        client_id = AgedBalanceDialog.ask(self._parent, self._session)
        if client_id is not None:
            self._page().client_chosen.emit(client_id)

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
