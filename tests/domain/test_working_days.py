"""Working days: weekends and the holidays given are skipped, and the number of days is right."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.working_days import is_working_day, next_working_day

HOLIDAYS = frozenset(
    {date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1), date(2027, 5, 6), date(2027, 5, 8)}
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 11), False),  # a Wednesday
        (date(2027, 3, 26), True),  # Good Friday is not among these holidays
    ],
)
def test_working_days(day: date, *, working: bool) -> None:
    assert is_working_day(day, HOLIDAYS) is working


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 10), 1, date(2026, 11, 12)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 5, 5), 3, date(2027, 5, 11)),
    ],
)
def test_next_working_day(day: date, days: int, expected: date) -> None:
    assert next_working_day(day, days, holidays=HOLIDAYS) == expected


def test_a_day_before_is_no_next_working_day() -> None:
    with pytest.raises(ValueError, match="negative"):
        next_working_day(date(2026, 11, 20), -1, holidays=HOLIDAYS)


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(0, 15),
    st.frozensets(st.integers(0, 40), max_size=12),
)
def test_a_proposed_day_is_worked_and_the_right_number_of_days_on(
    day: date, days: int, off: frozenset[int]
) -> None:
    holidays = frozenset(day + timedelta(days=one) for one in off)
    found = next_working_day(day, days, holidays=holidays)
    assert is_working_day(found, holidays)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    worked = sum(is_working_day(one, holidays) for one in between)
    assert worked == days or (days == 0 and worked <= 1)
