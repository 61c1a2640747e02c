"""Protects what becomes of promises: money decides, once, whatever the order in which it is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.promises import (
    PromiseFacts,
    PromiseState,
    Receipt,
    Reliability,
    expected,
    reliability,
    settle,
)

FIRST = date(2026, 11, 2)
DUE = date(2026, 11, 10)
AFTER = date(2026, 11, 11)


def promise(amount: int = 1000, invoice_id: int | None = None, one: int = 1, due: date = DUE) -> PromiseFacts:
    return PromiseFacts(one, () if invoice_id is None else (invoice_id,), amount, FIRST, due)


def state(
    receipts: list[Receipt], day: date, left: dict[int, int], made: PromiseFacts | None = None
) -> PromiseState:
    return settle([made or promise()], receipts, day, left)[1].state


@pytest.mark.parametrize(
    ("receipts", "day", "left", "wanted"),
    [
        ([], DUE, {7: 1000}, PromiseState.RUNNING),
        ([], AFTER, {7: 1000}, PromiseState.BROKEN),
        ([Receipt(DUE, 1000, 7)], AFTER, {}, PromiseState.KEPT),
        ([Receipt(AFTER, 1000, 7)], AFTER, {}, PromiseState.LATE),
        ([Receipt(DUE, 400, 7)], AFTER, {7: 600}, PromiseState.BROKEN),
        ([Receipt(DUE, 400, 7), Receipt(AFTER, 600, 7)], AFTER, {}, PromiseState.LATE),
        ([Receipt(FIRST - timedelta(days=1), 1000, 7)], AFTER, {7: 1000}, PromiseState.BROKEN),
        ([Receipt(DUE, 700, 7)], DUE, {}, PromiseState.KEPT),
        ([], AFTER, {}, PromiseState.SETTLED),
        ([Receipt(AFTER, 1000, 7)], DUE, {7: 1000}, PromiseState.RUNNING),
    ],
    ids=["runs on its day", "broken the day after", "in time", "late", "in part is not kept",
         "completed late", "money of before does not count", "no more than what is owed",
         "credited meanwhile", "what comes tomorrow is not known today"],
)  # fmt: skip
def test_what_becomes_of_a_promise(
    receipts: list[Receipt], day: date, left: dict[int, int], wanted: PromiseState
) -> None:
    assert state(receipts, day, left) is wanted


def test_a_promise_on_an_invoice_is_not_kept_by_money_for_another() -> None:
    made = promise(invoice_id=7)
    assert state([Receipt(DUE, 1000, 8)], AFTER, {7: 1000}, made) is PromiseState.BROKEN
    assert state([Receipt(DUE, 1000, None)], AFTER, {7: 1000}, made) is PromiseState.KEPT


def test_the_same_money_does_not_keep_two_promises() -> None:
    both = [promise(), promise(one=2, due=DUE + timedelta(days=5))]
    found = settle(both, [Receipt(DUE, 1000)], DUE + timedelta(days=9), {7: 5000})
    assert (found[1].state, found[2].state) == (PromiseState.KEPT, PromiseState.BROKEN)
    assert found[2].missing == 1000


def test_a_payment_that_came_back_breaks_the_promise_again() -> None:
    paid = [Receipt(DUE, 1000, 7)]
    assert state(paid, AFTER, {}) is PromiseState.KEPT
    assert state([], AFTER, {7: 1000}) is PromiseState.BROKEN


days = st.integers(-5, 40).map(lambda shift: FIRST + timedelta(days=shift))
invoices = st.sampled_from([None, 7, 8])
about = st.sampled_from([(), (7,), (8,), (7, 8)])
all_promises = st.lists(
    st.builds(
        PromiseFacts,
        st.integers(1, 10**6),
        st.sampled_from([(), (7,), (8,), (7, 8)]),
        st.integers(1, 3000),
        days,
        days,
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)
all_receipts = st.lists(st.builds(Receipt, days, st.integers(1, 3000), invoices), max_size=6)
lefts = st.dictionaries(st.sampled_from([7, 8]), st.integers(0, 5000))


@given(all_promises, all_receipts, days, lefts, st.randoms(use_true_random=False))
def test_the_order_of_telling_changes_nothing(promises, receipts, day, left, chance) -> None:
    mixed_promises, mixed_receipts = promises[:], receipts[:]
    chance.shuffle(mixed_promises)
    chance.shuffle(mixed_receipts)
    assert settle(promises, receipts, day, left) == settle(mixed_promises, mixed_receipts, day, left)


@given(all_promises, all_receipts, days, lefts)
def test_no_cent_counts_twice_and_every_promise_is_told(promises, receipts, day, left) -> None:
    found = settle(promises, receipts, day, left)
    came = sum(one.amount for one in receipts if one.day <= day)
    assert sum(one.received for one in found.values()) <= came
    assert set(found) == {one.id for one in promises}
    for made in promises:
        told = found[made.id]
        assert 0 <= told.received <= made.amount
        assert (told.state in (PromiseState.RUNNING, PromiseState.BROKEN)) == (told.missing > 0)
        if told.state is PromiseState.KEPT:
            assert told.on is not None
            assert told.on <= made.due_by
        if told.state is PromiseState.BROKEN:
            assert day > made.due_by


@given(all_promises, all_receipts, days, lefts)
def test_what_is_empty_or_still_to_come_changes_nothing(promises, receipts, day, left) -> None:
    before = settle(promises, receipts, day, left)
    gone = [Receipt(day, 0, None), Receipt(day + timedelta(days=1), 500, None)]
    assert settle(promises, [*receipts, *gone], day, left) == before


@given(st.integers(1, 3000), all_receipts, days, st.integers(0, 5000))
def test_more_money_never_makes_one_promise_worse(amount, receipts, day, open_now) -> None:
    made = PromiseFacts(1, (), amount, FIRST, DUE)
    before = settle([made], receipts, day, {7: open_now})[1]
    after = settle([made], [*receipts, Receipt(day, 100, None)], day, {7: max(0, open_now - 100)})[1]
    assert after.received >= before.received
    assert after.missing <= before.missing


def test_a_word_is_worth_what_it_was() -> None:
    assert Reliability().percent == 50
    assert Reliability(kept=3, broken=1).percent == 66
    assert Reliability(broken=4).percent == 16
    assert reliability([PromiseState.KEPT, PromiseState.LATE, PromiseState.RUNNING]) == Reliability(1, 1, 0)
    assert Reliability(3, 1, 0).words == "3\u00a0promesses tenues sur 4, 1 en retard"
    assert expected(100_00, Reliability()) == 50_00


def test_a_promise_about_several_invoices_counts_the_money_of_each_and_of_no_other():
    made = PromiseFacts(1, (7, 8), 1000, FIRST, DUE)
    parts = [Receipt(DUE, 600, 7), Receipt(DUE, 400, 8)]
    assert state(parts, AFTER, {7: 0, 8: 0, 9: 500}, made) is PromiseState.KEPT
    elsewhere = [Receipt(DUE, 600, 7), Receipt(DUE, 400, 9)]
    assert state(elsewhere, AFTER, {7: 0, 8: 400, 9: 100}, made) is PromiseState.BROKEN


def test_a_promise_about_several_invoices_asks_no_more_than_what_they_owe():
    made = PromiseFacts(1, (7, 8), 1000, FIRST, DUE)
    assert state([Receipt(DUE, 600, 7)], AFTER, {7: 0, 8: 0, 9: 900}, made) is PromiseState.KEPT
    assert state([], AFTER, {7: 0, 8: 0, 9: 900}, made) is PromiseState.SETTLED


@pytest.mark.parametrize(
    ("known", "reliable"),
    [((0, 0, 0), False), ((1, 0, 0), True), ((1, 0, 1), False), ((2, 0, 1), True), ((0, 3, 0), False)],
)
def test_who_kept_more_than_half_of_his_promises_in_time_is_reliable(known, reliable) -> None:
    assert Reliability(*known).is_reliable is reliable
