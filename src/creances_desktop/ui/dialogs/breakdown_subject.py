"""What a breakdown is of: one invoice, the late invoices of a client, or those that a letter reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.text import short_date
from creances_desktop.services import breakdown, clients, invoices, letters
from creances_desktop.services.assembly import Store
from creances_desktop.services.breakdown import ClientBreakdown, InvoiceBreakdown


@dataclass(frozen=True, slots=True)
class BreakdownSubject:
    """One of the three ids, the others None."""

    store: Store
    invoice_id: int | None = None
    client_id: int | None = None
    letter_id: int | None = None

    @property
    def is_one_invoice(self) -> bool:
        """Whether there is one invoice and never more."""
        return self.invoice_id is not None

    def fixed_day(self) -> date | None:
        """The day that cannot be changed: that of a letter; None for the others."""
        return None if self.letter_id is None else _letter(self.store, self.letter_id).issued_on

    def about(self, day: date) -> str:
        """The French words of the title."""
        if self.invoice_id is not None:
            card = invoices.card(self.store, self.invoice_id, day)
            return f"{card.invoice.number} — {card.client_name}"
        if self.letter_id is not None:
            letter = _letter(self.store, self.letter_id)
            return f"lettre {letter.reference} du {short_date(letter.issued_on)}"
        return clients.get(self.store, self.client_id or 0).name

    def read(self, day: date) -> InvoiceBreakdown | ClientBreakdown:
        """The breakdown as of a day; a letter's is always as of its own."""
        if self.invoice_id is not None:
            return breakdown.of_invoice_id(self.store, self.invoice_id, day)
        if self.letter_id is not None:
            return breakdown.of_letter(self.store, self.letter_id)
        return breakdown.of_client(self.store, self.client_id or 0, day)


def invoices_of(found: InvoiceBreakdown | ClientBreakdown) -> tuple[InvoiceBreakdown, ...]:
    """The invoices of a breakdown."""
    return (found,) if isinstance(found, InvoiceBreakdown) else found.invoices


def file_word(found: InvoiceBreakdown | ClientBreakdown) -> str:
    """The number of the invoice or the code of the client, fit for a file name."""
    word = found.invoice.number if isinstance(found, InvoiceBreakdown) else found.client.code
    return "".join(letter if letter.isalnum() else "-" for letter in word)


def _letter(store: Store, letter_id: int) -> letters.StoredLetter:
    (letter,) = letters.page(store, [letter_id])
    return letter
