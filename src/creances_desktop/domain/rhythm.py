"""The payment rhythm of a client, learned from what he paid: delay, day of the month, period.

Nothing is said from fewer payments than `ENOUGH`, and every figure bears the number that it rests on. Medians
are used, so that one forgotten invoice teaches nothing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from statistics import median_low

ENOUGH = 5
"""The fewest payments from which a rhythm is told."""
LATEST = 24
"""Older payments than the last so many teach nothing: habits change."""
AROUND = 2
"""Days around the usual day of the month that still belong to it."""
CLEAR = 60
"""The share, in percent, from which a day of the month or a period is usual."""
GRACE_DAYS = 2
"""Days that the bank takes to show a payment."""
LONGEST_WAIT = 62
"""A first step waits so many days after the due date at the most, whatever the rhythm."""
LATE_DAYS = 10
"""From this median delay on, an advice about terms is given."""


class Period(StrEnum):
    """How often a client pays."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _PERIODS[self][0]


_PERIODS = {
    Period.WEEKLY: ("chaque semaine", 6, 8),
    Period.FORTNIGHTLY: ("toutes les deux semaines", 12, 17),
    Period.MONTHLY: ("chaque mois", 26, 35),
    Period.BIMONTHLY: ("tous les deux mois", 54, 68),
    Period.QUARTERLY: ("chaque trimestre", 82, 100),
}
"""Words, least and most days between two payments."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A due item that was paid whole: its due date, and the day of the payment that settled it."""

    due_date: date
    paid_on: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a client pays; `count` is the number of due items it rests on.

    `median_delay` is in days after the due date, negative before it. `day` is the usual day of the month and
    `on_day` how many payments of `count` came around it; `period` how often he pays. Both None where nothing
    is usual.
    """

    count: int
    median_delay: int
    day: int | None = None
    on_day: int = 0
    period: Period | None = None


def learn(settled: Sequence[Settled]) -> Rhythm | None:
    """The rhythm of the latest payments, None from fewer than `ENOUGH`."""
    latest = sorted(settled, key=lambda one: (one.paid_on, one.due_date))[-LATEST:]
    if len(latest) < ENOUGH:
        return None
    day, on_day = _usual_day([one.paid_on for one in latest])
    return Rhythm(
        count=len(latest),
        median_delay=median_low((one.paid_on - one.due_date).days for one in latest),
        day=day,
        on_day=on_day,
        period=_period(sorted({one.paid_on for one in latest})),
    )


def expected_payment(rhythm: Rhythm, due_date: date) -> date:
    """The day on which a client with this rhythm usually pays what falls due on `due_date`.

    His usual day of the month where he has one, the first that lies around his usual delay or after the due
    date; otherwise the due date and his median delay.
    """
    usual = due_date + timedelta(days=max(0, rhythm.median_delay))
    if rhythm.day is None:
        return usual
    earliest = max(due_date, usual - timedelta(days=15))
    return _on_day(earliest, rhythm.day)


def wait_until(rhythm: Rhythm, due_date: date) -> date:
    """The last day on which the first step waits: one cycle of his, and the time of the bank."""
    last = due_date + timedelta(days=LONGEST_WAIT)
    return min(last, expected_payment(rhythm, due_date) + timedelta(days=GRACE_DAYS))


def words(rhythm: Rhythm) -> str:
    """The rhythm as one French sentence, with what it rests on."""
    delay = rhythm.median_delay
    if delay > 0:
        parts = [f"Paie en général {_days(delay)} après l’échéance"]
    elif delay == 0:
        parts = ["Paie en général le jour de l’échéance"]
    else:
        parts = [f"Paie en général {_days(-delay)} avant l’échéance"]
    if rhythm.day is not None:
        parts.append(f"vers le {ordinal(rhythm.day)} du mois ({rhythm.on_day} fois sur {rhythm.count})")
    if rhythm.period is not None:
        parts.append(rhythm.period.label)
    return f"{', '.join(parts)}\u00a0; d’après {rhythm.count} règlements."


def advice(rhythm: Rhythm, terms_days: int | None) -> str:
    """What the rhythm teaches about the next invoice, in French; empty where it teaches nothing.

    `terms_days`: the days that his terms leave him, None where they are no simple number of days. Months are
    counted as thirty days: it is an advice.
    """
    if rhythm.day is not None:
        latest = rhythm.day if not terms_days else (rhythm.day - terms_days - 1) % 30 + 1
        before = f"datez la facture avant le {ordinal(latest)}"
        if terms_days:
            before += f", pour que l’échéance à {terms_days} jours tombe avant son jour de règlement"
        return f"Ce client paie vers le {ordinal(rhythm.day)} du mois\u00a0: {before}."
    if rhythm.median_delay >= LATE_DAYS:
        return (
            f"Ce client paie {_days(rhythm.median_delay)} après l’échéance\u00a0: demandez un acompte, ou "
            "raccourcissez son délai d’autant."
        )
    if rhythm.median_delay <= 0:
        return "Ce client paie à temps\u00a0: remerciez-le, un escompte peut le fidéliser."
    return ""


def ordinal(day: int) -> str:
    """`1er`, `10`, `fin` for the last days of the month."""
    return "1er" if day == 1 else str(day)


def _days(number: int) -> str:
    return f"{number}\u00a0jour{'s' * (number > 1)}"


def _usual_day(days: Sequence[date]) -> tuple[int | None, int]:
    """The day of the month around which most payments came and how many, or no day."""
    near, spread = [0] * 32, [0] * 32
    for one in days:
        for candidate, apart in _around(one.day, monthrange(one.year, one.month)[1]):
            near[candidate] += 1
            spread[candidate] += apart
    # Of several, the one in the middle of the payments: with the smallest distances in all.
    best = min(range(1, 32), key=lambda candidate: (-near[candidate], spread[candidate], candidate))
    return (best, near[best]) if near[best] * 100 >= CLEAR * len(days) else (None, 0)


@cache
def _around(day: int, length: int) -> tuple[tuple[int, int], ...]:
    """The days of a month that lie around this one, and how far, in a month of so many days."""
    found = []
    for candidate in range(1, 32):
        distance = abs(day - min(candidate, length))
        apart = min(distance, length - distance)
        if apart <= AROUND:
            found.append((candidate, apart))
    return tuple(found)


def _period(days: Sequence[date]) -> Period | None:
    gaps = [(after - before).days for before, after in pairwise(days)]
    if len(gaps) < ENOUGH - 1:
        return None
    for period, (_, least, most) in _PERIODS.items():
        fitting = sum(least <= gap <= most for gap in gaps)
        if fitting * 100 >= CLEAR * len(gaps):
            return period
    return None


def _on_day(earliest: date, day: int) -> date:
    """The first such day of a month on or after `earliest`; the last day of a shorter month."""
    year, month = earliest.year, earliest.month
    while True:
        found = date(year, month, min(day, monthrange(year, month)[1]))
        if found >= earliest:
            return found
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
