"""The aged balance: its bands at their edges, its sums, and its own date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.balance import AgedRow, aged_balance, aged_balance_of, band, spread
from creances_desktop.domain.invoices import DocumentKind, OpenItem

DAY = date(2026, 11, 21)


def owed(late: int, outstanding: int, *, client_id: int = 1) -> OpenItem:
    due_date = DAY - timedelta(days=late)
    return OpenItem(
        due_item_id=1,
        invoice_id=1,
        client_id=client_id,
        kind=DocumentKind.INVOICE,
        number="F-1",
        label="",
        issue_date=due_date,
        due_date=due_date,
        estimated=False,
        to_confirm=False,
        gross=outstanding,
        amount=outstanding,
        outstanding=outstanding,
    )


@pytest.mark.parametrize(
    ("late", "number"),
    [(-400, 0), (-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (4000, 4)],
)
def test_bag_02_bands_at_their_edges(late: int, number: int) -> None:
    assert band(late) == number


def test_bands_of_ones_own_drop_nothing_at_the_ends() -> None:
    limits = (15, 45)
    assert [band(late, limits) for late in (0, 15, 16, 45, 46, 9999)] == [0, 1, 2, 2, 3, 3]
    assert [band(late, ()) for late in (0, 1, 9999)] == [0, 1, 1]


def test_bag_04_two_clients() -> None:
    items = [
        owed(0, 1_000_00),
        owed(10, 500_00),
        owed(45, 300_00),
        owed(120, 800_00, client_id=2),
    ]
    names = {1: ("A", "Client A"), 2: ("B", "Client B")}
    balance = aged_balance_of(items, DAY, clients=names, unallocated={})
    assert [(row.code, row.bands) for row in balance.rows] == [
        ("A", (1_000_00, 500_00, 300_00, 0, 0)),
        ("B", (0, 0, 0, 0, 800_00)),
    ]
    assert balance.total.bands == (1_000_00, 500_00, 300_00, 0, 800_00)
    assert balance.total.outstanding == 2_600_00
    assert balance.total.overdue == 1_600_00


def test_bag_01_total_of_the_bands() -> None:
    items = [owed(15, 12_000_00), owed(45, 6_500_00), owed(75, 3_200_00), owed(100, 1_300_00)]
    balance = aged_balance_of(items, DAY, clients={1: ("A", "A")}, unallocated={})
    assert balance.total.outstanding == 23_000_00


def test_trap_14_the_age_is_that_of_the_balances_own_date() -> None:
    item = owed(10, 100_00)
    assert spread([item], DAY) == (0, 100_00, 0, 0, 0)
    assert spread([item], DAY - timedelta(days=10)) == (100_00, 0, 0, 0, 0)
    assert spread([item], DAY + timedelta(days=81)) == (0, 0, 0, 0, 100_00)


def test_credits_are_a_column_of_their_own() -> None:
    balance = aged_balance_of([owed(10, 100_00)], DAY, clients={1: ("A", "A")}, unallocated={1: -30_00})
    (row,) = balance.rows
    assert (row.d1_30, row.unallocated, row.outstanding) == (100_00, -30_00, 70_00)


def test_a_client_without_anything_open_is_left_out_but_not_one_whose_columns_cancel_out() -> None:
    nothing = AgedRow(1, "B", "Rien")
    cancelled = AgedRow(2, "A", "Compensé", bands=(50_00, 0, 0, 0, 0), unallocated=-50_00)
    balance = aged_balance([nothing, cancelled], DAY)
    assert balance.rows == (cancelled,)
    assert balance.total.outstanding == 0


def test_an_empty_balance_is_zero() -> None:
    balance = aged_balance([], DAY)
    assert balance.rows == ()
    assert balance.total == AgedRow(0, "", "")


@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(1, 10_000_00), st.integers(1, 4))))
def test_trap_15_no_cent_is_dropped(debts: list[tuple[int, int, int]]) -> None:
    items = [owed(late, amount, client_id=client_id) for late, amount, client_id in debts]
    names = {client_id: (f"C{client_id}", "Client") for client_id in range(1, 5)}
    balance = aged_balance_of(items, DAY, clients=names, unallocated={4: -5_00})
    assert balance.total.outstanding == sum(item.outstanding for item in items) - 5_00
    assert sum(row.outstanding for row in balance.rows) == balance.total.outstanding
    assert all(row.outstanding == sum(row.bands) + row.unallocated for row in balance.rows)
