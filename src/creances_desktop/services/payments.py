"""Payments: proposed allocation, recording, cancelling; returns, refunds and gaps have files of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain import allocation
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import Allocation, PaymentDraft, PaymentMode
from creances_desktop.domain.settlement import Part, Priority, settle
from creances_desktop.domain.text import short_date
from creances_desktop.domain.write_offs import gross_of_fees
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.payment_charges import Charge, ClientCharges, charges_of, enter_charges
from creances_desktop.services.payment_entries import (
    FAR,
    RECORDED,
    SLIP,
    Source,
    reverse_allocation,
    reverse_payment,
    share_out,
    with_fees,
)
from creances_desktop.services.payment_returns import returned, standing
from creances_desktop.services.payment_settings import (
    AllocationSettings,
    allocation_settings,
    save_allocation_settings,
)
from creances_desktop.services.refunds import refund
from creances_desktop.services.write_offs import discount, grant_discount, write_off
from creances_desktop.storage.payments import StoredPayment
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "FAR",
    "AllocationSettings",
    "Charge",
    "Proposal",
    "StoredPayment",
    "allocate_credit",
    "allocate_rest",
    "allocation_settings",
    "cancel",
    "discount",
    "enter",
    "get",
    "grant_discount",
    "of_client",
    "open_items",
    "propose",
    "record",
    "refund",
    "returned",
    "reverse_allocation",
    "reverse_payment",
    "save_allocation_settings",
    "write_off",
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The open items of a client and the allocation proposed on them; `left` cents stay unallocated.

    `rule` tells the law beside the settings. `charges` is what settles interest and indemnities, where the
    setting says interest first: to pass on to `record` with the allocations.
    """

    items: tuple[OpenItem, ...]
    allocations: tuple[Allocation, ...]
    left: Cents
    rule: str = ""
    charges: tuple[Charge, ...] = ()


def propose(
    store: Store,
    client_id: int,
    amount: Cents,
    *,
    designated: tuple[int, ...] = (),
    day: date | None = None,
    settings: AllocationSettings | None = None,
) -> Proposal:
    """Where a payment of `amount` cents would go: the designated due items first, then as the settings say.

    `day` is that of the payment: the legal order and interest are counted as of it; without it, the oldest
    come first and only principal is settled. Raises NotPositive.
    """
    chosen = settings or allocation_settings(store)
    items = open_items(store, client_id)
    rule = f"{chosen.order.rule} {chosen.priority.rule}"
    if day is None or chosen == replace(AllocationSettings(), write_off_limit=chosen.write_off_limit):
        parts = allocation.allocate(amount, items, designated=designated)
        return Proposal(items, parts, allocation.left_over(amount, parts), rule)
    costs = ClientCharges(store, client_id, day)
    rank = allocation.ranking(chosen.order, day, costs.rates)
    if chosen.priority is Priority.PRINCIPAL_FIRST:
        parts = allocation.allocate(amount, items, designated=designated, rank=rank)
        return Proposal(items, parts, allocation.left_over(amount, parts), rule)
    settled = settle(amount, costs.claims(items), chosen.priority, designated=designated, rank=rank)
    parts = tuple(
        Allocation(one.due_item_id, one.amount) for one in settled.parts if one.part is Part.PRINCIPAL
    )
    return Proposal(items, parts, settled.left_over, rule, charges_of(settled, items))


def open_items(store: Store, client_id: int) -> tuple[OpenItem, ...]:
    """The due items of a client on which money can be set, everything entered counted, oldest first."""
    with store.reading() as r:
        return tuple(item for item in r.balance.open_items(FAR, client_id=client_id) if item.outstanding > 0)


def record(
    store: Store,
    draft: PaymentDraft,
    today: date,
    *,
    bank_fees: Cents = 0,
    charges: tuple[Charge, ...] = (),
) -> Changes:
    """Enters a payment with its allocations; `bank_fees` cents that a bank kept back are credited as well.

    `draft.amount` is what was received; `charges` is what of it settles interest and indemnities. Raises
    InvalidValue (amount, date), FeesTooHigh and the errors of `allocation.check`: nothing above what is open,
    or above what was paid and kept back.
    """
    with store.transaction() as t:
        return enter(t, draft, today, bank_fees=bank_fees, charges=charges)


def enter(
    t: Transaction,
    draft: PaymentDraft,
    today: date,
    *,
    bank_fees: Cents = 0,
    charges: tuple[Charge, ...] = (),
) -> Changes:
    """Enters a payment with its allocations, and the fees that a bank kept back as a row of their own.

    The allocations and the charges may reach the amount and the fees together. Raises InvalidValue (amount,
    date), the errors of `allocation.check`, FeesTooHigh.
    """
    client = t.clients.get(draft.client_id)
    items = t.balance.open_items(FAR, client_id=draft.client_id)
    _check_entry(draft, today, items, bank_fees, charges)
    text = f"Règlement de {format_cents(draft.amount)} du {short_date(draft.bank_date)} — {client.name}"
    if bank_fees:
        text += f", {format_cents(bank_fees)} de frais retenus"
    after = {"amount": draft.amount, "bank_date": draft.bank_date, "reference": draft.reference}
    entry = t.journal.append(
        RECORDED,
        text,
        client_id=draft.client_id,
        after=after | ({"bank_fees": bank_fees} if bank_fees else {}),
    )
    payment_id = t.payments.add(
        draft.client_id, draft.amount, draft.bank_date, draft.mode.value, draft.reference, action_id=entry
    )
    sources = [Source(draft.amount, payment_id)]
    if bank_fees:
        # First, so that what is left over is money that can be given back.
        sources.insert(0, _fees(t, draft, bank_fees, entry))
    share_out(t, sources, draft.allocations, items, day=draft.bank_date, entry=entry)
    if charges:
        source = Source(draft.amount, payment_id)
        enter_charges(t, charges, source, draft.client_id, day=draft.bank_date, entry=entry)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry, row_id=payment_id)


def _check_entry(
    draft: PaymentDraft,
    today: date,
    items: list[OpenItem],
    bank_fees: Cents,
    charges: tuple[Charge, ...],
) -> None:
    if draft.amount <= 0:
        raise InvalidValue("amount", "Le montant du règlement doit être supérieur à zéro.")
    if draft.bank_date > today:
        raise InvalidValue("bank_date", "La date du règlement est dans le futur\u00a0: corrigez-la.")
    whole = gross_of_fees(draft.amount, bank_fees)
    allocation.check(whole, draft.allocations, items)
    charged = sum(charge.amount for charge in charges)
    used = charged + sum(part.amount for part in draft.allocations)
    # Charges are paid by the money received, not by the fees kept back.
    if used > whole or charged > draft.amount:
        raise allocation.AboveAmount(whole, used)


def _fees(t: Transaction, draft: PaymentDraft, amount: Cents, entry: int) -> Source:
    """Enters the fees of a payment as a row of their own."""
    fee_id = t.payments.add(
        draft.client_id,
        amount,
        draft.bank_date,
        PaymentMode.BANK_FEE.value,
        draft.reference,
        action_id=entry,
        label="Frais retenus par la banque",
    )
    return Source(amount, fee_id)


def allocate_rest(store: Store, payment_id: int, allocations: tuple[Allocation, ...]) -> Changes:
    """Sets what is left of a payment on due items of its client. Raises the errors of `allocation.check`."""
    with store.transaction() as t:
        payment = standing(t, payment_id)
        items = t.balance.open_items(FAR, client_id=payment.client_id)
        allocation.check(payment.unallocated, allocations, items)
        amount = sum(part.amount for part in allocations)
        text = f"{format_cents(amount)} du règlement {payment.reference} imputés".replace("  ", " ")
        entry = t.journal.append(
            "payment_allocated",
            text,
            client_id=payment.client_id,
            after=[[one.due_item_id, one.amount] for one in allocations],
        )
        source = Source(payment.unallocated, payment_id)
        share_out(t, [source], allocations, items, day=payment.bank_date, entry=entry)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry, row_id=payment_id)


def allocate_credit(store: Store, credit_id: int, allocations: tuple[Allocation, ...]) -> Changes:
    """Sets a credit note on due items of its client. Raises the errors of `allocation.check`."""
    with store.transaction() as t:
        credit = t.invoices.get(credit_id)
        items = t.balance.open_items(FAR, client_id=credit.client_id)
        left = t.payments.unallocated_credit(credit_id)
        allocation.check(left, allocations, items)
        entry = t.journal.append(
            "credit_allocated",
            f"Avoir {credit.number} imputé",
            client_id=credit.client_id,
            invoice_id=credit_id,
            after=[[one.due_item_id, one.amount] for one in allocations],
        )
        source = Source(left, credit_id=credit_id)
        share_out(t, [source], allocations, items, day=credit.issue_date, entry=entry)
    return changed(
        Subject.PAYMENTS, Subject.INVOICES, message=f"Avoir {credit.number} imputé.", entry_id=entry
    )


def cancel(store: Store, payment_id: int, on: date, reason: str, *, reopens: bool = False) -> Changes:
    """Cancels a payment by reversing rows dated `on`, with the fees entered with it.

    `reopens`: the money came back: `returned` says so in clear. Otherwise the entry was a mistake: pass the
    payment's own date, and it never counted. Raises DomainError when it was already cancelled.
    """
    if reopens:
        return returned(store, payment_id, on, reason)
    with store.transaction() as t:
        payment = standing(t, payment_id)
        text = f"Règlement de {format_cents(payment.amount)} annulé\u00a0: {reason or 'erreur de saisie'}"
        entry = t.journal.append(
            "payment_cancelled", text, client_id=payment.client_id, before={"payment_id": payment_id}
        )
        for one in with_fees(t, payment):
            reverse_payment(t, one, on, entry, reopens=False, label=SLIP)
    return changed(Subject.PAYMENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry)


def get(store: Store, payment_id: int) -> StoredPayment:
    """One payment."""
    with store.reading() as r:
        return r.payments.get(payment_id)


def of_client(store: Store, client_id: int) -> list[StoredPayment]:
    """The payments of a client that stand, newest first."""
    with store.reading() as r:
        return r.payments.of_client(client_id)
