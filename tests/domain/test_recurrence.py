"""What comes back: on working days, in order, each day once, and never past its end."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.recurrence import MOST, Recurrence, Unit, checked, days
from creances_desktop.domain.working_days import is_working_day

HOLIDAYS = frozenset({date(2026, 12, 25), date(2027, 1, 1), date(2027, 5, 8)})


@pytest.mark.parametrize(
    ("recurrence", "last", "expected"),
    [
        (
            Recurrence(date(2026, 11, 30), Unit.MONTH),
            date(2027, 3, 1),
            [date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 1), date(2027, 3, 1)],
        ),  # 30/01 is a Saturday; February ends on Sunday 28
        (
            Recurrence(date(2026, 12, 18), Unit.WEEK),
            date(2027, 1, 10),
            [date(2026, 12, 18), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 8)],
        ),
        (
            Recurrence(date(2026, 11, 26), Unit.DAY, until=date(2026, 12, 1)),
            date(2027, 1, 1),
            [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)],
        ),
        (
            Recurrence(date(2024, 2, 29), Unit.YEAR),
            date(2026, 3, 5),
            [date(2024, 2, 29), date(2025, 2, 28), date(2026, 3, 2)],
        ),
    ],
)
def test_the_days_on_which_it_comes_back(recurrence, last, expected) -> None:
    assert days(recurrence, None, last, holidays=HOLIDAYS) == expected


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(Unit),
    st.integers(1, 6),
    st.integers(0, 800),
)
def test_every_day_is_worked_in_order_and_within_bounds(first, unit, every, horizon) -> None:
    last = first + timedelta(days=horizon)
    found = days(Recurrence(first, unit, every), None, last, holidays=HOLIDAYS)
    assert len(found) <= MOST
    assert all(is_working_day(day, HOLIDAYS) for day in found)
    assert all(before < after for before, after in pairwise(found))
    assert all(first <= day <= last + timedelta(days=5) for day in found)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(Unit), st.integers(0, 300))
def test_planning_in_two_goes_is_planning_once(first, unit, cut) -> None:
    recurrence = Recurrence(first, unit)
    last, middle = first + timedelta(days=360), first + timedelta(days=cut)
    once = days(recurrence, None, last, holidays=HOLIDAYS)
    twice = [
        *days(recurrence, None, middle, holidays=HOLIDAYS),
        *days(recurrence, middle, last, holidays=HOLIDAYS),
    ]
    assert sorted(set(twice)) == once


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (Recurrence(date(2026, 1, 1), Unit.MONTH), "chaque mois"),
        (
            Recurrence(date(2026, 1, 1), Unit.WEEK, 2, date(2026, 6, 30)),
            "toutes les 2 semaines, jusqu’au 30/06/2026",
        ),
        (Recurrence(date(2026, 1, 1), Unit.MONTH, 5), "tous les 5 mois"),
    ],
)
def test_it_is_told_in_french(recurrence, words) -> None:
    assert recurrence.words == words


@pytest.mark.parametrize(
    ("recurrence", "field"),
    [
        (Recurrence(date(2026, 1, 1), Unit.WEEK, 0), "every"),
        (Recurrence(date(2026, 1, 2), Unit.WEEK, until=date(2026, 1, 1)), "until"),
    ],
)
def test_an_impossible_recurrence_is_named(recurrence, field) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked(recurrence)
    assert refused.value.field == field
