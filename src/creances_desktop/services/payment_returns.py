"""Payments that come back: unpaid cheques and bills, returned direct debits."""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.text import fold, short_date
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.payment_entries import reverse_payment, with_fees
from creances_desktop.storage.payments import StoredPayment
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_WORDS = {
    PaymentMode.CHEQUE.value: "Chèque impayé",
    PaymentMode.DIRECT_DEBIT.value: "Prélèvement rejeté",
    PaymentMode.BILL.value: "Effet impayé",
    PaymentMode.TRANSFER.value: "Virement retourné",
}
OTHER = "Règlement rejeté"


def words(mode: str) -> str:
    """What a payment of that mode is called once it came back: `Chèque impayé`, `Prélèvement rejeté`."""
    return _WORDS.get(mode, OTHER)


def is_return(label: str) -> bool:
    """Whether a reversing row of that label is money that came back, not a slip of the pen."""
    return label.startswith((*_WORDS.values(), OTHER))


def returned(
    store: Store, payment_id: int, on: date, reason: str = "", *, today: date | None = None
) -> Changes:
    """Reverses a payment from the day it came back; what it had settled is followed up anew.

    Before that day every balance stays what it was. Raises InvalidValue for a day before the payment or
    after `today`, DomainError when it was cancelled already.
    """
    with store.transaction() as t:
        payment = standing(t, payment_id)
        if on < payment.bank_date:
            raise InvalidValue(
                "on",
                f"Ce règlement est du {short_date(payment.bank_date)}\u00a0: il n’a pas pu revenir avant.",
            )
        if today is not None and on > today:
            raise InvalidValue("on", "La date du rejet est dans le futur\u00a0: corrigez-la.")
        word, why = words(payment.mode), reason.strip()
        # A reason that only says so again is none.
        told = f"{word} ({why})" if why and fold(why) != fold(word) else word
        client = t.clients.get(payment.client_id)
        text = (
            f"{told}\u00a0: {format_cents(payment.amount)} du {short_date(payment.bank_date)} — {client.name}"
        )
        entry = t.journal.append(
            "payment_returned",
            text,
            client_id=payment.client_id,
            before={"payment_id": payment_id},
            after={"on": on, "reason": reason.strip()},
        )
        for one in with_fees(t, payment):
            reverse_payment(t, one, on, entry, reopens=True, label=told)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry)


def standing(t: Transaction, payment_id: int) -> StoredPayment:
    """A payment that was not cancelled; DomainError otherwise."""
    payment = t.payments.get(payment_id)
    if payment_id not in {one.id for one in t.payments.of_client(payment.client_id)}:
        raise DomainError("Ce règlement est déjà annulé.")
    return payment
