"""Protects payments: never more than is owed or was paid, cancelled by reversal, right as of every day."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.allocation import AboveAmount, AboveOutstanding, AllocationRefused
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.services import clients, followups, history, payments

DAY = date(2026, 11, 21)


@pytest.fixture
def two(books):
    """A client with an old invoice of 100 and a newer one of 50."""
    client_id = books.client()
    return client_id, books.invoice(client_id, "F-1", 100_00, 40), books.invoice(client_id, "F-2", 50_00, 5)


def test_the_oldest_is_paid_first_unless_another_is_designated(books, two) -> None:
    client_id, old, new = two
    proposal = payments.propose(books.store, client_id, 120_00)
    assert [(part.due_item_id, part.amount) for part in proposal.allocations] == [
        (books.item(old), 100_00),
        (books.item(new), 20_00),
    ]
    assert proposal.left == 0
    chosen = payments.propose(books.store, client_id, 60_00, designated=(books.item(new),))
    assert [part.amount for part in chosen.allocations] == [50_00, 10_00]
    assert payments.propose(books.store, client_id, 200_00).left == 50_00


def test_a_payment_counts_from_its_bank_day(books, two) -> None:
    client_id, old, _ = two
    day = DAY - timedelta(days=3)
    before = books.entries()
    made = books.pay(client_id, 60_00, (books.item(old), 60_00), on=day)
    assert books.entries() == before + 1
    assert books.owed(old, day - timedelta(days=1)) == 100_00
    assert books.owed(old, day) == books.owed(old) == 40_00
    assert payments.get(books.store, made.id).unallocated == 0


def test_what_is_not_allocated_stays_in_hand(books, two) -> None:
    client_id, _, new = two
    books.pay(client_id, 80_00, (books.item(new), 50_00))
    assert clients.card(books.store, client_id, DAY).credits == 30_00


def test_money_before_the_invoice_counts_on_it_from_its_date(books) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id, days_late=0)
    issued = DAY - timedelta(days=30)
    early = issued - timedelta(days=5)
    books.pay(client_id, 120_00, (books.item(invoice_id), 120_00), on=early)
    assert clients.card(books.store, client_id, early).credits == 120_00
    card = clients.card(books.store, client_id, issued)
    assert (card.credits, card.outstanding) == (0, 0)


@pytest.mark.parametrize(
    ("amount", "parts", "error"),
    [
        (120_00, (("old", 100_01),), AboveOutstanding),
        (120_00, (("old", 60_00), ("old", 60_00)), AboveOutstanding),
        (90_00, (("old", 60_00), ("new", 40_00)), AboveAmount),
        (90_00, (("old", 0),), AllocationRefused),
        (90_00, (("old", -5),), AllocationRefused),
    ],
)
def test_an_impossible_allocation_is_refused_whole(books, two, amount, parts, error) -> None:
    client_id, old, new = two
    items = {"old": books.item(old), "new": books.item(new)}
    before = books.entries()
    with pytest.raises(error):
        books.pay(client_id, amount, *((items[name], cents) for name, cents in parts))
    assert books.entries() == before
    assert payments.of_client(books.store, client_id) == []
    assert (books.owed(old), books.owed(new)) == (100_00, 50_00)


def test_another_clients_invoice_is_refused(books, two) -> None:
    _, old, _ = two
    other = books.client("MARTIN", "Martin")
    with pytest.raises(AllocationRefused):
        books.pay(other, 10_00, (books.item(old), 10_00))


@pytest.mark.parametrize(
    ("amount", "day", "field"),
    [(0, DAY, "amount"), (-5, DAY, "amount"), (5, DAY + timedelta(days=1), "bank_date")],
)
def test_a_wrong_amount_or_day_is_named(books, two, amount, day, field) -> None:
    with pytest.raises(InvalidValue) as refused:
        payments.record(books.store, PaymentDraft(two[0], amount, day), DAY)
    assert refused.value.field == field


def test_a_slip_of_the_pen_never_counted(books, two) -> None:
    client_id, old, _ = two
    day = DAY - timedelta(days=3)
    made = books.pay(client_id, 60_00, (books.item(old), 60_00), on=day)
    before = books.entries()
    payments.cancel(books.store, made.id, day, "")
    assert books.entries() == before + 1
    assert books.owed(old, day) == books.owed(old) == 100_00
    assert clients.card(books.store, client_id, DAY).credits == 0
    assert payments.of_client(books.store, client_id) == [], "lists hide the pair"
    assert any("annulé" in event.text for event in history.of_client(books.store, client_id))
    with pytest.raises(DomainError, match="déjà"):
        payments.cancel(books.store, made.id, day, "")


def test_a_bounced_cheque_owes_again_from_its_day_and_begins_a_new_cycle(books, two) -> None:
    client_id, old, _ = two
    followups.issue(books.store, DAY - timedelta(days=10))
    made = books.pay(client_id, 100_00, (books.item(old), 100_00), on=DAY - timedelta(days=8))
    bounced = DAY - timedelta(days=2)
    payments.cancel(books.store, made.id, bounced, "impayé", reopens=True)
    assert books.owed(old, bounced - timedelta(days=1)) == 0
    assert books.owed(old, bounced) == 100_00
    item = next(item for item in payments.open_items(books.store, client_id) if item.invoice_id == old)
    assert item.cycle == 2


def test_a_credit_note_is_set_on_invoices_and_only_what_is_left_of_it(books, two) -> None:
    client_id, old, _ = two
    credit = books.credit(client_id, gross=20_00)
    payments.allocate_credit(books.store, credit, (Allocation(books.item(old), 15_00),))
    assert books.owed(old) == 85_00
    assert clients.card(books.store, client_id, DAY).credits == 5_00
    with pytest.raises(AboveAmount):
        payments.allocate_credit(books.store, credit, (Allocation(books.item(old), 6_00),))
    assert books.owed(old) == 85_00
