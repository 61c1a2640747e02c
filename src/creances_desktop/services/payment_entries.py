"""The rows of payments within an action under way: entering, setting on due items, reversing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import allocation
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft, OpenItem
from creances_desktop.domain.money import Cents
from creances_desktop.domain.payments import Allocation, PaymentMode
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.payments import StoredAllocation, StoredPayment
from creances_desktop.storage.transaction import Transaction

FAR = date(9999, 12, 31)
"""As of this day everything entered counts, future dates included."""
RECORDED = "payment_recorded"
TAKEN_BACK = "AN-"
"""The number of the credit that takes a debit of paid interest off begins so."""
SLIP = "Annulation"
"""The label of the row that takes a slip of the pen back."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is set on due items: a payment or a credit, with the cents of it that may be used."""

    limit: Cents
    payment_id: int | None = None
    credit_id: int | None = None


def share_out(
    t: Transaction,
    sources: Sequence[Source],
    allocations: Iterable[Allocation],
    items: Iterable[OpenItem],
    *,
    day: date,
    entry: int,
) -> None:
    """Sets the sources, one after the other, on the due items."""
    issued = {item.due_item_id: item.issue_date for item in items}
    left = [source.limit for source in sources]
    for part in allocations:
        wanted = part.amount
        for place, source in enumerate(sources):
            amount = min(wanted, left[place])
            if amount > 0:
                # Money received before the invoice counts on it from the invoice's own date.
                since = max(day, issued[part.due_item_id])
                set_on(t, source, part.due_item_id, amount, day=since, entry=entry)
                left[place] -= amount
                wanted -= amount


def set_on(t: Transaction, source: Source, due_item_id: int, amount: Cents, *, day: date, entry: int) -> None:
    """Sets a part of a payment or credit on a due item from `day`, or from when there is room for it.

    Never above the due item or the source, on any day. Raises NotOpen where there is no room at all.
    """
    item = t.invoices.due_item(due_item_id)
    whole = _whole(t, source)
    on_item = allocation.first_fitting_day(day, amount, t.payments.moves_on(due_item_id), item.amount)
    moves = t.payments.moves_of(payment_id=source.payment_id, credit_id=source.credit_id)
    of_source = allocation.first_fitting_day(day, amount, moves, whole)
    if on_item is None or of_source is None:
        raise allocation.NotOpen
    t.payments.allocate(
        due_item_id,
        amount,
        max(on_item, of_source),
        action_id=entry,
        payment_id=source.payment_id,
        credit_id=source.credit_id,
    )


def _whole(t: Transaction, source: Source) -> Cents:
    if source.payment_id is not None:
        return t.payments.get(source.payment_id).amount
    return t.invoices.get(source.credit_id or 0).gross


def with_fees(t: Transaction, payment: StoredPayment) -> list[StoredPayment]:
    """The payment and the fees that were entered with it."""
    if payment.action_id is None or t.journal.get(payment.action_id).action != RECORDED:
        return [payment]
    fees = [
        one
        for one in t.payments.of_action(payment.action_id)
        if one.mode == PaymentMode.BANK_FEE.value and one.id != payment.id
    ]
    return [payment, *fees]


def reverse_payment(
    t: Transaction, payment: StoredPayment, on: date, entry: int, *, reopens: bool, label: str = SLIP
) -> None:
    """Appends the rows that cancel a payment and its allocations from `on`."""
    reversal = t.payments.add(
        payment.client_id,
        -payment.amount,
        on,
        payment.mode,
        payment.reference,
        action_id=entry,
        label=label,
        reverses_id=payment.id,
    )
    for part in t.payments.of_payment(payment.id):
        since = max(on, part.effective_on)
        reverse_allocation(t, part, since, entry, payment_id=reversal, reopens=reopens)
        debit = t.invoices.get(t.invoices.due_item(part.due_item_id).invoice_id)
        claimed = t.claim_inputs.claimed_by(debit.id)
        if claimed is not None and debit.reversed_by is None:
            _give_charges_back(t, debit, part, on, entry=entry, told=label)


def give_imported_charges_back(t: Transaction, entry: int) -> None:
    """The same for the payments that an import of that entry took back."""
    for debit_id, payment_id, part in t.claim_inputs.charges_taken_back(entry):
        label = t.payments.get(payment_id).label
        _give_charges_back(t, t.invoices.get(debit_id), part, part.effective_on, entry=entry, told=label)


def _give_charges_back(
    t: Transaction, debit: StoredInvoice, part: StoredAllocation, on: date, *, entry: int, told: str
) -> None:
    """Takes the debit of paid interest and indemnity off with its payment: they are claimed again as before.

    From the day of the return, so that every earlier day stays what it was; as if it never was when the
    payment was a slip of the pen, whose rows all bear one day.
    """
    slip = told == SLIP and on == debit.issue_date
    on = max(on, part.effective_on)
    credit = t.invoices.add(
        InvoiceDraft(
            client_id=debit.client_id,
            kind=DocumentKind.DEBIT_CANCELLATION if slip else DocumentKind.OTHER_CREDIT,
            number=debit.number if slip else f"{TAKEN_BACK}{debit.number}",
            issue_date=debit.issue_date if slip else on,
            net=part.amount,
            vat=0,
            gross=part.amount,
            label=f"Annulation de {debit.number}" if slip else f"{told}\u00a0: intérêts de nouveau dus",
        ),
        action_id=entry,
        reverses_id=debit.id if slip else None,
    )
    t.payments.allocate(part.due_item_id, part.amount, on, action_id=entry, credit_id=credit)


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
