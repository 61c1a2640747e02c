"""Interest first, whatever happens to the payments: on every day what is owed sums to the cent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from creances_desktop.domain.allocation import AllocationOrder
from creances_desktop.domain.clients import ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.domain.settlement import Priority
from creances_desktop.services import assembly, breakdown, clients, invoices, payments, statements
from creances_desktop.services.payments import AllocationSettings

DAY, DUE = date(2026, 11, 21), date(2026, 9, 1)
GROSS = 1_000_00


@contextmanager
def fresh() -> Iterator[tuple[Any, int, int]]:
    """A dossier where interest is paid first, a client and his invoice."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "essai.creances"
        with assembly.create_company_file(path, Company("Menuiserie Martin")) as store:
            payments.save_allocation_settings(
                store, AllocationSettings(AllocationOrder.OLDEST_FIRST, Priority.INTEREST_FIRST)
            )
            client_id = clients.add(store, ClientDraft("C", "Durand", Nature.PROFESSIONAL)).id
            draft = InvoiceDraft(
                client_id=client_id,
                kind=DocumentKind.INVOICE,
                number="F-1",
                issue_date=date(2026, 8, 1),
                net=GROSS,
                vat=0,
                gross=GROSS,
                due_items=(DueItemDraft(DUE, GROSS),),
            )
            yield store, client_id, invoices.add(store, draft).id


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "pay", "pay", "return", "slip"]),
        st.integers(1, 600_00),
        st.integers(0, 90),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=7,
)


def happen(store: Any, client_id: int, event: tuple[str, int, int, int]) -> None:
    kind, amount, ago, choice = event
    on = DAY - timedelta(days=ago)
    standing = payments.of_client(store, client_id)
    if kind == "pay":
        found = payments.propose(store, client_id, amount, day=on)
        draft = PaymentDraft(client_id, amount, on, allocations=found.allocations)
        payments.record(store, draft, DAY, charges=found.charges)
    elif standing:
        one = standing[choice % len(standing)]
        if kind == "return":
            payments.returned(store, one.id, max(on, one.bank_date), "", today=DAY)
        else:
            payments.cancel(store, one.id, one.bank_date, "erreur")


@given(EVENTS)
@settings(max_examples=12)
def test_principal_interest_and_money_sum_on_every_day(events: list[tuple[str, int, int, int]]) -> None:
    with fresh() as (store, client_id, invoice_id):
        for event in events:
            try:
                happen(store, client_id, event)
            except DomainError:
                continue
        with store.reading() as r:
            assert r.bulk.problems() == []
        for ago in range(95, -1, -12):
            day = DAY - timedelta(days=ago)
            with store.reading() as r:
                money = sum(
                    one.amount for one in r.payments.ledger_of_client(client_id) if one.bank_date <= day
                )
                in_hand = r.balance.credits(day, client_id=client_id).get(client_id, 0)
                numbers = [item.number for item in r.balance.open_items(day, client_id=client_id)]
            result = breakdown.of_invoice_id(store, invoice_id, day).result
            assert in_hand >= 0
            assert set(numbers) <= {"F-1"}, "what entered paid interest is never open"
            assert result.received >= 0
            owed = GROSS + result.interest + result.fixed_indemnity - (money - in_hand)
            assert result.outstanding + result.interest + result.fixed_indemnity - result.received == owed
            statements.content(store, client_id, day)  # raises where the lines do not give the balance
