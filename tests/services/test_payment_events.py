"""Protects what happens to payments: fees, gaps, returns, refunds; nothing twice, right before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creances_desktop.domain.allocation import AboveAmount, AllocationOrder
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.payments import Allocation, PaymentDraft, PaymentMode
from creances_desktop.domain.settlement import Priority
from creances_desktop.domain.write_offs import AboveLimit, ReasonMissing, WriteOffReason
from creances_desktop.services import (
    assembly,
    clients,
    followups,
    history,
    invoices,
    payments,
    statements,
    today,
)
from creances_desktop.services.payments import AllocationSettings

DAY = date(2026, 11, 21)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def draft(client_id: int, amount: int, *parts: tuple[int, int], on: date = DAY, **values) -> PaymentDraft:
    allocations = tuple(Allocation(item, cents) for item, cents in parts)
    return PaymentDraft(client_id, amount, on, allocations=allocations, **values)


def test_fees_kept_back_are_credited_to_the_client(books) -> None:
    client_id = books.client()
    invoice = books.invoice(client_id, gross=100_00)
    made = payments.record(
        books.store, draft(client_id, 98_50, (books.item(invoice), 100_00)), DAY, bank_fees=1_50
    )
    assert books.owed(invoice) == 0
    assert sorted((one.mode, one.amount) for one in payments.of_client(books.store, client_id)) == [
        ("bank_fee", 1_50),
        ("transfer", 98_50),
    ]
    payments.cancel(books.store, made.id, DAY, "")
    assert books.owed(invoice) == 100_00
    assert payments.of_client(books.store, client_id) == []
    with pytest.raises(AboveAmount):
        payments.record(
            books.store, draft(client_id, 98_00, (books.item(invoice), 100_00)), DAY, bank_fees=1_00
        )


def test_a_small_gap_is_given_up_with_a_reason_and_a_large_one_is_not(books) -> None:
    client_id = books.client()
    invoice = books.invoice(client_id, gross=100_00)
    item = books.item(invoice)
    with pytest.raises(AboveLimit):
        payments.write_off(books.store, item, WriteOffReason.ROUNDING, DAY)
    books.pay(client_id, 97_00, (item, 97_00), on=DAY - days(5))
    with pytest.raises(ReasonMissing):
        payments.write_off(books.store, item, WriteOffReason.OTHER, DAY)
    payments.write_off(books.store, item, WriteOffReason.GOODWILL, DAY)
    assert (books.owed(invoice, DAY - days(1)), books.owed(invoice)) == (3_00, 0)
    # what is given up is no news from the bank
    assert today.bank_known_until(books.store) == DAY - days(5)
    content = statements.content(books.store, client_id, DAY)
    assert [line.document for line in content.lines][-1] == "Écart de règlement"
    payments.save_allocation_settings(books.store, AllocationSettings(write_off_limit=0))
    other = books.invoice(client_id, "F-2", 1_00)
    with pytest.raises(AboveLimit):
        payments.write_off(books.store, books.item(other), WriteOffReason.ROUNDING, DAY)


def test_an_unpaid_cheque_reopens_the_debt_from_the_day_it_came_back(books) -> None:
    client_id = books.client()
    invoice = books.invoice(client_id, gross=100_00, days_late=40)
    item = books.item(invoice)
    made = payments.record(
        books.store,
        draft(client_id, 100_00, (item, 100_00), on=DAY - days(20), mode=PaymentMode.CHEQUE),
        DAY,
    )
    with pytest.raises(InvalidValue):
        payments.returned(books.store, made.id, DAY - days(21), "provision insuffisante")
    back = payments.returned(books.store, made.id, DAY - days(10), "provision insuffisante")
    assert back.message.startswith("Chèque impayé (provision insuffisante)")
    assert [books.owed(invoice, DAY - days(n)) for n in (21, 20, 11, 10, 0)] == [100_00, 0, 0, 100_00, 100_00]
    assert invoices.card(books.store, invoice, DAY).open_items[0].cycle == 2
    assert [one.step.id for one in followups.prepare(books.store, DAY).to_do] == ["reminder_1"]
    lines = [(line.document, line.label) for line in statements.content(books.store, client_id, DAY).lines]
    assert lines[-1] == ("Rejet", "Chèque impayé (provision insuffisante)")
    assert any(event.text.startswith("Chèque impayé") for event in history.of_client(books.store, client_id))
    with pytest.raises(DomainError, match="déjà annulé"):
        payments.returned(books.store, made.id, DAY)


def test_a_return_on_the_very_day_is_no_slip_of_the_pen(books) -> None:
    client_id = books.client()
    made = books.pay(client_id, 50_00)
    payments.returned(books.store, made.id, DAY)
    assert [line.balance for line in statements.content(books.store, client_id, DAY).lines] == [-50_00, 0]


def test_money_received_before_the_return_counts_once_there_is_room(books) -> None:
    client_id = books.client()
    invoice = books.invoice(client_id, gross=100_00)
    item = books.item(invoice)
    cheque = books.pay(client_id, 100_00, (item, 100_00), on=DAY - days(9))
    payments.returned(books.store, cheque.id, DAY - days(2))
    books.pay(client_id, 100_00, (item, 100_00), on=DAY - days(5))
    assert [books.owed(invoice, DAY - days(n)) for n in (10, 9, 5, 3, 2, 0)] == [100_00, 0, 0, 0, 0, 0]
    assert clients.card(books.store, client_id, DAY - days(4)).credits == 100_00
    assert clients.card(books.store, client_id, DAY).credits == 0


def test_an_overpayment_stays_in_hand_until_it_is_set_or_given_back(books) -> None:
    client_id = books.client()
    invoice = books.invoice(client_id, gross=100_00)
    made = books.pay(client_id, 130_00, (books.item(invoice), 100_00), on=DAY - days(3))
    assert clients.card(books.store, client_id, DAY).credits == 30_00
    new = books.invoice(client_id, "F-2", 10_00)
    payments.allocate_rest(books.store, made.id, (Allocation(books.item(new), 10_00),))
    with pytest.raises(InvalidValue) as caught:
        payments.refund(books.store, DAY, " ", payment_id=made.id)
    assert caught.value.field == "reason"
    with pytest.raises(AboveAmount):
        payments.refund(books.store, DAY, "trop perçu", payment_id=made.id, amount=20_01)
    payments.refund(books.store, DAY - days(1), "trop perçu", payment_id=made.id)
    in_hand = [clients.card(books.store, client_id, DAY - days(n)).credits for n in (4, 3, 2, 1, 0)]
    assert in_hand == [0, 20_00, 20_00, 0, 0]
    assert clients.card(books.store, client_id, DAY).outstanding == 0
    assert followups.prepare(books.store, DAY).to_do == ()
    last = statements.content(books.store, client_id, DAY).lines[-1]
    assert (last.document, last.debit, last.balance) == ("Remboursement", 20_00, 0)


def test_a_credit_note_is_set_on_an_invoice_then_given_back(books) -> None:
    client_id = books.client()
    invoice, credit = books.invoice(client_id, gross=15_00), books.credit(client_id, gross=20_00)
    payments.allocate_credit(books.store, credit, (Allocation(books.item(invoice), 15_00),))
    payments.refund(books.store, DAY, "solde de l’avoir", credit_id=credit)
    assert clients.card(books.store, client_id, DAY).credits == 0
    with pytest.raises(DomainError):
        payments.refund(books.store, DAY, "encore", credit_id=credit)


def test_the_order_and_what_comes_first_are_settings_told_with_the_rule(books) -> None:
    client_id = books.client()
    late, coming = books.invoice(client_id, "F-1", 100_00, 30), books.invoice(client_id, "F-2", 100_00, -20)
    assert "1342-10" in payments.propose(books.store, client_id, 10_00, day=DAY).rule
    payments.save_allocation_settings(
        books.store, AllocationSettings(AllocationOrder.LEGAL, Priority.PRINCIPAL_FIRST)
    )
    legal = payments.propose(books.store, client_id, 150_00, day=DAY)
    assert [(part.due_item_id, part.amount) for part in legal.allocations] == [
        (books.item(late), 100_00),
        (books.item(coming), 50_00),
    ]
    payments.save_allocation_settings(
        books.store, AllocationSettings(AllocationOrder.OLDEST_FIRST, Priority.INTEREST_FIRST)
    )
    first = payments.propose(books.store, client_id, 50_00, day=DAY)
    # 100 € × 12,40 % × 30 days / 365
    assert [(one.interest, one.indemnity) for one in first.charges] == [(1_02, 0)]
    assert [part.amount for part in first.allocations] == [48_98]
    assert first.left == 0
    made = payments.record(
        books.store, PaymentDraft(client_id, 50_00, DAY, allocations=first.allocations), DAY,
        charges=first.charges,
    )  # fmt: skip
    assert books.owed(late) == 51_02
    assert payments.get(books.store, made.id).unallocated == 0
    # what was paid of the interest is not asked twice
    assert payments.propose(books.store, client_id, 10_00, day=DAY).charges == ()


def test_the_discount_is_granted_to_who_pays_in_time(books) -> None:
    client_id = books.client()
    made = invoices.add(
        books.store, books.draft(client_id, gross=100_00, early_payment="2 % à 10 jours", days_late=-25)
    )
    issued = DAY - days(5)
    offer = payments.discount(books.store, made.id, DAY)
    assert offer is not None
    assert (offer.discount, offer.to_pay) == (2_00, 98_00)
    assert (offer.deadline, offer.is_open) == (issued + days(10), True)
    books.pay(client_id, 98_00, (books.item(made.id), 98_00))
    with pytest.raises(DomainError, match="au plus tard"):
        payments.grant_discount(books.store, made.id, issued + days(11))
    payments.grant_discount(books.store, made.id, DAY)
    assert books.owed(made.id) == 0


def test_the_discount_is_granted_once_and_again_only_when_it_was_taken_back(books) -> None:
    client_id = books.client()
    made = invoices.add(
        books.store, books.draft(client_id, gross=100_00, early_payment="2 % à 10 jours", days_late=-25)
    )
    granted = payments.grant_discount(books.store, made.id, DAY)
    with pytest.raises(DomainError, match="déjà été accordé le 21/11/2026"):
        payments.grant_discount(books.store, made.id, DAY)
    assert books.owed(made.id) == 98_00
    payments.cancel(books.store, granted.id, DAY, "erreur")
    payments.grant_discount(books.store, made.id, DAY)
    assert books.owed(made.id) == 98_00


@contextmanager
def fresh() -> Iterator[assembly.Store]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "essai.creances"
        with assembly.create_company_file(path, Company("Menuiserie Martin")) as store:
            yield store


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["invoice", "credit", "pay", "fees", "return", "slip", "refund", "gap", "allocate"]),
        st.integers(1, 300_00),
        st.integers(0, 60),
        st.integers(0, 5),
    ),
    min_size=4,
    max_size=14,
)


class Account:
    """One client to whom drawn events happen; what is refused changes nothing."""

    def __init__(self, store: assembly.Store, books_of: type) -> None:
        self.store = store
        self.books = books_of(store)
        self.client_id = self.books.client()
        self.number = 0

    def happen(self, kind: str, amount: int, ago: int, choice: int) -> None:
        day = DAY - days(ago)
        self.number += 1
        live = payments.of_client(self.store, self.client_id)
        payment = live[choice % len(live)] if live else None
        items = payments.open_items(self.store, self.client_id)
        if kind == "invoice":
            self.books.invoice(self.client_id, f"F-{self.number}", amount, ago - 20)
        elif kind == "credit":
            self.books.credit(self.client_id, f"A-{self.number}", amount)
        elif kind in ("pay", "fees"):
            fees = min(amount, 200) if kind == "fees" else 0
            parts = payments.propose(self.store, self.client_id, amount + fees).allocations
            one = PaymentDraft(self.client_id, amount, day, allocations=parts)
            payments.record(self.store, one, DAY, bank_fees=fees)
        elif kind == "return" and payment:
            payments.returned(self.store, payment.id, max(day, payment.bank_date))
        elif kind == "slip" and payment:
            payments.cancel(self.store, payment.id, payment.bank_date, "")
        elif kind == "refund" and payment:
            payments.refund(self.store, day, "trop perçu", payment_id=payment.id)
        elif kind == "gap" and items:
            item = items[choice % len(items)]
            payments.write_off(self.store, item.due_item_id, WriteOffReason.ROUNDING, day)
        elif kind == "allocate" and payment and payment.unallocated > 0 and items:
            parts = payments.propose(self.store, self.client_id, payment.unallocated).allocations
            payments.allocate_rest(self.store, payment.id, parts)


@given(EVENTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_set_twice_and_every_day_sums_to_the_cent(books, events) -> None:
    with fresh() as store:
        account = Account(store, type(books))
        for kind, amount, ago, choice in events:
            with_refusal = len(history.journal(store))
            try:
                account.happen(kind, amount, ago, choice)
            except DomainError:
                assert len(history.journal(store)) == with_refusal
        with store.reading() as r:
            assert r.bulk.problems() == []
            documents = r.invoices.of_client(account.client_id)
            money = r.payments.ledger_of_client(account.client_id)
            for ago in range(-45, 75, 3):
                day = DAY - days(ago)
                items = r.balance.open_items(day, client_id=account.client_id)
                assert all(0 < item.outstanding <= item.amount for item in items)
                in_hand = r.balance.credits(day, client_id=account.client_id).get(account.client_id, 0)
                assert in_hand >= 0
                ledger = sum(
                    one.gross if one.kind.is_debit else -one.gross
                    for one in documents
                    if one.issue_date <= day
                ) - sum(one.amount for one in money if one.bank_date <= day)
                assert sum(item.outstanding for item in items) - in_hand == ledger
