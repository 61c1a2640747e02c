"""Money given back: the unallocated rest of a payment, or what is left of a credit note."""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.allocation import AboveAmount, NotPositive
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.payment_entries import Source, set_on
from creances_desktop.services.payment_returns import standing
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

LABEL = "Remboursement"
PREFIX = "RB-"
"""The number of the document that a refund enters begins so."""


def refund(
    store: Store,
    on: date,
    reason: str,
    *,
    payment_id: int | None = None,
    credit_id: int | None = None,
    amount: Cents | None = None,
    today: date | None = None,
) -> Changes:
    """Gives back what is left of a payment or of a credit note, or `amount` cents of it.

    It enters a debit of the client's account, settled at once by that payment or credit: it never is to be
    paid, and is not followed up. Raises InvalidValue (`on`, `reason`), AboveAmount, NotPositive.
    """
    if not reason.strip():
        raise InvalidValue("reason", "Indiquez pourquoi cette somme est rendue.")
    if today is not None and on > today:
        raise InvalidValue("on", "La date du remboursement est dans le futur\u00a0: corrigez-la.")
    with store.transaction() as t:
        source, client_id, since, told = _source(t, payment_id, credit_id)
        if on < since:
            raise InvalidValue(
                "on", f"{told} est du {short_date(since)}\u00a0: le remboursement ne peut pas le précéder."
            )
        given = source.limit if amount is None else amount
        if given <= 0:
            raise NotPositive(given)
        if given > source.limit:
            raise AboveAmount(source.limit, given)
        client = t.clients.get(client_id)
        text = f"{LABEL} de {format_cents(given)} ({reason.strip()}) — {client.name}"
        entry = t.journal.append(
            "credit_refunded",
            text,
            client_id=client_id,
            invoice_id=credit_id,
            after={"amount": given, "on": on, "payment_id": payment_id, "credit_id": credit_id},
        )
        invoice_id = _enter(t, client_id, given, on, f"{LABEL}\u00a0: {reason.strip()}", entry=entry)
        (item,) = t.invoices.due_items(invoice_id)
        set_on(t, source, item.id, given, day=on, entry=entry)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry, row_id=invoice_id)


def _source(t: Transaction, payment_id: int | None, credit_id: int | None) -> tuple[Source, int, date, str]:
    if payment_id is not None:
        payment = standing(t, payment_id)
        source = Source(payment.unallocated, payment_id)
        return source, payment.client_id, payment.bank_date, "Le règlement"
    if credit_id is None:
        raise ValueError("a refund needs a payment or a credit note")
    credit = t.invoices.get(credit_id)
    if credit.kind.is_debit or credit.reversed_by is not None:
        raise DomainError(f"{credit.kind.label} {credit.number}\u00a0: rien n’est à rendre.")
    source = Source(t.payments.unallocated_credit(credit_id), credit_id=credit_id)
    return source, credit.client_id, credit.issue_date, "L’avoir"


def _enter(t: Transaction, client_id: int, amount: Cents, on: date, label: str, *, entry: int) -> int:
    """The debit that the refund is; to be confirmed before anything could be claimed on it."""
    draft = InvoiceDraft(
        client_id=client_id,
        kind=DocumentKind.OTHER_DEBIT,
        number=f"{PREFIX}{entry}",
        issue_date=on,
        net=amount,
        vat=0,
        gross=amount,
        due_items=(DueItemDraft(on, amount),),
        label=label,
    )
    return t.invoices.add(draft, action_id=entry, import_key=draft.number, to_confirm=True)
