"""A small dossier that tests of services fill in a few words."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from creances_desktop.domain.clients import Address, ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.services import assembly, clients, history, invoices, payments
from creances_desktop.services.assembly import Store
from creances_desktop.services.changes import Changes
from creances_desktop.storage import recorder

DAY = date(2026, 11, 21)
COMPANY = Company(
    "Menuiserie Martin",
    legal_form="SARL",
    siren="732829320",
    address="1 rue du Port\n44000 Nantes",
    signatory="Alice Martin",
)


@dataclass(frozen=True)
class Books:
    """The dossier of a test, and the shortest way to enter what it needs."""

    store: Store

    def client(self, code: str = "DURAND", name: str = "Durand & Fils", **values: object) -> int:
        """The id of a new client with an address."""
        known: dict[str, object] = {
            "address": Address("2 rue Haute", "44000", "Nantes"),
            "nature": Nature.PROFESSIONAL,
        }
        return clients.add(self.store, ClientDraft(code, name, **(known | values))).id  # type: ignore[arg-type]

    def draft(
        self, client_id: int, number: str = "F-1", gross: int = 120_00, days_late: int = 10, **values: object
    ) -> InvoiceDraft:
        """An invoice issued 30 days before its due date, which was `days_late` days ago."""
        due = DAY - timedelta(days=days_late)
        known: dict[str, object] = {
            "kind": DocumentKind.INVOICE,
            "issue_date": due - timedelta(days=30),
            "net": gross,
            "vat": 0,
            "due_items": (DueItemDraft(due, gross),),
        }
        return InvoiceDraft(client_id=client_id, number=number, gross=gross, **(known | values))  # type: ignore[arg-type]

    def invoice(self, client_id: int, number: str = "F-1", gross: int = 120_00, days_late: int = 10) -> int:
        """The id of a new invoice."""
        return invoices.add(self.store, self.draft(client_id, number, gross, days_late)).id

    def credit(self, client_id: int, number: str = "A-1", gross: int = 20_00) -> int:
        """The id of a new credit note, issued 20 days ago."""
        draft = self.draft(client_id, number, gross, 0, kind=DocumentKind.CREDIT_NOTE, due_items=())
        return invoices.add(self.store, draft).id

    def item(self, invoice_id: int) -> int:
        """The id of the only due item of an invoice."""
        return invoices.card(self.store, invoice_id, DAY).due_items[0].id

    def pay(self, client_id: int, amount: int, *parts: tuple[int, int], on: date = DAY) -> Changes:
        """A payment with its parts (due item, cents)."""
        allocations = tuple(Allocation(item, cents) for item, cents in parts)
        return payments.record(self.store, PaymentDraft(client_id, amount, on, allocations=allocations), DAY)

    def owed(self, invoice_id: int, day: date = DAY) -> int:
        """What is left to pay of an invoice as of a day, in cents."""
        return invoices.card(self.store, invoice_id, day).outstanding

    def entries(self) -> int:
        """How many actions the journal holds."""
        return len(history.journal(self.store))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """The dossier of Menuiserie Martin, without a client."""
    with assembly.create_company_file(tmp_path / "martin.creances", COMPANY) as store:
        yield Books(store)


@pytest.fixture(autouse=True)
def nothing_escapes_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    """No service changes a row without an entry in the journal: what has none can never be undone."""
    finish = recorder.finish

    def checked(connection: Connection, entries: list[int], *rest: Any) -> int | None:
        if not entries and any(True for _ in recorder.changes(connection)):
            stack = traceback.extract_stack()
            frames = [each for each in stack if "creances_desktop/services" in each.filename]
            # the day of the last look is the program's own memory, not an action of the user
            own = not frames or frames[-1].name == "since_last_time"
            assert own, f"{frames[-1]} changes rows without an entry"
        return finish(connection, entries, *rest)

    monkeypatch.setattr(recorder, "finish", checked)
