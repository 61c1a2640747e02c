"""DSO (délai moyen de paiement): how many days of sales the receivables are, counted back month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from creances_desktop.domain.money import Cents


@dataclass(frozen=True, slots=True)
class MonthSales:
    """What was invoiced in a month, taxes included, credit notes deducted: cents, over so many days.

    The current month has only the days that have passed. `name` is French.
    """

    name: str
    days: int
    sales: Cents


@dataclass(frozen=True, slots=True)
class DsoStep:
    """A month that was counted back: cents `consumed` of its sales, `days` of it that they stand for."""

    month: MonthSales
    consumed: Cents
    days: Fraction


@dataclass(frozen=True, slots=True)
class Dso:
    """`days` rounded half up. `beyond`: less was sold than is owed, as far as one knows: it is more."""

    days: int
    beyond: bool
    steps: tuple[DsoStep, ...] = ()

    @property
    def words(self) -> str:
        """`47 j`, `> 365 j`."""
        return f"{'> ' if self.beyond else ''}{self.days}\u00a0j"


def count_back(receivables: Cents, months: Sequence[MonthSales]) -> Dso | None:
    """The DSO of `receivables` over `months`, the latest first; None where nothing was sold.

    A month whose sales are consumed whole counts all its days, the last one pro rata: the rest divided by
    its sales, times its days. A month without sales counts its days, but not those before the first sale:
    nothing is known of them. Nothing owed is zero days.
    """
    known = list(months)
    while known and known[-1].sales <= 0:
        known.pop()
    if not known:
        return None
    left, steps = max(receivables, 0), []
    for month in known:
        if left <= 0:
            break
        sales = max(month.sales, 0)
        taken = min(sales, left)
        days = Fraction(month.days * taken, sales) if sales else Fraction(month.days)
        steps.append(DsoStep(month, taken, days))
        left -= taken
    total = sum((step.days for step in steps), Fraction(0))
    return Dso(int(total + Fraction(1, 2)), left > 0, tuple(steps))
