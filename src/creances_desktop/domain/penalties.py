"""Late-payment interest and fixed indemnity, line by line, with the source of every number.

Conventions (C. com. L441-10 II and L441-9):
- interest runs from the day after the due date to the day of payment, both included;
- a payment counts on the old base on its own day, on the new base from the day after;
- the rate changes on 1 January and on 1 July, within a delay too;
- each row is rounded to the nearest cent, halves up: no text says how; one rounding per row can be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import NO_BREAK_SPACE, Cents, round_to_cents
from creances_desktop.domain.rates import Certainty, Figure, LawTables, Semester, Series
from creances_desktop.domain.text import short_date

DAYS_IN_YEAR = 365
"""Every published formula divides by 365; no text asks for 366 in leap years."""

ONE_DAY = timedelta(days=1)


class RegimeUnavailable(DomainError):
    """The interest of this client cannot be computed by this version."""


@dataclass(frozen=True, slots=True)
class BalanceChange:
    """What moved the balance of a due item: `amount` in cents, negative for a payment or a credit note.

    `day` is the last one on the old base.
    """

    day: date
    amount: Cents


@dataclass(frozen=True, slots=True)
class Debt:
    """A due item as interest sees it: its amount when it fell due, in cents, and what moved it since."""

    due_item_id: int
    due_date: date
    amount: Cents
    changes: tuple[BalanceChange, ...] = ()

    def base_on(self, day: date) -> Cents:
        """The balance that bears interest on that day, in cents: changes of earlier days only."""
        return self.amount + sum(change.amount for change in self.changes if change.day < day)

    def outstanding(self, as_of: date) -> Cents:
        """What is left to pay at the end of that day, in cents."""
        return self.base_on(as_of + ONE_DAY)


@dataclass(frozen=True, slots=True)
class AppliedRate:
    """An annual rate in percent, and where it comes from, in French."""

    percent: Decimal
    source: str


RateRule = Callable[[Semester], AppliedRate | None]
"""The rate of a semester under a regime; None when the table lacks it."""


@dataclass(frozen=True, slots=True)
class InterestLine:
    """Interest over days of one balance and one rate; `first` and `last` are both included; cents."""

    due_item_id: int
    first: date
    last: date
    base: Cents
    rate_percent: Decimal
    rate_source: str
    interest: Cents

    @property
    def days(self) -> int:
        """The number of days, at least 1."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What one invoice costs its debtor as of a day, in cents.

    `missing_rates`: the semesters whose days were left out because no rate is known.
    """

    regime: Nature
    as_of: date
    outstanding: Cents
    lines: tuple[InterestLine, ...]
    fixed_indemnity: Cents
    fixed_indemnity_source: str
    missing_rates: tuple[Semester, ...]

    @property
    def interest(self) -> Cents:
        """The sum of the lines."""
        return sum(line.interest for line in self.lines)

    @property
    def charges(self) -> Cents:
        """Interest and fixed indemnity."""
        return self.interest + self.fixed_indemnity

    @property
    def total(self) -> Cents:
        """Outstanding and charges."""
        return self.outstanding + self.charges


def breakdown(
    nature: Nature,
    debts: Sequence[Debt],
    as_of: date,
    law: LawTables,
    *,
    contract_rate_percent: str = "",
    insolvency_judgment: date | None = None,
) -> Breakdown:
    """Interest and indemnity of the due items of one invoice, for a professional at the default rate.

    Interest stops the day before an insolvency judgment (L622-28); an invoice that falls due on its day or
    later bears no indemnity (L441-10 II). RegimeUnavailable for other clients and for a contract's rate.
    """
    _refuse_other_regimes(nature, contract_rate_percent)
    last = as_of if insolvency_judgment is None else min(as_of, insolvency_judgment - ONE_DAY)
    rule = default_rate(law)
    lines: list[InterestLine] = []
    missing: set[Semester] = set()
    for debt in debts:
        found, unknown = interest(debt, debt.due_date + ONE_DAY, last, rule)
        lines.extend(found)
        missing.update(unknown)
    indemnity, source = _fixed_indemnity(debts, as_of, law, insolvency_judgment)
    return Breakdown(
        regime=nature,
        as_of=as_of,
        outstanding=sum(debt.outstanding(as_of) for debt in debts),
        lines=tuple(lines),
        fixed_indemnity=indemnity,
        fixed_indemnity_source=source,
        missing_rates=tuple(sorted(missing)),
    )


def default_rate(law: LawTables) -> RateRule:
    """The rate between professionals where no contract fixes another: the ECB's and 10 points.

    The ECB's rate is that of 1 January or 1 July. None before the rule existed (2013) and for a semester
    whose ECB rate is not in the table.
    """

    def rule(semester: Semester) -> AppliedRate | None:
        ecb = law.rate(Series.ECB_MAIN_REFINANCING, semester)
        margin = law.figure(Figure.DEFAULT_RATE_MARGIN, semester.first_day)
        if ecb is None or margin is None:
            return None
        doubt = "" if ecb.certainty is not Certainty.UNCONFIRMED else ", à vérifier"
        source = (
            f"Taux BCE du {semester.label}\u00a0: {_percent(ecb.percent)} (depuis le "
            f"{short_date(ecb.in_force_since)}{doubt}) + {margin.value.normalize():f} points, {margin.source}"
        )
        return AppliedRate(ecb.percent + margin.value, source)

    return rule


def interest(
    debt: Debt, first: date, last: date, rule: RateRule
) -> tuple[tuple[InterestLine, ...], tuple[Semester, ...]]:
    """The rows of interest from `first` to `last`, both included, and the semesters without a known rate.

    A row has one balance and lies in one semester; days without a balance have no row.
    """
    lines: list[InterestLine] = []
    missing: list[Semester] = []
    for start, end in _spans(debt, first, last):
        base, semester = debt.base_on(start), Semester.of(start)
        if base <= 0:
            continue
        rate = rule(semester)
        if rate is None:
            missing.append(semester)
            continue
        amount = simple_interest(base, rate.percent, (end - start).days + 1)
        lines.append(InterestLine(debt.due_item_id, start, end, base, rate.percent, rate.source, amount))
    return tuple(lines), tuple(dict.fromkeys(missing))


def simple_interest(base: Cents, rate_percent: Decimal, days: int) -> Cents:
    """The interest of `base` cents over `days` days at an annual rate, to the nearest cent, halves up."""
    return round_to_cents(Decimal(base) / 100 * rate_percent * days / (100 * DAYS_IN_YEAR))


def _spans(debt: Debt, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from `first` to `last` cut where the balance changes and where a semester begins."""
    starts = {first} | {change.day + ONE_DAY for change in debt.changes}
    semester = Semester.of(first).next
    while semester.first_day <= last:
        starts.add(semester.first_day)
        semester = semester.next
    ordered = sorted(start for start in starts if first <= start <= last)
    for start, following in pairwise([*ordered, last + ONE_DAY]):
        yield start, following - ONE_DAY


def _fixed_indemnity(
    debts: Sequence[Debt], as_of: date, law: LawTables, insolvency_judgment: date | None
) -> tuple[Cents, str]:
    """The indemnity and its source: once per invoice that was late, whatever its due items."""
    late = [
        debt.due_date + ONE_DAY
        for debt in debts
        if debt.due_date < as_of
        and debt.base_on(debt.due_date + ONE_DAY) > 0
        and (insolvency_judgment is None or debt.due_date < insolvency_judgment)
    ]
    figure = law.figure(Figure.FIXED_INDEMNITY, min(late)) if late else None
    return (0, "") if figure is None else (round_to_cents(figure.value), figure.source)


def _refuse_other_regimes(nature: Nature, contract_rate_percent: str) -> None:
    if nature is Nature.UNSPECIFIED:
        raise RegimeUnavailable(
            "La nature de ce client n’est pas précisée\u00a0; indiquez s’il est professionnel, "
            "particulier ou public."
        )
    if nature is not Nature.PROFESSIONAL:
        raise RegimeUnavailable(
            "Cette version ne calcule pas encore les intérêts d’un client de nature "
            f"«\u00a0{nature.label}\u00a0»\u00a0; "
            "elle ne le fait que pour un professionnel au taux par défaut."
        )
    contract_rate = contract_rate_percent.strip().removesuffix("%").strip()
    if contract_rate:
        raise RegimeUnavailable(
            f"Ce client a un taux contractuel ({contract_rate.replace('.', ',')}\u00a0%)\u00a0; "
            "cette version ne calcule encore que le taux par défaut."
        )


def _percent(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",") + f"{NO_BREAK_SPACE}%"
