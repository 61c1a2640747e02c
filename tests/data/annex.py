"""The example of the annex: an invoice with four part payments over five semesters.

    PYTHONPATH=src python tests/data/annex.py FILE.pdf

The tests make it too; the picture of its page in the documentation comes from here.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from creances_desktop.domain.clients import Address, ClientDraft, Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft, PaymentMode
from creances_desktop.services import assembly, breakdown, clients, invoices, payments
from creances_desktop.services.assembly import Store

AS_OF = date(2026, 11, 21)
NUMBER = "F2024-0187"
COMPANY = Company(
    legal_name="Menuiserie Lefèvre & Fils",
    legal_form="SARL",
    capital="20\u202f000\u00a0€",
    siren="999486129",
    rcs_city="Nantes",
    vat_number="FR25999486129",
    address="12 rue des Ajoncs\nZA du Pallet\n44190 Clisson",
    phone="02 61 91 00 10",
    email="compta@menuiserie-lefevre.example",
    iban="FR3899907001230004567890A21",
    bic="CLSNFRPP",
    signatory="Hélène Lefèvre",
    quality="Gérante",
)
PAYMENTS = (
    (date(2025, 1, 22), 4_000_00, PaymentMode.TRANSFER, "VIR 220125"),
    (date(2025, 6, 30), 2_500_00, PaymentMode.CHEQUE, "n° 7741203"),
    (date(2026, 2, 16), 3_000_00, PaymentMode.TRANSFER, "VIR 160226"),
    (date(2026, 9, 3), 1_500_00, PaymentMode.CARD, ""),
)


def fill(store: Store) -> int:
    """The id of the invoice of the example in a new dossier: 14 760 € due on 15 December 2024."""
    client_id = clients.add(
        store,
        ClientDraft(
            code="BATIOUEST",
            name="Bâti Ouest Construction",
            nature=Nature.PROFESSIONAL,
            address=Address("8 quai de la Fosse", "44000", "Nantes"),
            contacts=(Contact(name="Mme Claire Guérin", preferred=True),),
        ),
    ).id
    invoice_id = invoices.add(
        store,
        InvoiceDraft(
            client_id=client_id,
            kind=DocumentKind.INVOICE,
            number=NUMBER,
            issue_date=date(2024, 11, 15),
            net=12_300_00,
            vat=2_460_00,
            gross=14_760_00,
            due_items=(DueItemDraft(date(2024, 12, 15), 14_760_00),),
            label="Menuiseries extérieures, résidence des Tanneurs",
        ),
    ).id
    item = invoices.card(store, invoice_id, AS_OF).due_items[0].id
    for day, amount, mode, reference in PAYMENTS:
        draft = PaymentDraft(client_id, amount, day, mode, reference, allocations=(Allocation(item, amount),))
        payments.record(store, draft, AS_OF)
    return invoice_id


def main() -> None:
    """Writes the annex."""
    with (
        tempfile.TemporaryDirectory() as folder,
        assembly.create_company_file(Path(folder) / "annex.creances", COMPANY) as store,
    ):
        found = breakdown.of_invoice_id(store, fill(store), AS_OF)
        Path(sys.argv[1]).write_bytes(breakdown.pdf(store, found))


if __name__ == "__main__":
    main()
