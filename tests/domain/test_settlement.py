"""Principal, interest and indemnity out of one payment; gaps, bank fees; balances around each event."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.allocation import AllocationOrder, NotPositive, legal_order, ranking
from creances_desktop.domain.interest import BalanceChange, ChangeEffect, Debt
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.settlement import Claim, Part, Priority, Settled, settle
from creances_desktop.domain.write_offs import (
    AboveLimit,
    FeesTooHigh,
    ReasonMissing,
    WriteOffReason,
    gross_of_fees,
    likely_fees,
    write_off,
)

DAY = date(2026, 11, 21)


def owed(number: int, outstanding: int, *, due: int = 0) -> OpenItem:
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


CLAIMS = (
    Claim(owed(1, 100_00, due=40), interest=5_00, indemnity=40_00),
    Claim(owed(2, 200_00, due=10), interest=2_00, indemnity=40_00),
)


def test_principal_first_pays_every_principal_before_any_interest() -> None:
    found = settle(304_00, CLAIMS, Priority.PRINCIPAL_FIRST)
    assert found.parts == (
        Settled(1, Part.PRINCIPAL, 100_00),
        Settled(2, Part.PRINCIPAL, 200_00),
        Settled(1, Part.INTEREST, 4_00),
    )


def test_1343_1_interest_first_on_each_debt_in_its_turn() -> None:
    found = settle(110_00, CLAIMS, Priority.INTEREST_FIRST)
    assert found.parts == (
        Settled(1, Part.INTEREST, 5_00),
        Settled(1, Part.PRINCIPAL, 100_00),
        Settled(2, Part.INTEREST, 2_00),
        Settled(2, Part.PRINCIPAL, 3_00),
    )


@pytest.mark.parametrize("priority", Priority)
def test_indemnities_come_last_and_the_rest_is_left_over(priority: Priority) -> None:
    found = settle(400_00, CLAIMS, priority)
    assert (found.total(Part.INDEMNITY), found.left_over) == (80_00, 13_00)
    assert found.parts[-1] == Settled(2, Part.INDEMNITY, 40_00)
    assert "1343-1" in priority.rule


def test_a_designated_debt_is_settled_first() -> None:
    found = settle(50_00, CLAIMS, Priority.INTEREST_FIRST, designated=(2,), rank=legal_order(DAY))
    assert found.parts == (Settled(2, Part.INTEREST, 2_00), Settled(2, Part.PRINCIPAL, 48_00))


def test_a_payment_is_above_zero() -> None:
    with pytest.raises(NotPositive):
        settle(0, CLAIMS, Priority.PRINCIPAL_FIRST)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6), st.integers(0, 10**4), st.sampled_from([0, 40_00]), st.integers(-9, 9)
        ),
        max_size=6,
    ),
    st.integers(1, 10**7),
    st.sampled_from(Priority),
    st.sampled_from(AllocationOrder),
)
def test_a_payment_is_settled_to_the_cent_and_nothing_twice(
    rows: list[tuple[int, int, int, int]], amount: int, priority: Priority, order: AllocationOrder
) -> None:
    claims = [
        Claim(owed(number, principal, due=due), interest, indemnity)
        for number, (principal, interest, indemnity, due) in enumerate(rows)
    ]
    found = settle(amount, claims, priority, rank=ranking(order, DAY))
    assert sum(part.amount for part in found.parts) + found.left_over == amount
    assert found.left_over >= 0
    assert len({(part.due_item_id, part.part) for part in found.parts}) == len(found.parts)
    for part in found.parts:
        claim = claims[part.due_item_id]
        limits = {
            Part.PRINCIPAL: claim.item.outstanding,
            Part.INTEREST: claim.interest,
            Part.INDEMNITY: claim.indemnity,
        }
        assert 0 < part.amount <= limits[part.part]
    if found.left_over:
        assert amount - found.left_over == sum(
            principal + interest + fee for principal, interest, fee, _ in rows
        )


# Gaps


def test_a_rest_under_the_limit_is_given_up_with_its_reason() -> None:
    found = write_off(owed(1, 5_00), 5_00, WriteOffReason.ROUNDING)
    assert (found.due_item_id, found.amount, found.reason) == (1, 5_00, WriteOffReason.ROUNDING)
    with pytest.raises(AboveLimit, match="5,01"):
        write_off(owed(1, 5_01), 5_00, WriteOffReason.ROUNDING)
    with pytest.raises(NotPositive):
        write_off(owed(1, 0), 5_00, WriteOffReason.ROUNDING)


def test_another_reason_is_told() -> None:
    with pytest.raises(ReasonMissing):
        write_off(owed(1, 1_00), 5_00, WriteOffReason.OTHER, "  ")
    assert write_off(owed(1, 1_00), 5_00, WriteOffReason.OTHER, " accord ").comment == "accord"


def test_bank_fees_kept_back_are_credited_to_the_client() -> None:
    assert gross_of_fees(988_00, 12_00) == 1_000_00
    assert likely_fees(988_00, 1_000_00, 30_00) == 12_00
    assert likely_fees(900_00, 1_000_00, 30_00) == 0
    assert likely_fees(1_001_00, 1_000_00, 30_00) == 0
    for fees in (-1, 988_01):
        with pytest.raises(FeesTooHigh):
            gross_of_fees(988_00, fees)


# Balances before and after each event


@given(
    st.integers(1, 10**8),
    st.lists(
        st.tuples(st.integers(-100, 300), st.integers(-(10**6), 10**6), st.sampled_from(ChangeEffect)),
        max_size=8,
    ),
    st.integers(-120, 320),
)
def test_a_balance_as_of_a_day_holds_the_events_until_that_day_and_no_other(
    amount: int, events: list[tuple[int, int, ChangeEffect]], asked: int
) -> None:
    changes = tuple(BalanceChange(DAY + timedelta(days=day), cents, effect) for day, cents, effect in events)
    debt, as_of = Debt(1, DAY, amount, changes), DAY + timedelta(days=asked)
    expected = amount + sum(cents for day, cents, _ in events if day <= asked)
    assert debt.outstanding(as_of) == expected
    assert debt.known_on(as_of).outstanding(as_of + timedelta(days=999)) == expected
    before = debt.outstanding(as_of - timedelta(days=1))
    assert expected - before == sum(cents for day, cents, _ in events if day == asked)


@given(st.integers(1, 10**8), st.integers(1, 200), st.integers(0, 200))
def test_a_reversed_payment_leaves_what_was_owed_before_it(amount: int, paid: int, after: int) -> None:
    on = DAY + timedelta(days=paid)
    back = on + timedelta(days=after)
    debt = Debt(1, DAY, amount, (BalanceChange(on, -amount), BalanceChange(back, amount)))
    assert debt.outstanding(on - timedelta(days=1)) == debt.outstanding(back) == amount
    if after:
        assert debt.outstanding(on) == 0
