"""What is owed: invoices and the other documents of a client's account, and their due items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.money import Cents


class DocumentKind(StrEnum):
    """A document of the client's account. The gross amount is always positive: the kind gives the side."""

    INVOICE = "invoice"
    OPENING_BALANCE = "opening_balance"
    OTHER_DEBIT = "other_debit"
    CREDIT_NOTE = "credit_note"
    OTHER_CREDIT = "other_credit"
    DEBIT_CANCELLATION = "debit_cancellation"
    CREDIT_CANCELLATION = "credit_cancellation"

    @property
    def is_debit(self) -> bool:
        """Whether it raises what the client owes, and so has due items."""
        return self in _DEBITS

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _KIND_LABELS[self]


_DEBITS = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.OPENING_BALANCE,
        DocumentKind.OTHER_DEBIT,
        DocumentKind.CREDIT_CANCELLATION,
    }
)
_KIND_LABELS = {
    DocumentKind.INVOICE: "Facture",
    DocumentKind.OPENING_BALANCE: "Reprise de solde",
    DocumentKind.OTHER_DEBIT: "Autre débit",
    DocumentKind.CREDIT_NOTE: "Avoir",
    DocumentKind.OTHER_CREDIT: "Autre crédit",
    DocumentKind.DEBIT_CANCELLATION: "Annulation",
    DocumentKind.CREDIT_CANCELLATION: "Annulation",
}


@dataclass(frozen=True, slots=True)
class DueItemDraft:
    """One due date of an invoice and the amount due on it; `estimated` when no document gave the date."""

    due_date: date
    amount: Cents
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """What the user types about an invoice or a credit note; amounts in cents, all positive.

    `net` and `vat` are both None when no paper gave them. `due_items` is empty for credits and otherwise sums
    to `gross`.
    """

    client_id: int
    kind: DocumentKind
    number: str
    issue_date: date
    net: Cents | None
    vat: Cents | None
    gross: Cents
    due_items: tuple[DueItemDraft, ...] = ()
    label: str = ""
    order_reference: str = ""
    terms: str = ""
    early_payment: str = ""
    performance_date: date | None = None
    notified_on: date | None = None
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A due item with something left to pay on a day, in cents.

    `disputed` is what a follow-up leaves out of `outstanding` because it is contested, 0 everywhere else.
    """

    due_item_id: int
    invoice_id: int
    client_id: int
    kind: DocumentKind
    number: str
    label: str
    issue_date: date
    due_date: date
    estimated: bool
    to_confirm: bool
    gross: Cents
    amount: Cents
    outstanding: Cents
    cycle: int = 1
    disputed: Cents = 0

    @property
    def paid(self) -> Cents:
        """What was paid or credited of the amount due."""
        return self.amount - self.outstanding - self.disputed

    def days_late(self, day: date) -> int:
        """Days from the due date to `day`; negative before the due date, 0 on it."""
        return (day - self.due_date).days
