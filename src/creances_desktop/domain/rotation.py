"""Which copies are kept when new ones come: all of the last hours, then one a day, a week, a month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

LATEST = 8
DAYS = 7
WEEKS = 5
MONTHS = 12


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The moments whose copies are kept.

    The `LATEST` newest, and the last one of each of the `DAYS` newest days that have any, of the `WEEKS`
    newest weeks (from Monday) and of the `MONTHS` newest months. A program that was not opened for a year
    loses nothing by it: only days, weeks and months with copies count.
    """
    newest = sorted(set(moments), reverse=True)
    found = set(newest[:LATEST])
    periods: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
        (DAYS, lambda at: (at.year, at.month, at.day)),
        (WEEKS, lambda at: tuple(at.isocalendar())[:2]),
        (MONTHS, lambda at: (at.year, at.month)),
    )
    for count, period in periods:
        seen: set[tuple[int, ...]] = set()
        for at in newest:
            if period(at) not in seen and len(seen) < count:
                seen.add(period(at))
                found.add(at)
    return found
