"""A simple invoice as a PDF: what the example dossier attaches to its invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.documents import letter_blocks as blocks
from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.letter_blocks import ROOMY
from creances_desktop.documents.page import LEFT, WIDTH
from creances_desktop.documents.sheet import Metadata
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.letters import Recipient
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.postal import place_of
from creances_desktop.domain.text import short_date

_COLUMNS = (
    Column("Désignation", 96, max_lines=3),
    Column("Quantité", 20, right=True),
    Column("Montant HT", 27, right=True),
    Column("TVA", 27, right=True),
)


@dataclass(frozen=True, slots=True)
class InvoiceSheet:
    """What stands on the invoice; amounts in cents, `due` the due dates with their amounts."""

    company: Company
    recipient: Recipient
    number: str
    issue_date: date
    due: tuple[tuple[date, Cents], ...]
    label: str
    net: Cents
    vat: Cents
    order_reference: str = ""


def draw(invoice: InvoiceSheet, *, logo: bytes | None = None) -> bytes:
    """The PDF of the invoice; the same invoice gives the same bytes."""
    company, recipient = invoice.company, invoice.recipient
    title = f"Facture {invoice.number}"
    head = blocks.running_head(company, recipient, title, invoice.issue_date)
    sheets = blocks.begin(company, recipient, blocks.readable(logo), head)
    references = [("Votre code client", recipient.code)]
    if invoice.order_reference:
        references.append(("Votre référence", invoice.order_reference))
    dated = blocks.place_and_day(place_of(company), invoice.issue_date)
    blocks.dated_references(sheets, dated, "", references, blocks.ROOMY)
    blocks.subject_line(sheets, title, ROOMY)
    tables.draw(sheets, Table(_COLUMNS, LEFT), (_line(invoice),), _totals(invoice))
    sheets.y += ROOMY.gap
    paragraphs.write(sheets, LEFT, WIDTH, _terms(invoice), ROOMY.body)
    blocks.payment_box(sheets, company, invoice.number, ROOMY)
    page.footers(sheets, company)
    return sheets.to_pdf(Metadata(title, company.legal_name, invoice.label, invoice.issue_date))


def _line(invoice: InvoiceSheet) -> Row:
    amounts = format_cents(invoice.net, symbol=False), format_cents(invoice.vat, symbol=False)
    return Row((invoice.label, "1", *amounts))


def _totals(invoice: InvoiceSheet) -> tuple[Row, ...]:
    gross = format_cents(invoice.net + invoice.vat)
    return (Row(("Total TTC", "", "", gross), strong=True, spanning=True),)


def _terms(invoice: InvoiceSheet) -> tuple[str, ...]:
    if len(invoice.due) == 1:
        return (f"À régler le **{whole_date(invoice.due[0][0])}** au plus tard.",)
    parts = [f"{short_date(day)}\u00a0: {format_cents(amount)}" for day, amount in invoice.due]
    return ("À régler en plusieurs fois\u00a0: " + "\u00a0; ".join(parts) + ".",)
