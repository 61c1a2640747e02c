"""Allocation of payments: nothing twice, nothing above what is owed or was paid, in the order promised."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.allocation import (
    AboveAmount,
    AboveOutstanding,
    AllocationRefused,
    NotOpen,
    NotPositive,
    allocate,
    check,
)
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.payments import Allocation

DAY = date(2026, 11, 21)


def owed(number: int, outstanding: int, *, due: int = 0) -> OpenItem:
    """A due item, due `due` days before DAY."""
    due_date = DAY - timedelta(days=due)
    return OpenItem(
        due_item_id=number,
        invoice_id=number,
        client_id=1,
        kind=DocumentKind.INVOICE,
        number=f"F-{number}",
        label="",
        issue_date=due_date,
        due_date=due_date,
        estimated=False,
        to_confirm=False,
        gross=outstanding,
        amount=outstanding,
        outstanding=outstanding,
    )


THREE = (owed(1, 100_00, due=5), owed(2, 50_00, due=40), owed(3, 70_00, due=20))


@pytest.mark.parametrize(
    ("amount", "designated", "expected"),
    [
        (30_00, (), [(2, 30_00)]),
        (50_00, (), [(2, 50_00)]),
        (150_00, (), [(2, 50_00), (3, 70_00), (1, 30_00)]),
        (500_00, (), [(2, 50_00), (3, 70_00), (1, 100_00)]),  # the rest stays unallocated
        (120_00, (1,), [(1, 100_00), (2, 20_00)]),
        (120_00, (3, 1), [(3, 70_00), (1, 50_00)]),
        (120_00, (3, 3), [(3, 70_00), (2, 50_00)]),
        (10_00, (99,), [(2, 10_00)]),  # a designated invoice that is paid already
    ],
)
def test_designated_first_then_the_oldest(
    amount: int, designated: tuple[int, ...], expected: list[tuple[int, int]]
) -> None:
    found = allocate(amount, THREE, designated=designated)
    assert [(one.due_item_id, one.amount) for one in found] == expected


def test_nothing_open_leaves_all_unallocated() -> None:
    assert allocate(10_00, ()) == ()
    assert allocate(10_00, (owed(1, 0),)) == ()


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payment_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(NotPositive):
        allocate(amount, THREE)
    with pytest.raises(NotPositive):
        check(amount, (), THREE)


@pytest.mark.parametrize(
    ("allocations", "refusal", "words"),
    [
        ((Allocation(2, 50_01),), AboveOutstanding, "F-2"),
        ((Allocation(2, 30_00), Allocation(2, 30_00)), AboveOutstanding, "60,00"),
        ((Allocation(1, 100_00), Allocation(3, 1)), AboveAmount, "0,01"),
        ((Allocation(9, 1),), NotOpen, "n’est plus à payer"),
        ((Allocation(1, 0),), NotPositive, "supérieur à zéro"),
        ((Allocation(1, -5),), NotPositive, "supérieur à zéro"),
    ],
)
def test_an_edited_allocation_that_cannot_be_is_refused_in_a_sentence(
    allocations: tuple[Allocation, ...], refusal: type[AllocationRefused], words: str
) -> None:
    with pytest.raises(refusal) as refused:
        check(100_00, allocations, THREE)
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


items = st.lists(st.tuples(st.integers(0, 300_00), st.integers(-30, 90)), min_size=0, max_size=8).map(
    lambda rows: [owed(number, amount, due=due) for number, (amount, due) in enumerate(rows, start=1)]
)


@given(st.integers(1, 1_000_00), items, st.lists(st.integers(0, 9), max_size=4))
def test_invariants(amount: int, open_items: list[OpenItem], designated: list[int]) -> None:
    found = allocate(amount, open_items, designated=designated)
    check(amount, found, open_items)
    assert len({one.due_item_id for one in found}) == len(found)
    # Money stays over only when nothing is left to pay.
    allocated = sum(one.amount for one in found)
    assert allocated == min(amount, sum(item.outstanding for item in open_items))
    # All but the last are paid in full, and the designated ones are never behind the others.
    owing = {item.due_item_id: item.outstanding for item in open_items}
    assert all(one.amount == owing[one.due_item_id] for one in found[:-1])
    chosen = [one.due_item_id in designated for one in found]
    assert chosen == sorted(chosen, reverse=True)


@given(st.integers(1, 1_000_00), items)
def test_the_order_of_the_list_does_not_matter(amount: int, open_items: list[OpenItem]) -> None:
    assert allocate(amount, open_items) == allocate(amount, open_items[::-1])
