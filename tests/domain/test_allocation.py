"""Allocation of payments: nothing twice, nothing above what is owed or was paid, in the order promised."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.allocation import (
    AboveAmount,
    AboveOutstanding,
    AllocationOrder,
    AllocationRefused,
    NotOpen,
    NotPositive,
    allocate,
    check,
    in_proportion,
    left_over,
    legal_order,
    ranking,
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


# The legal order


def split(amount: int, items: list[OpenItem], **options: object) -> list[tuple[int, int]]:
    rank = legal_order(DAY, options.get("rates"))  # type: ignore[arg-type]
    found = allocate(amount, items, designated=options.get("designated", ()), rank=rank)  # type: ignore[arg-type]
    return [(allocation.due_item_id, allocation.amount) for allocation in found]


def test_1342_10_debts_that_are_due_come_before_the_others() -> None:
    items = [owed(1, 100_00, due=-10), owed(2, 50_00, due=5)]
    assert split(120_00, items) == [(2, 50_00), (1, 70_00)]


def test_1342_10_then_those_that_cost_the_debtor_most() -> None:
    items = [owed(1, 100_00, due=40), owed(2, 50_00, due=5), owed(3, 80_00, due=-5)]
    rates = {2: Decimal("12.40"), 3: Decimal(20)}
    assert split(200_00, items, rates=rates) == [(2, 50_00), (1, 100_00), (3, 50_00)]


def test_1342_10_then_the_oldest_and_equals_in_proportion() -> None:
    items = [owed(1, 100_00, due=5), owed(2, 50_00, due=40), owed(3, 200_00, due=5)]
    assert split(80_00, items) == [(2, 50_00), (1, 10_00), (3, 20_00)]
    assert split(50_01, items) == [(2, 50_00), (3, 1)]


def test_1342_10_what_the_debtor_designates_comes_first() -> None:
    items = [owed(1, 100_00, due=-10), owed(2, 50_00, due=5)]
    assert split(120_00, items, designated=(1,)) == [(1, 100_00), (2, 20_00)]


@pytest.mark.parametrize("order", AllocationOrder)
def test_each_order_tells_the_rule_of_the_law(order: AllocationOrder) -> None:
    assert "1342-10" in order.rule
    assert order.label


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=8), st.integers(0, 10**8))
def test_in_proportion_sums_to_the_cent_and_never_exceeds_a_debt(debts: list[int], amount: int) -> None:
    shares = in_proportion(amount, debts)
    assert sum(shares) == min(amount, sum(debts))
    for share, debt in zip(shares, debts, strict=True):
        assert 0 <= share <= debt
        if amount < sum(debts):
            assert abs(share - Fraction(amount * debt, sum(debts))) < 1


@given(
    st.lists(st.tuples(st.integers(1, 100_000), st.integers(-5, 5)), min_size=1, max_size=8),
    st.integers(1, 1_000_000),
    st.sampled_from(AllocationOrder),
    st.lists(st.integers(0, 9), max_size=4),
)
def test_every_order_allocates_all_it_can_and_nothing_twice(
    debts: list[tuple[int, int]], amount: int, order: AllocationOrder, designated: list[int]
) -> None:
    items = [owed(number, cents, due=due) for number, (cents, due) in enumerate(debts)]
    found = allocate(amount, items, designated=designated, rank=ranking(order, DAY))
    check(amount, found, items)
    assert len({allocation.due_item_id for allocation in found}) == len(found)
    assert sum(allocation.amount for allocation in found) == min(amount, sum(cents for cents, _ in debts))
    assert left_over(amount, found) == max(0, amount - sum(cents for cents, _ in debts))
