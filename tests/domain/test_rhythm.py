"""The learned rhythm: robust, silent below a minimum, and a first step that waits one cycle and no longer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.rhythm import (
    ENOUGH,
    LONGEST_WAIT,
    Period,
    Rhythm,
    Settled,
    advice,
    expected_payment,
    learn,
    wait_until,
    words,
)

START = date(2025, 1, 5)


def monthly(day: int, months: int, delay: int = 5) -> list[Settled]:
    """Payments on a day of each month, `delay` days after what they settle."""
    made = [date(2025 + number // 12, number % 12 + 1, day) for number in range(months)]
    return [Settled(on - timedelta(days=delay), on) for on in made]


def test_nothing_is_told_from_too_few_payments() -> None:
    assert learn(monthly(10, ENOUGH - 1)) is None
    assert learn([]) is None


def test_a_client_who_pays_on_the_tenth_of_each_month() -> None:
    found = learn(monthly(10, 12, delay=10))
    assert found == Rhythm(12, 10, 10, 12, Period.MONTHLY)
    assert words(found) == (
        "Paie en général 10\u00a0jours après l’échéance, vers le 10 du mois (12 fois sur 12), chaque mois"
        "\u00a0; d’après 12 règlements."
    )


def test_the_days_around_the_tenth_are_the_tenth() -> None:
    days = [8, 9, 10, 10, 11, 12, 10, 25]
    paid = [Settled(date(2025, month, 1), date(2025, month, day)) for month, day in enumerate(days, 1)]
    found = learn(paid)
    assert (found.day, found.on_day) == (10, 7)


def test_the_end_of_the_month_is_one_day_whatever_the_month() -> None:
    ends = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30), date(2025, 6, 1)]
    found = learn([Settled(one - timedelta(days=3), one) for one in ends])
    assert found.day in {30, 31}
    assert found.on_day == 5


def test_one_forgotten_invoice_does_not_move_the_delay() -> None:
    paid = monthly(10, 9, delay=3)
    forgotten = Settled(date(2024, 1, 1), date(2025, 9, 10))
    assert learn([*paid, forgotten]).median_delay == 3


def test_old_habits_are_forgotten() -> None:
    before = [
        Settled(one.due_date - timedelta(days=1500), one.paid_on - timedelta(days=1460))
        for one in monthly(20, 24)
    ]
    assert learn([*before, *monthly(10, 24)]).day == 10


def test_no_day_and_no_period_where_there_is_none() -> None:
    days = [1, 7, 13, 19, 25, 4, 10, 16]
    paid = [Settled(date(2025, month, 1), date(2025, month, day)) for month, day in enumerate(days, 1)]
    assert learn(paid).day is None


@pytest.mark.parametrize(
    ("gap", "period"),
    [
        (7, Period.WEEKLY),
        (14, Period.FORTNIGHTLY),
        (61, Period.BIMONTHLY),
        (91, Period.QUARTERLY),
        (45, None),
    ],
)
def test_how_often_he_pays(gap, period) -> None:
    days = [START + timedelta(days=gap * number) for number in range(9)]
    assert learn([Settled(one, one) for one in days]).period is period


@pytest.mark.parametrize(
    ("rhythm", "due", "expected"),
    [
        (Rhythm(9, 12), date(2026, 11, 1), date(2026, 11, 13)),
        (Rhythm(9, -4), date(2026, 11, 1), date(2026, 11, 1)),
        (Rhythm(9, 10, 10, 9), date(2026, 10, 31), date(2026, 11, 10)),
        (Rhythm(9, 5, 10, 9), date(2026, 11, 12), date(2026, 12, 10)),
        (Rhythm(9, 40, 10, 9), date(2026, 10, 31), date(2026, 12, 10)),  # he lets one tenth go by
        (Rhythm(9, 0, 31, 9), date(2027, 2, 1), date(2027, 2, 28)),
    ],
)
def test_the_day_on_which_he_will_pay(rhythm, due, expected) -> None:
    assert expected_payment(rhythm, due) == expected
    assert wait_until(rhythm, due) == expected + timedelta(days=2)


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(DAYS, st.integers(-60, 400)), min_size=ENOUGH, max_size=40), DAYS)
def test_a_first_step_waits_one_cycle_and_no_longer(rows, due) -> None:
    rhythm = learn([Settled(day, day + timedelta(days=delay)) for day, delay in rows])
    assert rhythm is not None
    delays = sorted(delay for _, delay in rows)
    assert delays[0] <= rhythm.median_delay <= delays[-1]
    assert ENOUGH <= rhythm.count <= len(rows)
    assert due <= wait_until(rhythm, due) <= due + timedelta(days=LONGEST_WAIT)
    assert words(rhythm).endswith(f"{rhythm.count} règlements.")


@pytest.mark.parametrize(
    ("rhythm", "says"),
    [
        (Rhythm(9, 10, 10, 9), "datez la facture avant le 10"),
        (Rhythm(9, 10, 1, 9), "avant le 1er"),
        (Rhythm(9, 24), "24\u00a0jours après"),
        (Rhythm(9, -3), "remerciez-le"),
    ],
)
def test_what_the_rhythm_teaches(rhythm, says) -> None:
    assert says in advice(rhythm, 30)


@pytest.mark.parametrize(
    ("terms", "before"),
    [(30, "avant le 10,"), (45, "avant le 25,"), (60, "avant le 10,"), (None, "avant le 10.")],
)
def test_the_terms_tell_the_day_before_which_to_invoice(terms, before) -> None:
    assert before in advice(Rhythm(9, 10, 10, 9), terms)


def test_a_client_a_little_late_teaches_nothing() -> None:
    assert not advice(Rhythm(9, 4), 30)
