"""Writes the dossier of the present schema version beside this file, to be opened by every later version.

    python tests/data/versions/make.py

Run it once, just before a release that changes the schema; a dossier once committed is never written again.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from creances_desktop.domain.clients import Address, ClientDraft, Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.services import clients, followups, holds, invoices, letters, payments
from creances_desktop.services.assembly import create_company_file
from creances_desktop.storage import schema

DAY = date(2026, 11, 23)


def main() -> int:
    """Writes the dossier; 1 when it is already there."""
    path = Path(__file__).with_name(f"{schema.CURRENT}.creances")
    if path.exists():
        return 1
    company = Company(
        "Atelier des Versions", "SARL", address="1 rue du Port\n44000 Nantes", signatory="A. Martin"
    )
    with create_company_file(path, company) as store:
        owing = clients.add(
            store,
            ClientDraft(
                "C1",
                "Œuvré & Fils <SARL>",
                Nature.PROFESSIONAL,
                address=Address("2 quai Nord", "44000", "Nantes"),
                contacts=(Contact(name="Zoé Lefèvre", role="Comptable", preferred=True),),
            ),
        ).id
        paid = invoices.add(store, _invoice(owing, "F-1", 120_00, date(2026, 9, 1))).id
        invoices.add(store, _invoice(owing, "F-2", 240_00, date(2026, 10, 1)))
        disputed = invoices.add(store, _invoice(owing, "F-3", 60_00, date(2026, 9, 15))).id
        holds.dispute(store, disputed, "Livraison incomplète", DAY)
        item = invoices.card(store, paid, DAY).due_items[0].id
        payments.record(
            store, PaymentDraft(owing, 50_00, date(2026, 10, 2), allocations=(Allocation(item, 50_00),)), DAY
        )
        issued = followups.issue(store, DAY).issued
        letters.mark_delivered(store, [issued[0].letter.id], "imprimée")
    return 0


def _invoice(client: int, number: str, gross: int, day: date) -> InvoiceDraft:
    due = invoices.single_due_item(gross, date(day.year, day.month, 28))
    return InvoiceDraft(client, DocumentKind.INVOICE, number, day, gross * 5 // 6, gross // 6, gross, due)


if __name__ == "__main__":
    sys.exit(main())
