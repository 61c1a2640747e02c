"""Protects the forecast of receipts: no line without a reason, nothing counted twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.receipts_forecast import Basis, ExpectedReceipt, forecast
from creances_desktop.domain.rhythm import Rhythm

TODAY = date(2026, 11, 23)
PATIENT = Rhythm(count=8, median_delay=12)


def item(number: int, due: date, euros: int, client: int = 1) -> OpenItem:
    return OpenItem(
        due_item_id=number, invoice_id=number, client_id=client, kind=DocumentKind.INVOICE,
        number=f"F{number}", label="", issue_date=date(2026, 10, 1), due_date=due, estimated=False,
        to_confirm=False, gross=euros * 100, amount=euros * 100, outstanding=euros * 100,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "rhythm", "day", "basis"),
    [
        (date(2026, 12, 1), None, date(2026, 12, 1), Basis.DUE_DATE),
        (date(2026, 11, 23), None, date(2026, 11, 23), Basis.DUE_DATE),  # due today
        (date(2026, 11, 15), PATIENT, date(2026, 11, 27), Basis.RHYTHM),  # late, as he always is
        (date(2026, 12, 11), PATIENT, date(2026, 12, 23), Basis.RHYTHM),  # the thirtieth day, included
    ],
)
def test_an_invoice_is_expected_on_the_day_of_its_client(due, rhythm, day, basis):
    found = forecast(TODAY, 30, [item(1, due, 100)], [], rhythms={1: rhythm} if rhythm else {})
    assert [(one.day, one.basis, one.amount) for one in found.rows] == [(day, basis, 10_000)]
    assert found.rows[0].why.startswith("Échéance du")


@pytest.mark.parametrize(
    ("due", "rhythm", "undated"),
    [
        (date(2026, 11, 22), None, 10_000),  # late, and nothing is known of his habits
        (date(2026, 11, 10), PATIENT, 10_000),  # later than he is
        (date(2026, 12, 24), None, 0),  # beyond the thirty days
    ],
)
def test_what_has_no_day_to_come_is_not_promised(due, rhythm, undated):
    found = forecast(TODAY, 30, [item(1, due, 100)], [], rhythms={1: rhythm} if rhythm else {})
    assert (found.rows, found.total, found.undated) == ((), 0, undated)


def test_what_is_promised_counts_once_on_its_day():
    promised = ExpectedReceipt(1, date(2026, 11, 30), 6_000, Basis.PROMISE, "Promesse", 1, "F1")
    found = forecast(TODAY, 30, [item(1, date(2026, 12, 1), 100)], [promised], held=[1])
    assert found.rows == (promised,)


def test_credits_in_hand_pay_what_is_expected_first():
    items = [item(1, date(2026, 12, 1), 100), item(2, date(2026, 12, 5), 100), item(3, TODAY, 50, client=2)]
    found = forecast(TODAY, 30, items, [], in_hand={1: 13_000})
    assert [(one.number, one.amount) for one in found.rows] == [("F3", 5_000), ("F2", 7_000)]


@given(
    st.lists(st.tuples(st.integers(-60, 60), st.integers(1, 5_000), st.integers(1, 3)), max_size=20),
    st.dictionaries(st.integers(1, 3), st.integers(0, 900_000)),
)
def test_no_more_is_expected_than_is_owed(owed, in_hand):
    day = TODAY.toordinal()
    items = [
        item(place, date.fromordinal(day + days), euros, client)
        for place, (days, euros, client) in enumerate(owed)
    ]
    found = forecast(TODAY, 30, items, [], in_hand=in_hand)
    assert found.total + found.undated <= sum(one.outstanding for one in items)
    assert all(one.amount > 0 and found.first <= one.day <= found.last for one in found.rows)
    assert list(found.rows) == sorted(found.rows, key=lambda one: one.day)
