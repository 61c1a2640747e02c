"""Interest of whole years that bears interest itself, only where a clause or a judgment says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain.interest import (
    ONE_DAY,
    BalanceChange,
    Debt,
    InterestLine,
    LeftOut,
    Phase,
    interest,
)
from creances_desktop.domain.money import Cents
from creances_desktop.domain.months import months_later


@dataclass(frozen=True, slots=True)
class CapitalisedYear:
    """The interest of a whole year, bounds included, that bears interest from the day after `last`; cents."""

    due_item_id: int
    first: date
    last: date
    amount: Cents


@dataclass(frozen=True, slots=True)
class Accrual:
    """The interest of one due item: its rows, the days left out, and the years that were capitalised."""

    lines: tuple[InterestLine, ...]
    left_out: tuple[LeftOut, ...]
    years: tuple[CapitalisedYear, ...] = ()


def accrue(debt: Debt, phases: Sequence[Phase], capitalise_since: date | None = None) -> Accrual:
    """The interest of a debt over its phases; whole years from `capitalise_since` on become principal.

    A year counts from the first day of interest or from `capitalise_since`, whichever is later; what a year
    brought bears interest from the day after it (C. civ. 1343-2). Interest of earlier days never does.
    """
    if capitalise_since is None or not phases:
        return _run(debt, phases)
    first = max(min(phase.first for phase in phases), capitalise_since)
    last = max(phase.last for phase in phases)
    parts = [_run(debt, _within(phases, date.min, first - ONE_DAY))]
    years: list[CapitalisedYear] = []
    grown, start = debt, first
    while start <= last:
        end = months_later(first, 12 * (len(years) + 1)) - ONE_DAY
        part = _run(grown, _within(phases, start, end))
        parts.append(_marked(part, debt))
        if end > last:
            break
        amount = sum(line.interest for line in part.lines)
        years.append(CapitalisedYear(debt.due_item_id, start, end, amount))
        grown = replace(grown, changes=(*grown.changes, BalanceChange(end, amount)))
        start = end + ONE_DAY
    return Accrual(
        tuple(line for part in parts for line in part.lines),
        tuple(days for part in parts for days in part.left_out),
        tuple(year for year in years if year.amount),
    )


def _run(debt: Debt, phases: Sequence[Phase]) -> Accrual:
    lines: list[InterestLine] = []
    left_out: list[LeftOut] = []
    for phase in phases:
        found, unknown = interest(
            debt, phase.first, phase.last, phase.rule, frozen_in=phase.frozen_in, why=phase.why
        )
        lines.extend(found)
        left_out.extend(unknown)
    return Accrual(tuple(lines), tuple(left_out))


def _within(phases: Sequence[Phase], first: date, last: date) -> list[Phase]:
    """The parts of the phases between two days, both included."""
    return [
        replace(phase, first=max(phase.first, first), last=min(phase.last, last))
        for phase in phases
        if phase.first <= last and phase.last >= first
    ]


def _marked(part: Accrual, debt: Debt) -> Accrual:
    """The rows with the part of their base that is interest of earlier years."""
    lines = tuple(replace(line, capitalised=line.base - debt.base_on(line.first)) for line in part.lines)
    return replace(part, lines=lines)
