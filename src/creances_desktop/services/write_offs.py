"""Small gaps given up with a reason, and the discounts that early payers have earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import early_payment, write_offs
from creances_desktop.domain.allocation import NotOpen, NotPositive
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.text import short_date
from creances_desktop.domain.write_offs import WriteOffReason
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.payment_entries import FAR, Source, set_on
from creances_desktop.services.payment_settings import settings_of
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

DISCOUNT = "Escompte accordé"


@dataclass(frozen=True, slots=True)
class DiscountOffer:
    """The discount of an invoice as of a day, in cents; `to_pay` settles it on that day."""

    invoice_id: int
    discount: Cents
    to_pay: Cents
    deadline: date
    sentence: str
    is_open: bool


def write_off(
    store: Store, due_item_id: int, reason: WriteOffReason, day: date, comment: str = ""
) -> Changes:
    """Gives up what is left on a due item, from `day` on, up to the limit of the settings.

    Raises NotOpen, AboveLimit (a credit note is then the way), ReasonMissing.
    """
    with store.transaction() as t:
        item = _open_item(t, due_item_id)
        gap = write_offs.write_off(item, settings_of(t).write_off_limit, reason, comment)
        told = f"{reason.label}, {gap.comment}" if gap.comment else reason.label
        return give_up(t, item, gap.amount, day, told, action="gap_written_off")


def give_up(t: Transaction, item: OpenItem, amount: Cents, day: date, told: str, *, action: str) -> Changes:
    """Enters `amount` cents of a due item as a gap that is not claimed any more, for the reason told."""
    client = t.clients.get(item.client_id)
    text = f"{told}\u00a0: {format_cents(amount)} sur {item.number} — {client.name}"
    entry = t.journal.append(
        action,
        text,
        client_id=item.client_id,
        invoice_id=item.invoice_id,
        after={"due_item_id": item.due_item_id, "amount": amount, "reason": told},
    )
    day = max(day, item.issue_date)
    payment_id = t.payments.add(
        item.client_id, amount, day, PaymentMode.WRITE_OFF.value, "", action_id=entry, label=told
    )
    set_on(t, Source(amount, payment_id), item.due_item_id, amount, day=day, entry=entry)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry, row_id=payment_id)


def discount(store: Store, invoice_id: int, day: date) -> DiscountOffer | None:
    """The discount that the invoice offers; None without one. `is_open`: still to be had on `day`."""
    with store.reading() as r:
        return _offer(r, invoice_id, day)


def grant_discount(store: Store, invoice_id: int, paid_on: date) -> Changes:
    """Takes the discount off an invoice paid on that day, from that day on.

    Raises DomainError where it offers none, where that day is past the deadline or where it was granted
    already; NotOpen where less is left than the discount.
    """
    with store.transaction() as t:
        offer = _offer(t, invoice_id, paid_on)
        if offer is None:
            raise DomainError("Cette facture ne prévoit pas d’escompte.")
        if not offer.is_open:
            raise DomainError(
                f"L’escompte était à prendre au plus tard le {short_date(offer.deadline)}\u00a0: "
                f"le règlement est du {short_date(paid_on)}."
            )
        for part in t.payments.on_invoice(invoice_id):
            if part.payment_id is not None and t.payments.get(part.payment_id).label == DISCOUNT:
                day = short_date(part.effective_on)
                raise DomainError(
                    f"L’escompte de cette facture a déjà été accordé le {day}\u00a0: "
                    "il ne se prend qu’une fois."
                )
        items = [one for one in t.balance.open_items(FAR, invoice_ids=[invoice_id]) if one.outstanding > 0]
        fitting = [one for one in items if one.outstanding >= offer.discount]
        if not fitting:
            raise NotOpen
        return give_up(t, fitting[-1], offer.discount, paid_on, DISCOUNT, action="discount_granted")


def _offer(t: Transaction, invoice_id: int, day: date) -> DiscountOffer | None:
    invoice = t.invoices.get(invoice_id)
    terms = early_payment.parse(invoice.early_payment)
    if terms is None or not invoice.kind.is_debit:
        return None
    deadline = terms.deadline(invoice.issue_date)
    return DiscountOffer(
        invoice_id,
        terms.discount(invoice.gross),
        terms.to_pay(invoice.gross, invoice.issue_date, day),
        deadline,
        terms.sentence(invoice.gross, invoice.issue_date),
        day <= deadline,
    )


def _open_item(t: Transaction, due_item_id: int) -> OpenItem:
    stored = t.invoices.due_item(due_item_id)
    for item in t.balance.open_items(FAR, invoice_ids=[stored.invoice_id]):
        if item.due_item_id == due_item_id:
            if item.outstanding <= 0:
                raise NotPositive(item.outstanding)
            return item
    raise NotOpen
