"""What becomes of a payment or of a rest: it came back, it is given back, it is no longer claimed."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.domain.write_offs import WriteOffReason
from creances_desktop.services import invoices, payments
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import AmountField, DateField, Field, Lean

RETURN_REASONS = (
    "Provision insuffisante",
    "Compte clôturé",
    "Opposition",
    "Prélèvement contesté",
    "Coordonnées bancaires fausses",
)


class ReturnedPaymentDialog(HoldDialog):
    """An unpaid cheque or bill, a returned direct debit: what it had paid is owed again."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, payment_id: int) -> Changes | None:
        """The return noted; None when the user gave up."""
        return cls(session, parent, payment_id).run()

    def __init__(self, session: Session, parent: QWidget | None, payment_id: int) -> None:
        one = payments.get(session.store, payment_id)
        super().__init__(
            "Impayé (chèque ou prélèvement revenu)",
            "Noter l’impayé",
            f"Règlement de {format_cents(one.amount)} du {short_date(one.bank_date)}"
            + (f" ({one.reference})" if one.reference else ""),
            "Ce qu’il payait redevient dû à compter de ce jour, et un nouveau cycle de relances "
            "commence\u00a0; avant ce jour, les comptes restent ce qu’ils étaient.",
            parent,
        )
        self._session, self._payment_id = session, payment_id
        today = session.today()
        self.on = DateField(today, self, required="Indiquez le jour du rejet.", lean=Lean.BEHIND)
        self.on.set_value(today)
        self.reason = QComboBox(self)
        self.reason.setEditable(True)
        self.reason.addItems(RETURN_REASONS)
        self.reason.setCurrentIndex(-1)
        self.form.add("on", "&Revenu le", self.on)
        self.form.add("reason", "&Motif de la banque", self.reason, "Facultatif.")
        self.on.setFocus()

    def save(self) -> Changes | None:
        return payments.returned(
            self._session.store,
            self._payment_id,
            self.on.value(),
            self.reason.currentText().strip(),
            today=self._session.today(),
        )


class RefundDialog(HoldDialog):
    """Money given back: the rest of a payment, or of a credit note."""

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        *,
        payment_id: int | None = None,
        credit_id: int | None = None,
    ) -> Changes | None:
        """The refund noted; None when the user gave up."""
        return cls(session, parent, payment_id=payment_id, credit_id=credit_id).run()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        payment_id: int | None = None,
        credit_id: int | None = None,
    ) -> None:
        about, left = _left_over(session, payment_id, credit_id)
        super().__init__(
            "Rembourser",
            "Noter le remboursement",
            f"{about}\u00a0: {format_cents(left)} à rendre",
            "Le virement se fait à votre banque\u00a0; il est noté ici, et le compte du client est soldé "
            "d’autant.",
            parent,
        )
        self._session, self._payment_id, self._credit_id = session, payment_id, credit_id
        today = session.today()
        self.amount = AmountField(self, required="Indiquez le montant rendu.", minimum=1, maximum=left)
        self.amount.set_value(left)
        self.on = DateField(today, self, required="Indiquez le jour.", lean=Lean.BEHIND)
        self.on.set_value(today)
        self.reason = Field(self, required="Indiquez pourquoi cette somme est rendue.")
        self.form.add("amount", "M&ontant", self.amount)
        self.form.add("on", "&Jour", self.on)
        self.form.add("reason", "&Motif", self.reason, "Trop-perçu, double paiement…")
        self.reason.setFocus()

    def save(self) -> Changes | None:
        return payments.refund(
            self._session.store,
            self.on.value(),
            self.reason.text().strip(),
            payment_id=self._payment_id,
            credit_id=self._credit_id,
            amount=self.amount.value(),
            today=self._session.today(),
        )


class WriteOffDialog(HoldDialog):
    """A small rest that is not claimed any more, with its reason."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, invoice_id: int) -> Changes | None:
        """The rest given up; None when the user gave up asking."""
        return cls(session, parent, invoice_id).run()

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        card = invoices.card(session.store, invoice_id, session.today())
        self._items: dict[int, OpenItem] = {item.due_item_id: item for item in card.open_items}
        limit = payments.allocation_settings(session.store).write_off_limit
        super().__init__(
            "Solder l’écart",
            "Solder l’écart",
            f"{card.invoice.kind.label} {card.invoice.number}\u00a0: reste {format_cents(card.outstanding)}",
            f"Pour un petit écart, {format_cents(limit)} au plus (Outils > Réglages)\u00a0; au-delà, "
            "enregistrez un avoir.",
            parent,
        )
        self._session = session
        self.item = QComboBox(self)
        for item in self._items.values():
            text = f"Échéance du {short_date(item.due_date)}\u00a0: {format_cents(item.outstanding)}"
            self.item.addItem(text, item.due_item_id)
        self.reason = QComboBox(self)
        for each in WriteOffReason:
            self.reason.addItem(each.label, each.value)
        self.comment = Field(self)
        self.form.add("item", "Éc&héance", self.item)
        self.form.add("reason", "&Motif", self.reason)
        self.form.add("comment", "&Précision", self.comment)
        self.form.set_line_visible("item", len(self._items) > 1)
        self.reason.activated.connect(self._on_reason_chosen)
        self._on_reason_chosen()
        self.reason.setFocus()

    @Slot()
    def _on_reason_chosen(self) -> None:
        other = self.reason.currentData() == WriteOffReason.OTHER.value
        self.form.set_hint("comment", "Obligatoire pour un autre motif." if other else "Facultative.")

    def save(self) -> Changes | None:
        if not self._items:
            raise DomainError("Il ne reste rien à payer sur cette pièce.")
        return payments.write_off(
            self._session.store,
            self.item.currentData(),
            WriteOffReason(self.reason.currentData()),
            self._session.today(),
            self.comment.text().strip(),
        )


def _left_over(session: Session, payment_id: int | None, credit_id: int | None) -> tuple[str, Cents]:
    """What is given back, in French, and how much of it is left, in cents."""
    if payment_id is not None:
        one = payments.get(session.store, payment_id)
        return f"Règlement de {format_cents(one.amount)} du {short_date(one.bank_date)}", one.unallocated
    card = invoices.card(session.store, credit_id or 0, session.today())
    used = sum(part.amount for part in card.allocations)
    return f"{card.invoice.kind.label} {card.invoice.number}", card.invoice.gross - used
