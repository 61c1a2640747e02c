"""Cancelling a payment or a document: nothing is erased, a reversing entry is added with its reason."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services import invoices, payments
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean

MISTAKE, UNPAID = "mistake", "unpaid"


class CancelPaymentDialog(HoldDialog):
    """Why a payment is cancelled: it was a mistake, or the money went back."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, payment_id: int) -> Changes | None:
        """The cancellation; None when the user gave up."""
        return cls(session, parent, payment_id).run()

    def __init__(self, session: Session, parent: QWidget | None, payment_id: int) -> None:
        self._payment = payments.get(session.store, payment_id)
        one = self._payment
        super().__init__(
            "Annuler le règlement",
            "Annuler le règlement",
            f"Règlement de {format_cents(one.amount)} du {short_date(one.bank_date)}"
            + (f" ({one.reference})" if one.reference else ""),
            "Le règlement reste dans l’historique avec son annulation\u00a0; ce qu’il payait redevient dû.",
            parent,
        )
        self.cancel_button.setText("Revenir")
        self._session = session
        self.why = QComboBox(self)
        self.why.addItem("Erreur de saisie\u00a0: il n’a jamais eu lieu", MISTAKE)
        self.why.addItem("Impayé\u00a0: l’argent est reparti (chèque, prélèvement rejeté)", UNPAID)
        self.on = DateField(session.today(), self, required="Indiquez le jour du rejet.", lean=Lean.BEHIND)
        self.on.set_value(session.today())
        self.reason = Field(self)
        self.form.add("why", "&Cause", self.why)
        self.form.add("on", "&Jour du rejet", self.on)
        self.form.add("reason", "&Motif", self.reason)
        self.why.activated.connect(self._on_cause_chosen)
        self._on_cause_chosen()
        self.why.setFocus()

    @Slot()
    def _on_cause_chosen(self) -> None:
        self.form.set_line_visible("on", self.why.currentData() == UNPAID)

    def save(self) -> Changes | None:
        unpaid = self.why.currentData() == UNPAID
        on = self.on.value() if unpaid else self._payment.bank_date
        reason = self.reason.text().strip() or ("impayé" if unpaid else "")
        return payments.cancel(self._session.store, self._payment.id, on, reason, reopens=unpaid)


class CancelInvoiceDialog(HoldDialog):
    """Why a document is cancelled."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, invoice_id: int) -> Changes | None:
        """The cancellation; None when the user gave up."""
        return cls(session, parent, invoice_id).run()

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        card = invoices.card(session.store, invoice_id, session.today())
        one = card.invoice
        verb = "Annuler l’avoir" if not one.kind.is_debit else "Annuler la facture"
        super().__init__(
            verb,
            verb,
            f"{one.kind.label} {one.number} de {format_cents(one.gross)} — {card.client_name}",
            "Pour une saisie faite par erreur\u00a0: la pièce reste dans l’historique avec son annulation. "
            "Pour une facture déjà envoyée, enregistrez plutôt un avoir.",
            parent,
        )
        self.cancel_button.setText("Revenir")
        self._session, self._invoice_id = session, invoice_id
        self.reason = Field(self, required="Indiquez le motif\u00a0: il reste dans l’historique.")
        self.form.add("reason", "&Motif", self.reason)
        self.reason.setFocus()

    def save(self) -> Changes | None:
        return invoices.cancel(self._session.store, self._invoice_id, self.reason.text().strip())
