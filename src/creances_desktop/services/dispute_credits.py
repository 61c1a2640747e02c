"""How a dispute ends, and the credit note that takes off what was conceded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import disputes as rules
from creances_desktop.domain.disputes import Outcome
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import Allocation
from creances_desktop.domain.text import short_date
from creances_desktop.services import invoices
from creances_desktop.services.payment_entries import FAR, Source, share_out
from creances_desktop.storage.disputes import StoredDispute
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DisputeEnd:
    """How a dispute ends.

    `conceded` cents are taken off the invoice by the credit note `number` of the day, entered by the same
    action; an empty number enters none. `never_owed`: what it takes off was never due, so it bore no
    interest.
    """

    outcome: Outcome
    conceded: Cents = 0
    number: str = ""
    note: str = ""
    never_owed: bool = True


def credit_note(
    dispute: StoredDispute, invoice: StoredInvoice, end: DisputeEnd, contested: Cents, today: date
) -> InvoiceDraft | None:
    """The credit note to enter on an invoice of which `contested` cents are contested, None without one.

    Raises InvalidValue (`conceded`).
    """
    if end.outcome is Outcome.UPHELD:
        if end.conceded:
            raise InvalidValue("conceded", "Une créance maintenue reste due en entier\u00a0: laissez vide.")
        return None
    if end.conceded > contested:
        raise InvalidValue(
            "conceded",
            f"La partie contestée est de {format_cents(contested)}\u00a0: l’avoir du litige ne la dépasse "
            "pas. Pour abandonner davantage, saisissez ensuite un autre avoir sur la facture.",
        )
    if not end.number.strip():
        return None
    if end.conceded <= 0:
        raise InvalidValue("conceded", "Indiquez la somme abandonnée, que l’avoir retire de la facture.")
    net, vat = rules.credit_amounts(invoice.gross, invoice.net, invoice.vat, end.conceded)
    return InvoiceDraft(
        client_id=invoice.client_id,
        kind=DocumentKind.CREDIT_NOTE,
        number=end.number.strip(),
        issue_date=today,
        net=net,
        vat=vat,
        gross=end.conceded,
        label=f"Avoir sur {invoice.number}, litige du {short_date(dispute.opened_on)}",
        corrects=end.never_owed,
    )


def enter_credit(t: Transaction, draft: InvoiceDraft, dispute: StoredDispute, entry: int) -> int:
    """Enters the credit note and sets it on the contested part first; its id."""
    invoices.refuse_duplicate(t, draft.client_id, draft.number)
    credit_id = t.invoices.add(invoices.checked(draft), action_id=entry, import_key=draft.number)
    items = t.balance.open_items(FAR, invoice_ids=[dispute.invoice_id])
    parts = rules.spread(draft.gross, items)
    allocations = tuple(Allocation(item_id, amount) for item_id, amount in parts.items())
    source = Source(draft.gross, credit_id=credit_id)
    share_out(t, [source], allocations, items, day=draft.issue_date, entry=entry)
    return credit_id
