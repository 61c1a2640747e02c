"""Disputed parts: never below zero, never above what is owed, and back when what reduced them is reversed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.disputes import (
    Answerer,
    Category,
    Contest,
    DisputeDraft,
    Outcome,
    checked,
    contested_parts,
    credit_amounts,
    spread,
    still_contested,
)
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import DocumentKind, OpenItem

DAY = date(2026, 11, 21)
CENTS = st.integers(1, 500_000)


def item(rank: int, outstanding: int, days_late: int = 10, invoice: int = 1) -> OpenItem:
    due = DAY - timedelta(days=days_late)
    kind = DocumentKind.INVOICE
    return OpenItem(
        rank, invoice, 1, kind, "F1", "", due, due, False, False, outstanding, outstanding, outstanding
    )


@pytest.mark.parametrize(
    ("amount", "outstanding", "credited", "contested"),
    [
        (300_00, 1200_00, 0, 300_00),  # nine hundred go on being followed up
        (300_00, 300_00, 0, 300_00),  # the rest was paid: the dispute is about all that is left
        (300_00, 200_00, 0, 200_00),  # the client paid a part of what he contested
        (300_00, 0, 0, 0),
        (300_00, 900_00, 300_00, 0),  # the credit note took the contested part off
        (300_00, 1100_00, 100_00, 200_00),
        (300_00, 700_00, 500_00, 0),  # a credit note above what was contested
        (None, 1200_00, 0, 1200_00),
        (None, 900_00, 300_00, 900_00),
    ],
)
def test_what_is_still_contested(amount, outstanding, credited, contested) -> None:
    assert still_contested(Contest(1, amount, credited), outstanding) == contested


@given(st.none() | CENTS, st.integers(-1000, 500_000), st.integers(-1000, 500_000))
def test_the_contested_part_is_within_what_is_owed(amount, outstanding, credited) -> None:
    found = still_contested(Contest(1, amount, credited), outstanding)
    assert 0 <= found <= max(0, outstanding)


@given(CENTS, CENTS, st.data())
def test_a_payment_of_the_undisputed_part_leaves_the_dispute_as_it_is(contested, free, data) -> None:
    paid = data.draw(st.integers(0, free))
    contest = Contest(1, contested)
    assert still_contested(contest, contested + free - paid) == contested


@given(CENTS, CENTS, st.data())
def test_a_credit_note_reduces_the_dispute_and_its_reversal_brings_it_back(contested, free, data) -> None:
    credit = data.draw(st.integers(0, contested))
    gross = contested + free
    after = still_contested(Contest(1, contested, credit), gross - credit)
    assert after == contested - credit
    assert gross - credit - after == free, "what goes on being followed up does not move"
    assert still_contested(Contest(1, contested, 0), gross) == contested


@given(st.lists(st.tuples(CENTS, st.integers(-90, 90)), min_size=1, max_size=6), st.data())
def test_the_parts_add_up_and_fit_their_due_items(rows, data) -> None:
    items = [item(rank, amount, late) for rank, (amount, late) in enumerate(rows, 1)]
    contested = data.draw(st.integers(0, sum(one.outstanding for one in items)))
    parts = spread(contested, items)
    assert sum(parts.values()) == contested
    owed = {one.due_item_id: one.outstanding for one in items}
    assert all(0 < part <= owed[key] for key, part in parts.items())
    untouched = [one for one in items if parts.get(one.due_item_id, 0) < one.outstanding]
    touched = [one for one in items if one.due_item_id in parts]
    assert all(one.due_date >= other.due_date for one in touched for other in untouched if one != other), (
        "what is due first is followed up first"
    )


def test_disputes_of_other_invoices_touch_nothing() -> None:
    items = [item(1, 500_00), item(2, 800_00, invoice=2)]
    assert contested_parts([Contest(2, 300_00), Contest(7, None)], items) == {2: 300_00}


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (DisputeDraft(amount=0), "amount"),
        (DisputeDraft(amount=-1), "amount"),
        (DisputeDraft(amount=1200_01), "amount"),
        (DisputeDraft(answer_by=DAY - timedelta(days=1)), "answer_by"),
    ],
)
def test_an_impossible_dispute_is_named(draft, field) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked(draft, 1200_00, DAY)
    assert refused.value.field == field


@given(CENTS, st.sampled_from((0, 550, 1000, 2000)), st.data())
def test_the_amounts_of_the_credit_note_add_up(net, rate, data) -> None:
    vat = (2 * net * rate + 10_000) // 20_000
    conceded = data.draw(st.integers(1, net + vat))
    base, tax = credit_amounts(net + vat, net, vat, conceded)
    assert base is not None
    assert tax is not None
    assert base + tax == conceded
    assert 0 <= tax <= vat


def test_a_credit_note_says_no_tax_that_its_invoice_does_not_say() -> None:
    assert credit_amounts(120_00, None, None, 30_00) == (None, None)
    assert credit_amounts(120_00, 100_00, 20_00, 30_00) == (25_00, 5_00)


@pytest.mark.parametrize("value", [*Category, *Answerer, *Outcome], ids=str)
def test_every_choice_has_a_name(value) -> None:
    assert value.label
