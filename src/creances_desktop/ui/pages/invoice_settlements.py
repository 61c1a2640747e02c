"""The first tab of an invoice's card: its due dates, what settled them, and what becomes of a payment."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.services.invoices import InvoiceCard
from creances_desktop.services.write_offs import DiscountOffer
from creances_desktop.ui.dialogs.discount import offer_on, offer_sentence
from creances_desktop.ui.pages.invoice_actions import InvoiceActions
from creances_desktop.ui.pages.settlement_columns import (
    Settlement,
    due_columns,
    due_lines,
    settlement_columns,
    settlements,
)
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class InvoiceSettlementsTab(QWidget):
    """Due dates above, payments and credit notes below; the actions of the payment chosen at the foot."""

    def __init__(self, session: Session, invoice_id: int, actions: InvoiceActions, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._invoice_id, self._actions = session, invoice_id, actions
        self.due_items, self.settlements = Table("due_items", self), Table("settlements", self)
        self.model: ListModel[Settlement] = ListModel(settlement_columns(), parent=self)
        self.due_model = ListModel(due_columns(session.today), parent=self)
        for table, model, name in (
            (self.due_items, self.due_model, "Échéances"),
            (self.settlements, self.model, "Règlements et avoirs imputés"),
        ):
            table.set_rows_model(model)
            table.setAccessibleName(name)
        self.due_items.setMaximumHeight(self.fontMetrics().height() * 7)
        self.write_off = push_button("Solder l’é&cart…", self, icon="check", tooltip="Petit reste")
        self.returned = push_button("Impa&yé…", self, icon="undo-2", tooltip="Chèque ou prélèvement revenu")
        self.cancel_payment = push_button("Annuler ce rè&glement…", self, icon="ban")
        self.discount = QLabel(self)
        self.grant = push_button("Accord&er l’escompte…", self, icon="circle-check")
        disable_if_reading(session, self.write_off, self.returned, self.cancel_payment, self.grant)
        self._card: InvoiceCard | None = None
        self._offer: DiscountOffer | None = None
        gained = QHBoxLayout()
        gained.addWidget(self.discount)
        gained.addWidget(self.grant)
        gained.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.write_off)
        row.addStretch(1)
        row.addWidget(self.returned)
        row.addWidget(self.cancel_payment)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(gained)
        layout.addWidget(self.due_items)
        layout.addWidget(self.settlements, 1)
        layout.addLayout(row)
        self.write_off.clicked.connect(lambda: actions.write_off(invoice_id))
        self.grant.clicked.connect(self._on_grant)
        self.returned.clicked.connect(self._on_returned)
        self.cancel_payment.clicked.connect(self._on_cancel_payment)
        self.settlements.selection_changed.connect(self._on_selected)

    def show_card(self, card: InvoiceCard) -> None:
        """Show what settled this document, and only what can be done with it."""
        debit = card.invoice.kind.is_debit
        self.model.set_rows(settlements(self._session.store, card))
        self.due_model.set_rows(due_lines(card))
        self.due_items.setVisible(debit)
        self.write_off.setVisible(debit and card.outstanding > 0)
        self._show_discount(card)
        if debit:
            self.settlements.set_empty_message("Aucun règlement", "Enregistrez-le dès qu’il arrive.")
        else:
            self.settlements.set_empty_message("Avoir non imputé", "Imputez-le sur les factures qu’il solde.")
        self._on_selected()

    def _show_discount(self, card: InvoiceCard) -> None:
        """Offer the discount for early payment as long as it can be granted."""
        offer = offer_on(self._session.store, card, self._session.today())
        self._card, self._offer = card, offer
        self.discount.setText("" if offer is None else offer_sentence(offer))
        self.discount.setToolTip("" if offer is None else offer.sentence)
        self.discount.setVisible(offer is not None)
        self.grant.setVisible(offer is not None)

    def _chosen_payment(self) -> int | None:
        row = self.model.row_of(self.settlements.current_id())
        return row.payment_id if row else None

    @Slot()
    def _on_selected(self) -> None:
        chosen = self._chosen_payment() is not None
        self.cancel_payment.setVisible(chosen)
        self.returned.setVisible(chosen)

    @Slot()
    def _on_grant(self) -> None:
        if self._card is not None and self._offer is not None:
            self._actions.grant_discount(self._card, self._offer)

    @Slot()
    def _on_returned(self) -> None:
        payment_id = self._chosen_payment()
        if payment_id is not None:
            self._actions.returned(payment_id)

    @Slot()
    def _on_cancel_payment(self) -> None:
        payment_id = self._chosen_payment()
        if payment_id is not None:
            self._actions.cancel_payment(payment_id)
