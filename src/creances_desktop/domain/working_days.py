"""Working days: neither a Saturday, a Sunday nor a public holiday. The holidays are an argument."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor one of the `holidays`."""
    return day.weekday() < 5 and day not in holidays


def next_working_day(day: date, days: int = 1, *, holidays: Container[date]) -> date:
    """The working day that comes `days` working days after `day`; with 0, `day` or the first one after it.

    ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    while days > 0 or not is_working_day(day, holidays):
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            days -= 1
    return day
