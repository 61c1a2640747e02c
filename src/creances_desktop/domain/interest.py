"""Interest on a due item, row by row: what bears interest on which days, whatever the regime.

Conventions:
- a payment counts on the old base on its own day, on the new base from the day after;
- a credit note lowers the base from its own day, or from the due date when it corrects the invoice;
- each row is rounded to the nearest cent, halves up: no text says how; one rounding per row can be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from creances_desktop.domain.money import Cents, round_to_cents
from creances_desktop.domain.rates import Certainty, Semester

DAYS_IN_YEAR = 365
"""Every published formula divides by 365; no text asks for 366 in leap years."""

ONE_DAY = timedelta(days=1)


class ChangeEffect(StrEnum):
    """From which day a movement changes the base of the interest."""

    DAY_AFTER = "day_after"
    """A payment: the day itself still bears interest on the old base (C. com. L441-10 II, L441-9)."""
    SAME_DAY = "same_day"
    """A credit note that gives something up from its date on."""
    FROM_DUE_DATE = "from_due_date"
    """A credit note that corrects the invoice: what it takes off was never due."""


@dataclass(frozen=True, slots=True)
class BalanceChange:
    """What moved the balance of a due item: `amount` in cents, negative for a payment or a credit note.

    `day` is the day of the event; `effect` tells from when the base of the interest changes. `undoes`: the
    day of the payment that a reversal undoes as if it had never come (a cheque that was not honoured); the
    base of every day is then as if neither had been, as of the reversal's own day and later.
    """

    day: date
    amount: Cents
    effect: ChangeEffect = ChangeEffect.DAY_AFTER
    undoes: date | None = None

    def first_day(self, due_date: date) -> date:
        """The first day on the new base."""
        if self.undoes is not None:
            return self.undoes + ONE_DAY
        if self.effect is ChangeEffect.DAY_AFTER:
            return self.day + ONE_DAY
        if self.effect is ChangeEffect.SAME_DAY:
            return self.day
        return min(self.day, due_date)


@dataclass(frozen=True, slots=True)
class Debt:
    """A due item as interest sees it: its amount when it fell due, in cents, and what moved it since."""

    due_item_id: int
    due_date: date
    amount: Cents
    changes: tuple[BalanceChange, ...] = ()

    def base_on(self, day: date) -> Cents:
        """The balance that bears interest on that day, in cents."""
        return self.amount + sum(
            change.amount for change in self.changes if change.first_day(self.due_date) <= day
        )

    def outstanding(self, as_of: date) -> Cents:
        """What is left to pay at the end of that day, in cents: its events count, later ones do not."""
        return self.amount + sum(change.amount for change in self.changes if change.day <= as_of)

    def known_on(self, as_of: date) -> Debt:
        """The debt without the events of later days: a correction of tomorrow lowers nothing today."""
        if all(change.day <= as_of for change in self.changes):
            return self
        return replace(self, changes=tuple(change for change in self.changes if change.day <= as_of))


@dataclass(frozen=True, slots=True)
class AppliedRate:
    """An annual rate in percent, and where it comes from, in French; the least sure of its parts marks it."""

    percent: Decimal
    source: str
    article: str = ""
    certainty: Certainty = Certainty.CONFIRMED


RateRule = Callable[[Semester], AppliedRate | None]
"""The rate of a semester under a regime; None when the table lacks it."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Days under one rule, both bounds included.

    `frozen_in`: the semester whose rate holds for the whole phase; None where each semester has its own.
    `why` tells in French from when these days count.
    """

    first: date
    last: date
    rule: RateRule
    frozen_in: Semester | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class InterestLine:
    """Interest over days of one balance and one rate; `first` and `last` are both included; cents.

    `capitalised` is the part of `base` that is interest of earlier years (C. civ. 1343-2). `why` tells in
    French from when these days count.
    """

    due_item_id: int
    first: date
    last: date
    base: Cents
    rate_percent: Decimal
    rate_source: str
    interest: Cents
    article: str = ""
    certainty: Certainty = Certainty.CONFIRMED
    capitalised: Cents = 0
    why: str = ""

    @property
    def days(self) -> int:
        """The number of days, at least 1."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Days of a debt without interest because the rate of `semester` is not known; bounds included; cents."""

    due_item_id: int
    first: date
    last: date
    base: Cents
    semester: Semester

    @property
    def message(self) -> str:
        """The French words that name what to enter: `taux du 1er semestre 2027 à saisir`."""
        return f"taux du {self.semester.label} à saisir"


def interest(
    debt: Debt, first: date, last: date, rule: RateRule, *, frozen_in: Semester | None = None, why: str = ""
) -> tuple[tuple[InterestLine, ...], tuple[LeftOut, ...]]:
    """The rows of interest from `first` to `last`, both included, and the days whose rate is not known.

    A row has one balance and one rate; days without a balance have no row.
    """
    lines: list[InterestLine] = []
    missing: list[LeftOut] = []
    for start, end, base in _spans(debt, first, last, by_semester=frozen_in is None):
        if base <= 0:
            continue
        semester = frozen_in or Semester.of(start)
        rate = rule(semester)
        if rate is None:
            missing.append(LeftOut(debt.due_item_id, start, end, base, semester))
            continue
        lines.append(
            InterestLine(
                due_item_id=debt.due_item_id,
                first=start,
                last=end,
                base=base,
                rate_percent=rate.percent,
                rate_source=rate.source,
                interest=simple_interest(base, rate.percent, (end - start).days + 1),
                article=rate.article,
                certainty=rate.certainty,
                why=why,
            )
        )
    return tuple(lines), tuple(missing)


def simple_interest(base: Cents, rate_percent: Decimal, days: int) -> Cents:
    """The interest of `base` cents over `days` days at an annual rate, to the nearest cent, halves up."""
    return round_to_cents(Decimal(base) / 100 * rate_percent * days / (100 * DAYS_IN_YEAR))


def _spans(debt: Debt, first: date, last: date, *, by_semester: bool) -> Iterator[tuple[date, date, Cents]]:
    """The days from `first` to `last` cut where the balance changes and where a semester begins."""
    if first > last:
        return
    cuts = {first}
    if by_semester:
        cuts.update(_semester_starts(first, last))
    moves = {change.first_day(debt.due_date) for change in debt.changes}
    cuts.update(
        day for day in moves if first < day <= last and debt.base_on(day) != debt.base_on(day - ONE_DAY)
    )
    ordered = sorted(cuts)
    for start, following in pairwise([*ordered, last + ONE_DAY]):
        yield start, following - ONE_DAY, debt.base_on(start)


def _semester_starts(first: date, last: date) -> Iterator[date]:
    """Each 1 January and 1 July after `first`, until `last` included."""
    year, month = (first.year, 7) if first.month < 7 else (first.year + 1, 1)
    while (start := date(year, month, 1)) <= last:
        yield start
        year, month = (year, 7) if month == 1 else (year + 1, 1)
