"""Instalment plans: how the sum is divided, and what became of the plan as money came."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.instalment_plan_parts import (
    Interval,
    PlanPart,
    Shape,
    check_days,
    long_plan_words,
    parse_parts,
    schedule,
)
from creances_desktop.domain.instalment_plans import (
    PartState,
    PlanFacts,
    PlanInvoice,
    PlanReceipt,
    PlanState,
    progress_words,
    settle,
)
from creances_desktop.domain.working_days import is_working_day

TODAY = date(2026, 11, 23)
CHRISTMAS = date(2026, 12, 25)
HOLIDAYS = frozenset({CHRISTMAS, date(2027, 1, 1)})

amounts = st.integers(min_value=60, max_value=10_000_000_00)
counts = st.integers(min_value=2, max_value=60)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


# --- Dividing ----------------------------------------------------------------------------------------------


@given(amounts, counts, days, st.sampled_from(Interval))
def test_equal_parts_sum_exactly_on_working_days_in_order(
    total: int, count: int, first: date, interval: Interval
) -> None:
    parts = schedule(total, first, count, interval=interval, holidays=HOLIDAYS)
    assert sum(one.amount for one in parts) == total
    assert {one.amount for one in parts[:-1]} == {total // count}
    assert 0 <= parts[-1].amount - parts[0].amount < count
    assert all(is_working_day(one.day, HOLIDAYS) for one in parts)
    check_days(parts, first)
    assert [one.position for one in parts] == list(range(1, count + 1))


@given(st.integers(min_value=2_000, max_value=10_000_000_00), counts, days)
def test_decreasing_parts_sum_exactly_and_never_rise(total: int, count: int, first: date) -> None:
    parts = schedule(total, first, count, shape=Shape.DECREASING, holidays=HOLIDAYS)
    assert sum(one.amount for one in parts) == total
    assert all(one.amount >= after.amount for one, after in pairwise(parts))


def test_each_month_keeps_its_day_and_a_holiday_is_moved() -> None:
    parts = schedule(1_000_00, CHRISTMAS, 3, holidays=HOLIDAYS)
    assert [one.day for one in parts] == [date(2026, 12, 28), date(2027, 1, 25), date(2027, 2, 25)]
    assert [one.amount for one in parts] == [333_33, 333_33, 333_34]
    end = schedule(300_00, date(2027, 1, 31), 3, holidays=HOLIDAYS)
    assert [one.day for one in end] == [date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 31)]


def test_decreasing_parts_are_in_the_proportions_of_their_rank() -> None:
    parts = schedule(600_00, TODAY, 3, shape=Shape.DECREASING, holidays=HOLIDAYS)
    assert [one.amount for one in parts] == [300_00, 200_00, 100_00]


@pytest.mark.parametrize(("total", "count"), [(1_000_00, 1), (1_000_00, 61), (1, 2)])
def test_a_number_that_divides_nothing_is_refused(total: int, count: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        schedule(total, TODAY, count, holidays=HOLIDAYS)
    assert refused.value.field == "count"


def test_parts_are_typed_one_a_line_and_the_last_may_be_the_rest() -> None:
    parts = parse_parts(
        "15/12/2026 400,00 €\n15/01/27 : 1 000\n26/02/2027 solde", 2_000_00, holidays=HOLIDAYS
    )
    assert [(one.day, one.amount) for one in parts] == [
        (date(2026, 12, 15), 400_00),
        (date(2027, 1, 15), 1_000_00),
        (date(2027, 2, 26), 600_00),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lignes"),
        ("15/12/2026 400", "lignes"),
        ("15/12/2026 400\n15/01/2027 500", "font 900,00"),
        ("15/12/2026 1200\n15/01/2027 solde", "font 1\u202f200,00"),
        ("15/12/2026 solde\n15/01/2027 500", "solde ne peut"),
        ("32/12/2026 400\n15/01/2027 solde", "date de"),
        ("bientôt 400\n15/01/2027 solde", "date de"),
        ("15/12/2026 beaucoup\n15/01/2027 solde", "montant de"),
        ("15/12/2026 -400\n15/01/2027 solde", "montant de"),
    ],
)
def test_what_cannot_be_read_or_does_not_sum_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words) as refused:
        parse_parts(text, 1_000_00, holidays=HOLIDAYS)
    assert refused.value.field == "typed"


def test_days_that_passed_or_go_back_are_refused() -> None:
    with pytest.raises(InvalidValue, match="déjà passée"):
        check_days((PlanPart(1, TODAY - timedelta(days=1), 1), PlanPart(2, TODAY, 1)), TODAY)
    # Saturday and Sunday both move to Monday: two instalments on one day are one.
    both = parse_parts("28/11/2026 400\n29/11/2026 600", 1_000_00, holidays=HOLIDAYS)
    with pytest.raises(InvalidValue, match="ne vient pas après"):
        check_days(both, TODAY, "typed")


def test_beyond_two_years_the_limit_of_a_judge_is_told() -> None:
    short = schedule(2_400_00, TODAY, 25, holidays=HOLIDAYS)
    assert long_plan_words(short, TODAY) == ""
    assert "1343-5" in long_plan_words(schedule(2_400_00, TODAY, 26, holidays=HOLIDAYS), TODAY)


# --- What became of it -------------------------------------------------------------------------------------

FIRST, SECOND, THIRD = date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15)
PARTS = (PlanPart(1, FIRST, 400_00), PlanPart(2, SECOND, 400_00), PlanPart(3, THIRD, 400_00))
PLAN = PlanFacts((PlanInvoice(7, 1_200_00, 1_200_00),), PARTS, 0, TODAY, TODAY)


def later(days: int) -> date:
    return FIRST + timedelta(days=days)


def states(plan: PlanFacts, day: date, *receipts: PlanReceipt, left: int | None = None) -> list[str]:
    set_on = sum(one.amount for one in receipts if one.invoice_id == 7 and one.day <= day)
    open_now = plan.invoices[0].outstanding - set_on if left is None else left
    found = settle(plan, receipts, {7: open_now}, day)
    return [found.state.value, *(one.state.value for one in found.parts)]


@pytest.mark.parametrize(
    ("day", "receipts", "expected"),
    [
        (TODAY, (), ["current", "coming", "coming", "coming"]),
        (FIRST, (), ["current", "coming", "coming", "coming"]),
        (later(1), (), ["late", "missed", "coming", "coming"]),
        (FIRST, ((FIRST, 400_00),), ["current", "kept", "coming", "coming"]),
        (later(9), ((later(3), 400_00),), ["current", "late", "coming", "coming"]),
        (later(1), ((FIRST, 399_99),), ["late", "missed", "coming", "coming"]),
        (later(1), ((FIRST, 900_00),), ["current", "kept", "kept", "coming"]),
        (SECOND, ((FIRST, 200_00), (later(4), 200_00)), ["current", "late", "coming", "coming"]),
        (FIRST, ((FIRST, 1_200_00),), ["kept", "kept", "kept", "kept"]),
        # Money of before the plan was known then: it is no instalment.
        (later(1), ((TODAY - timedelta(days=1), 400_00),), ["late", "missed", "coming", "settled"]),
    ],
)
def test_states_follow_the_money(
    day: date, receipts: tuple[tuple[date, int], ...], expected: list[str]
) -> None:
    assert states(PLAN, day, *(PlanReceipt(on, amount, 7) for on, amount in receipts)) == expected


def test_a_payment_set_on_the_invoice_before_the_plan_that_very_day_is_no_instalment() -> None:
    early = PlanReceipt(TODAY, 300_00, 7)
    assert states(PLAN, TODAY, early, left=1_200_00)[1] == "coming"
    found = settle(PLAN, [early, PlanReceipt(FIRST, 400_00, 7)], {7: 800_00}, FIRST)
    assert [one.state for one in found.parts][:2] == [PartState.KEPT, PartState.COMING]


def test_money_on_no_invoice_yet_counts() -> None:
    assert states(PLAN, FIRST, PlanReceipt(FIRST, 400_00))[1] == "kept"


def test_a_credit_note_shortens_the_plan_from_its_end() -> None:
    assert states(PLAN, TODAY, left=700_00) == ["current", "coming", "coming", "settled"]
    assert settle(PLAN, [], {7: 700_00}, TODAY).missing == 700_00
    assert states(PLAN, TODAY, left=0) == ["kept", "settled", "settled", "settled"]


def test_what_is_contested_beside_the_plan_is_no_part_of_it() -> None:
    plan = PlanFacts((PlanInvoice(7, 1_200_00, 1_500_00),), PARTS, 0, TODAY, TODAY)
    paid = [PlanReceipt(day, 400_00, 7) for day in (FIRST, SECOND, THIRD)]
    assert settle(plan, paid, {7: 300_00}, THIRD).state is PlanState.KEPT


def test_added_charges_are_expected_after_the_invoices_are_paid() -> None:
    parts = (*PARTS, PlanPart(4, date(2027, 3, 15), 60_00))
    plan = PlanFacts(PLAN.invoices, parts, 60_00, TODAY, TODAY)
    principal = [PlanReceipt(FIRST, 1_200_00, 7)]
    assert [one.state.value for one in settle(plan, principal, {7: 0}, FIRST).parts][3] == "coming"
    assert settle(plan, [*principal, PlanReceipt(FIRST, 60_00)], {7: 0}, FIRST).state is PlanState.KEPT


def test_a_plan_that_was_ended_stays_as_it_was() -> None:
    ended = PlanFacts(PLAN.invoices, PARTS, 0, TODAY, TODAY, ended_on=later(1))
    assert states(ended, THIRD) == ["ended", "missed", "coming", "coming"]
    lapsed = PlanFacts(PLAN.invoices, PARTS, 0, TODAY, TODAY, later(1), lapsed=True)
    assert states(lapsed, THIRD)[0] == "lapsed"
    assert settle(lapsed, [], {7: 1_200_00}, THIRD).holds_until is None


def test_it_holds_the_follow_up_back_until_its_next_instalment() -> None:
    unsigned = PlanFacts(PLAN.invoices, PARTS, 0, TODAY)
    found = settle(unsigned, [], {7: 1_200_00}, FIRST)
    assert (found.state, found.holds_until) == (PlanState.PROPOSED, FIRST)
    assert settle(PLAN, [], {7: 1_200_00}, later(1)).holds_until is None
    paid = settle(PLAN, [PlanReceipt(later(2), 400_00, 7)], {7: 800_00}, later(2))
    assert paid.holds_until == SECOND
    assert settle(PLAN, [PlanReceipt(FIRST, 1_200_00, 7)], {7: 0}, FIRST).holds_until is None


def test_the_sentence_tells_what_is_next_or_missed() -> None:
    paid = settle(PLAN, [PlanReceipt(FIRST, 400_00, 7)], {7: 800_00}, FIRST)
    assert progress_words(paid) == (
        "1\u00a0échéance réglée sur 3, prochaine le 15/01/2027\u00a0: 400,00\u00a0€"
    )
    assert "échéance du 15/12/2026 manquée" in progress_words(settle(PLAN, [], {7: 1_200_00}, later(1)))


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 600_00)), max_size=8), st.integers(0, 150))
def test_no_cent_counts_twice_and_nothing_more_is_asked_than_was_agreed(
    came: list[tuple[int, int]], after: int
) -> None:
    day = TODAY + timedelta(days=after)
    receipts, left = [], 1_200_00
    for ago, amount in sorted(came):
        part = min(amount, left)
        on = TODAY + timedelta(days=ago)
        if part and on <= day:
            receipts.append(PlanReceipt(on, part, 7))
            left -= part
    found = settle(PLAN, receipts, {7: left}, day)
    assert sum(one.received for one in found.parts) == sum(one.amount for one in receipts)
    assert found.missing == left
    over = [one.state.is_over for one in found.parts]
    assert over == sorted(over, reverse=True)
