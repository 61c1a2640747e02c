"""The PDFs that the example attaches to its invoices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from creances_desktop.documents import invoices as drawing
from creances_desktop.documents.invoices import InvoiceSheet
from creances_desktop.domain.letters import Recipient
from creances_desktop.services import clients, company, invoices
from creances_desktop.services.demo_documents import ExampleDocument
from creances_desktop.storage.store import Store

COUNT = 12


def attach_papers(store: Store, entered: Sequence[tuple[int, ExampleDocument]], day: date) -> None:
    """Attaches a PDF to the last `COUNT` invoices that are still open as of a day; (id, document) of each."""
    profile = company.get(store)
    logo = company.image(store, profile.logo)
    waiting = [
        (invoice_id, one)
        for invoice_id, one in entered
        if not one.receipts and one.due[0][0] > day - timedelta(days=60) and one.number.startswith("F")
    ]
    for invoice_id, one in waiting[-COUNT:]:
        shares = one.split(percent for _, percent in one.due)
        invoice = invoices.card(store, invoice_id, day).invoice
        sheet = InvoiceSheet(
            profile,
            Recipient.from_client(clients.get(store, invoice.client_id)),
            one.number,
            one.issue,
            tuple((due, amount) for (due, _), amount in zip(one.due, shares, strict=True)),
            one.label,
            one.net,
            one.vat,
        )
        invoices.attach_pdf(store, invoice_id, drawing.draw(sheet, logo=logo))
