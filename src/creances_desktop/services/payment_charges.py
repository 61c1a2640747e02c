"""Interest and indemnities as payments see them: what they cost the debtor, and what he paid of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft, OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.settlement import Claim, Part, Settlement
from creances_desktop.services.payment_entries import FAR, Source, set_on
from creances_desktop.storage.claim_inputs import charges_key
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

PREFIX = "INT-"
LABEL = "Intérêts et indemnité de retard"


@dataclass(frozen=True, slots=True)
class Charge:
    """Interest and indemnity of an invoice that a payment settles, in cents."""

    invoice_id: int
    interest: Cents = 0
    indemnity: Cents = 0

    @property
    def amount(self) -> Cents:
        """Both together."""
        return self.interest + self.indemnity


class ClientCharges:
    """What the debts of a client cost him on a day; nothing where his regime is not known."""

    def __init__(self, store: Store, client_id: int, day: date) -> None:
        from creances_desktop.services import breakdown  # it imports the invoices, which import payments

        self.rates: dict[int, Decimal] = {}
        """The annual rate that each due item bears on the last of its days."""
        self._interest: defaultdict[int, Cents] = defaultdict(int)
        self._indemnity: dict[int, Cents] = {}
        try:
            found = breakdown.of_client(store, client_id, day).invoices
        except DomainError:
            return
        with store.reading() as r:
            received = {one.invoice.id: received_on(r, one.invoice.id) for one in found}
        for one in found:
            for line in one.result.lines:
                self.rates[line.due_item_id] = line.rate_percent
            if not one.is_given_up:
                left = received[one.invoice.id]
                for line in one.result.lines:
                    paid = min(left, line.interest)
                    self._interest[line.due_item_id] += line.interest - paid
                    left -= paid
                self._indemnity[one.invoice.id] = max(0, one.result.fixed_indemnity - left)

    def claims(self, items: tuple[OpenItem, ...]) -> list[Claim]:
        """The due items with their charges; the indemnity is on the first of each invoice."""
        made = []
        waiting = dict(self._indemnity)
        for item in items:
            indemnity = waiting.pop(item.invoice_id, 0)
            made.append(Claim(item, self._interest[item.due_item_id], indemnity))
        return made


def charges_of(settlement: Settlement, items: tuple[OpenItem, ...]) -> tuple[Charge, ...]:
    """The charges that a settlement pays, by invoice in the order of the items."""
    invoice_of = {item.due_item_id: item.invoice_id for item in items}
    sums: dict[int, dict[Part, Cents]] = {}
    for one in settlement.parts:
        if one.part is not Part.PRINCIPAL:
            parts = sums.setdefault(invoice_of[one.due_item_id], defaultdict(int))
            parts[one.part] += one.amount
    return tuple(
        Charge(invoice_id, parts.get(Part.INTEREST, 0), parts.get(Part.INDEMNITY, 0))
        for invoice_id, parts in sums.items()
    )


def received_on(t: Transaction, invoice_id: int) -> Cents:
    """What was paid of the interest and indemnity of an invoice, in cents."""
    return t.claim_inputs.received([invoice_id], FAR).get(invoice_id, 0)


def enter_charges(
    t: Transaction, charges: tuple[Charge, ...], source: Source, client_id: int, *, day: date, entry: int
) -> None:
    """Enters the charges that a payment settles: debits settled at once, which are not followed up."""
    for charge in charges:
        invoice = t.invoices.get(charge.invoice_id)
        if invoice.client_id != client_id:
            raise DomainError(f"{invoice.number} n’est pas à ce client\u00a0; rouvrez la fenêtre.")
        told = [
            f"{words} {format_cents(amount)}"
            for words, amount in (("intérêts", charge.interest), ("indemnité", charge.indemnity))
            if amount
        ]
        number = f"{PREFIX}{entry}-{invoice.number}"
        draft = InvoiceDraft(
            client_id=client_id,
            kind=DocumentKind.OTHER_DEBIT,
            number=number,
            issue_date=day,
            net=charge.amount,
            vat=0,
            gross=charge.amount,
            due_items=(DueItemDraft(day, charge.amount),),
            label=f"{LABEL} sur {invoice.number}\u00a0: {', '.join(told)}",
        )
        made = t.invoices.add(draft, action_id=entry, import_key=charges_key(number), to_confirm=True)
        t.claim_inputs.link_charges(made, invoice.id)
        (item,) = t.invoices.due_items(made)
        set_on(t, source, item.id, charge.amount, day=day, entry=entry)
