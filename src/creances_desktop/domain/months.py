"""Months of the calendar: their last day, and the same day of another month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day of the month that many months later (or earlier), the last day of a shorter month.

    The rule of CPC 641 al. 2, used everywhere that months or years are counted.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
