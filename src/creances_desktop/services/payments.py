"""Payments: proposed allocation, recording, cancelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import allocation
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.domain.text import short_date
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.payments import StoredAllocation, StoredPayment
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

FAR = date(9999, 12, 31)
"""As of this day everything entered counts, future dates included."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The open items of a client and the allocation proposed on them; `left` cents stay unallocated."""

    items: tuple[OpenItem, ...]
    allocations: tuple[Allocation, ...]
    left: Cents


def propose(store: Store, client_id: int, amount: Cents, *, designated: tuple[int, ...] = ()) -> Proposal:
    """Where a payment of `amount` cents would go: the designated due items first, then the oldest."""
    items = open_items(store, client_id)
    parts = allocation.allocate(amount, items, designated=designated)
    return Proposal(items, parts, amount - sum(part.amount for part in parts))


def open_items(store: Store, client_id: int) -> tuple[OpenItem, ...]:
    """The due items of a client on which money can be set, everything entered counted, oldest first."""
    with store.reading() as r:
        return tuple(item for item in r.balance.open_items(FAR, client_id=client_id) if item.outstanding > 0)


def record(store: Store, draft: PaymentDraft, today: date) -> Changes:
    """Enters a payment with its allocations.

    Raises InvalidValue (amount, date) and the errors of `allocation.check`: nothing above what is open or
    was paid.
    """
    with store.transaction() as t:
        return enter(t, draft, today)


def enter(t: Transaction, draft: PaymentDraft, today: date) -> Changes:
    """What `record` does, within an action under way."""
    if draft.amount <= 0:
        raise InvalidValue("amount", "Le montant du règlement doit être supérieur à zéro.")
    if draft.bank_date > today:
        raise InvalidValue("bank_date", "La date du règlement est dans le futur\u00a0: corrigez-la.")
    client = t.clients.get(draft.client_id)
    items = t.balance.open_items(FAR, client_id=draft.client_id)
    allocation.check(draft.amount, draft.allocations, items)
    text = f"Règlement de {format_cents(draft.amount)} du {short_date(draft.bank_date)} — {client.name}"
    entry = t.journal.append(
        "payment_recorded",
        text,
        client_id=draft.client_id,
        after={"amount": draft.amount, "bank_date": draft.bank_date, "reference": draft.reference},
    )
    payment_id = t.payments.add(
        draft.client_id, draft.amount, draft.bank_date, draft.mode.value, draft.reference, action_id=entry
    )
    _allocate(t, draft.allocations, items, draft.bank_date, entry, payment_id=payment_id)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry, row_id=payment_id)


def allocate_credit(store: Store, credit_id: int, allocations: tuple[Allocation, ...]) -> Changes:
    """Sets a credit note on due items of its client. Raises the errors of `allocation.check`."""
    with store.transaction() as t:
        credit = t.invoices.get(credit_id)
        items = t.balance.open_items(FAR, client_id=credit.client_id)
        allocation.check(t.payments.unallocated_credit(credit_id), allocations, items)
        entry = t.journal.append(
            "credit_allocated",
            f"Avoir {credit.number} imputé",
            client_id=credit.client_id,
            invoice_id=credit_id,
            after=[[one.due_item_id, one.amount] for one in allocations],
        )
        _allocate(t, allocations, items, credit.issue_date, entry, credit_id=credit_id)
    return changed(
        Subject.PAYMENTS, Subject.INVOICES, message=f"Avoir {credit.number} imputé.", entry_id=entry
    )


def cancel(store: Store, payment_id: int, on: date, reason: str, *, reopens: bool = False) -> Changes:
    """Cancels a payment by reversing rows dated `on`.

    `reopens`: the money came back (unpaid cheque): the follow-up of what it had settled starts a new cycle.
    Otherwise the entry was a mistake: pass the payment's own date, and it never counted. Raises DomainError
    when it was already cancelled.
    """
    with store.transaction() as t:
        payment = t.payments.get(payment_id)
        live = {one.id for one in t.payments.of_client(payment.client_id)}
        if payment_id not in live:
            raise DomainError("Ce règlement est déjà annulé.")
        text = f"Règlement de {format_cents(payment.amount)} annulé\u00a0: {reason or 'erreur de saisie'}"
        entry = t.journal.append(
            "payment_cancelled", text, client_id=payment.client_id, before={"payment_id": payment_id}
        )
        reverse_payment(t, payment, on, entry, reopens=reopens)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry)


def reverse_payment(t: Transaction, payment: StoredPayment, on: date, entry: int, *, reopens: bool) -> None:
    """Appends the rows that cancel a payment and its allocations from `on`."""
    reversal = t.payments.add(
        payment.client_id,
        -payment.amount,
        on,
        payment.mode,
        payment.reference,
        action_id=entry,
        label="Annulation",
        reverses_id=payment.id,
    )
    for part in t.payments.of_payment(payment.id):
        reverse_allocation(t, part, max(on, part.effective_on), entry, payment_id=reversal, reopens=reopens)


def reverse_allocation(
    t: Transaction,
    part: StoredAllocation,
    on: date,
    entry: int,
    *,
    payment_id: int | None = None,
    reopens: bool = False,
) -> None:
    """Appends the row that takes an allocation back from `on`.

    `payment_id`: the reversing payment in whose name it is done, if there is one.
    """
    t.payments.allocate(
        part.due_item_id,
        -part.amount,
        on,
        action_id=entry,
        payment_id=payment_id or part.payment_id,
        credit_id=part.credit_id,
        reverses_id=part.id,
        reopens=reopens,
    )


def get(store: Store, payment_id: int) -> StoredPayment:
    """One payment."""
    with store.reading() as r:
        return r.payments.get(payment_id)


def of_client(store: Store, client_id: int) -> list[StoredPayment]:
    """The payments of a client that stand, newest first."""
    with store.reading() as r:
        return r.payments.of_client(client_id)


def _allocate(
    t: Transaction,
    allocations: tuple[Allocation, ...],
    items: list[OpenItem],
    day: date,
    entry: int,
    *,
    payment_id: int | None = None,
    credit_id: int | None = None,
) -> None:
    issued = {item.due_item_id: item.issue_date for item in items}
    for part in allocations:
        t.payments.allocate(
            part.due_item_id,
            part.amount,
            # Money received before the invoice counts on it from the invoice's own date.
            max(day, issued[part.due_item_id]),
            action_id=entry,
            payment_id=payment_id,
            credit_id=credit_id,
        )
