"""The discount that an early payer has earned, granted once it is known when he paid."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.text import short_date
from creances_desktop.services import payments
from creances_desktop.services.assembly import Store
from creances_desktop.services.changes import Changes
from creances_desktop.services.invoices import InvoiceCard
from creances_desktop.services.write_offs import DISCOUNT, DiscountOffer
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Lean


def offer_on(store: Store, card: InvoiceCard, day: date) -> DiscountOffer | None:
    """The discount still to be granted on an invoice: in time on `day`, or paid in time; None otherwise."""
    try:
        offer = payments.discount(store, card.invoice.id, day)
    except InvalidValue:
        # Conditions typed elsewhere that cannot be read promise nothing here.
        return None
    if offer is None or all(item.outstanding < offer.discount for item in card.open_items):
        return None
    found = [payments.get(store, part.payment_id) for part in card.allocations if part.payment_id]
    if any(one.mode == PaymentMode.WRITE_OFF.value and one.label == DISCOUNT for one in found):
        return None
    return offer if offer.is_open or _paid_on(store, card, offer) else None


def _paid_on(store: Store, card: InvoiceCard, offer: DiscountOffer) -> date | None:
    """The last day on which money came in time for the discount; None when none did."""
    found = [payments.get(store, part.payment_id) for part in card.allocations if part.payment_id]
    days = [one.bank_date for one in found if one.mode != PaymentMode.WRITE_OFF.value]
    return max((day for day in days if day <= offer.deadline), default=None)


def offer_sentence(offer: DiscountOffer) -> str:
    """The French line of an offer: how much, until when."""
    return f"Escompte de {format_cents(offer.discount)} jusqu’au {short_date(offer.deadline)}"


class DiscountDialog(HoldDialog):
    """The day on which the client paid, then the discount is taken off the invoice."""

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, card: InvoiceCard, offer: DiscountOffer
    ) -> Changes | None:
        """The discount granted; None when the user gave up."""
        return cls(session, parent, card, offer).run()

    def __init__(
        self, session: Session, parent: QWidget | None, card: InvoiceCard, offer: DiscountOffer
    ) -> None:
        super().__init__(
            "Accorder l’escompte",
            "Accorder l’escompte",
            f"{card.invoice.kind.label} {card.invoice.number} — {card.client_name}\u00a0: "
            f"{offer_sentence(offer)[0].lower()}{offer_sentence(offer)[1:]}",
            f"{format_cents(offer.discount)} ne seront plus réclamés\u00a0; "
            f"{format_cents(card.invoice.gross - offer.discount)} soldent la facture.",
            parent,
        )
        self._session, self._card = session, card
        today = session.today()
        self.paid_on = DateField(today, self, required="Indiquez le jour du paiement.", lean=Lean.BEHIND)
        self.paid_on.set_value(_paid_on(session.store, card, offer) or today)
        self.form.add("paid_on", "&Payé le", self.paid_on)
        self.paid_on.setFocus()

    def save(self) -> Changes | None:
        day, invoice = self.paid_on.value(), self._card.invoice
        if not invoice.issue_date <= day <= self._session.today():
            raise InvalidValue("paid_on", "Indiquez un jour entre l’émission de la facture et aujourd’hui.")
        return payments.grant_discount(self._session.store, invoice.id, day)
