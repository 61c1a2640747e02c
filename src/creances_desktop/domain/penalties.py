"""Late-payment interest and fixed indemnity of an invoice, with the source of every number.

Professional (C. com. L441-10 II): from the day after the due date, at the contract's rate or the ECB's and
10 points. Consumer (C. civ. 1231-6): from the day after the mise en demeure, at the legal rate. Public body
(CCP R2192-31): from the day after its payment delay, at the ECB's rate of that semester and 8 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from creances_desktop.domain import alerts
from creances_desktop.domain.alerts import Alert
from creances_desktop.domain.capitalisation import CapitalisedYear, accrue
from creances_desktop.domain.claim_facts import (
    NOTHING_RECORDED,
    ClaimFacts,
    InsolvencyStop,
)
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.contract_rates import ContractRate, parse_contract_rate
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.interest import (
    DAYS_IN_YEAR,
    ONE_DAY,
    AppliedRate,
    BalanceChange,
    ChangeEffect,
    Debt,
    InterestLine,
    LeftOut,
    Phase,
    RateRule,
    interest,
    simple_interest,
)
from creances_desktop.domain.money import Cents, round_to_cents
from creances_desktop.domain.months import months_later
from creances_desktop.domain.rates import DatedFigure, Figure, LawTables, Semester
from creances_desktop.domain.regimes import (
    clause_rate,
    contract_rate,
    default_rate,
    increased_legal_rate,
    legal_rate,
    public_rate,
)
from creances_desktop.domain.text import short_date

__all__ = [
    "DAYS_IN_YEAR",
    "ONE_DAY",
    "AppliedRate",
    "BalanceChange",
    "Breakdown",
    "ChangeEffect",
    "Debt",
    "InterestLine",
    "LeftOut",
    "RateRule",
    "RegimeUnavailable",
    "breakdown",
    "daily_interest",
    "default_rate",
    "interest",
    "simple_interest",
]


class RegimeUnavailable(DomainError):
    """A client whose legal nature is not known: no regime applies."""

    def __init__(self) -> None:
        super().__init__(
            "La nature de ce client n’est pas précisée\u00a0; indiquez dans sa fiche s’il est professionnel, "
            "particulier ou public."
        )


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What one invoice costs its debtor as of a day, in cents.

    `missing_rates`: the semesters whose days were left out because no rate is known; `left_out` lists those
    days. `further_costs`: recovery costs on proof above the fixed indemnity. `received`:
    what was already paid of the charges, never above them.
    """

    regime: Nature
    as_of: date
    outstanding: Cents
    lines: tuple[InterestLine, ...]
    fixed_indemnity: Cents
    fixed_indemnity_source: str
    missing_rates: tuple[Semester, ...]
    left_out: tuple[LeftOut, ...] = ()
    capitalised: tuple[CapitalisedYear, ...] = ()
    alerts: tuple[Alert, ...] = ()
    further_costs: Cents = 0
    fixed_indemnity_figure: DatedFigure | None = None
    received: Cents = 0

    @property
    def interest(self) -> Cents:
        """The sum of the lines."""
        return sum(line.interest for line in self.lines)

    @property
    def charges(self) -> Cents:
        """Interest, fixed indemnity and further costs, less what was already paid of them."""
        return self.interest + self.fixed_indemnity + self.further_costs - self.received

    def less(self, received: Cents) -> Breakdown:
        """The same breakdown with `received` cents paid of its charges; what is above them is left out."""
        accrued = self.charges + self.received
        return replace(self, received=max(0, min(received, accrued)))

    @property
    def total(self) -> Cents:
        """Outstanding and charges."""
        return self.outstanding + self.charges

    @property
    def is_claim_of_its_own(self) -> bool:
        """Whether only charges are left: the principal is paid, what its delay cost is not (trap 11)."""
        return self.outstanding <= 0 < self.charges


@dataclass(frozen=True, slots=True)
class _Case:
    """All that decides the interest of one invoice, but its due items; `last`: the last day of interest."""

    nature: Nature
    as_of: date
    law: LawTables
    clause: ContractRate | None
    judgment: date | None
    facts: ClaimFacts

    @property
    def last(self) -> date:
        """An insolvency's opening judgment stops interest, the day before or on its day (L622-28)."""
        if self.judgment is None:
            return self.as_of
        stops_on = self.facts.insolvency_stop is InsolvencyStop.STOP_ON
        return min(self.as_of, self.judgment if stops_on else self.judgment - ONE_DAY)

    @property
    def clause_suffices(self) -> bool:
        """Whether a consumer is in default by the due date alone (C. civ. 1344)."""
        return self.clause is not None and self.facts.clause_without_notice


def breakdown(
    nature: Nature,
    debts: Sequence[Debt],
    as_of: date,
    law: LawTables,
    *,
    contract_rate_percent: str = "",
    insolvency_judgment: date | None = None,
    facts: ClaimFacts = NOTHING_RECORDED,
) -> Breakdown:
    """Interest and indemnity of the due items of one invoice as of a day, events of later days left out.

    `contract_rate_percent` is a clause as `parse_contract_rate` reads it, empty for none; a consumer's counts
    as accepted by him, a public body's is ignored. For a public body, due dates are the ends of its payment
    delay. RegimeUnavailable for a client of unspecified nature, InvalidValue for a clause that is no rate.
    """
    if nature is Nature.UNSPECIFIED:
        raise RegimeUnavailable
    clause = parse_contract_rate(contract_rate_percent)
    case = _Case(nature, as_of, law, clause, insolvency_judgment, facts)
    known = [debt.known_on(as_of) for debt in debts]
    since = facts.capitalisation.since if facts.capitalisation is not None else None
    runs = [accrue(debt, _phases(case, debt), since) for debt in known]
    lines = tuple(line for run in runs for line in run.lines)
    left_out = tuple(days for run in runs for days in run.left_out)
    figure = _indemnity(case, known)
    indemnity = 0 if figure is None else round_to_cents(figure.value)
    return Breakdown(
        regime=nature,
        as_of=as_of,
        outstanding=sum(debt.outstanding(as_of) for debt in known),
        lines=lines,
        fixed_indemnity=indemnity,
        fixed_indemnity_source="" if figure is None else figure.source,
        missing_rates=tuple(sorted({days.semester for days in left_out})),
        left_out=left_out,
        capitalised=tuple(year for run in runs for year in run.years),
        alerts=_alerts(case, lines),
        further_costs=max(0, facts.proven_costs - indemnity) if indemnity else 0,
        fixed_indemnity_figure=figure,
    )


def daily_interest(found: Breakdown, debts: Sequence[Debt]) -> Cents:
    """What each further day costs at the rates of the last day, to the nearest cent; 0 once it stopped."""
    after = found.as_of + ONE_DAY
    bases = {debt.due_item_id: debt.known_on(found.as_of).base_on(after) for debt in debts}
    products = [
        max(0, bases[line.due_item_id] + line.capitalised) * line.rate_percent
        for line in found.lines
        if line.last == found.as_of
    ]
    return round_to_cents(sum(products, Decimal(0)) / (100 * 100 * DAYS_IN_YEAR))


def _phases(case: _Case, debt: Debt) -> list[Phase]:
    """The days of interest of a due item and their rules, in order.

    The legal rate that a judgment awards takes the place of the regime's.
    """
    awarded, last, law = case.facts.awarded, case.last, case.law
    phases = []
    first = _first_day(case, debt)
    if first is not None:
        end = last if awarded is None else min(last, awarded.since - ONE_DAY)
        frozen_in = Semester.of(first) if case.nature is Nature.PUBLIC else None
        phases.append(Phase(first, end, _rule(case, first), frozen_in, _why(case)))
    if awarded is not None:
        start = max(debt.due_date + ONE_DAY, awarded.since)
        awarded_words = f"le jugement accorde le taux légal depuis le {short_date(awarded.since)}"
        increase = _increase_day(awarded.enforceable_on, law)
        if increase is None:
            phases.append(Phase(start, last, legal_rate(law), why=awarded_words))
        else:
            phases.append(Phase(start, min(last, increase - ONE_DAY), legal_rate(law), why=awarded_words))
            rule = increased_legal_rate(law, increase)
            increased = f"{_INCREASED} (le {_on(awarded.enforceable_on)})"
            phases.append(Phase(max(start, increase), last, rule, why=increased))
    return [phase for phase in phases if phase.first <= phase.last]


_WHY = {
    Nature.PROFESSIONAL: "les pénalités courent du lendemain de l’échéance au jour du paiement",
    Nature.CONSUMER: "les intérêts courent du lendemain de la mise en demeure reçue le {notice}",
    Nature.PUBLIC: "les intérêts courent du lendemain de la fin du délai de paiement à la mise en paiement",
}
_CLAUSE = "la clause acceptée met le client en demeure par la seule échéance"
_INCREASED = "le taux légal est majoré deux mois après que le jugement est devenu exécutoire"


def _why(case: _Case) -> str:
    """From when the days of the regime count, in French."""
    if case.nature is not Nature.CONSUMER:
        return _WHY[case.nature]
    return (
        _CLAUSE if case.clause_suffices else _WHY[case.nature].format(notice=_on(case.facts.mise_en_demeure))
    )


def _on(day: date | None) -> str:
    return "" if day is None else short_date(day)


def _first_day(case: _Case, debt: Debt) -> date | None:
    """The first day of interest under the regime; None where nothing has made it run."""
    late, notice = debt.due_date + ONE_DAY, case.facts.mise_en_demeure
    if case.nature is not Nature.CONSUMER or case.clause_suffices:
        return late
    return None if notice is None else max(late, notice + ONE_DAY)


def _rule(case: _Case, first: date) -> RateRule:
    law, clause = case.law, case.clause
    if case.nature is Nature.PUBLIC:
        return public_rate(law, first)
    if case.nature is Nature.CONSUMER:
        return legal_rate(law) if clause is None else clause_rate(clause, law)
    return default_rate(law) if clause is None else contract_rate(law, clause, case.facts.floor_choice)


def _increase_day(enforceable_on: date | None, law: LawTables) -> date | None:
    """The first day of the increased legal rate: the day after two months have gone by (CMF L313-3)."""
    if enforceable_on is None:
        return None
    months = law.figure(Figure.LEGAL_RATE_INCREASE_MONTHS, enforceable_on)
    return None if months is None else months_later(enforceable_on, int(months.value)) + ONE_DAY


def _indemnity(case: _Case, debts: Sequence[Debt]) -> DatedFigure | None:
    """The indemnity, once per invoice that was late, whatever its due items; None where none is due.

    Never from a consumer, nor where insolvency forbade payment at the due date (L441-10 II).
    """
    if case.nature is Nature.CONSUMER:
        return None
    late = [
        debt.due_date + ONE_DAY
        for debt in debts
        if debt.due_date < case.as_of
        and debt.base_on(debt.due_date + ONE_DAY) > 0
        and (case.judgment is None or debt.due_date < case.judgment)
    ]
    public = case.nature is Nature.PUBLIC
    figure = Figure.PUBLIC_FIXED_INDEMNITY if public else Figure.FIXED_INDEMNITY
    return case.law.figure(figure, min(late)) if late else None


def _alerts(case: _Case, lines: Sequence[InterestLine]) -> tuple[Alert, ...]:
    found: list[Alert] = []
    clause, facts = case.clause, case.facts
    if case.nature is Nature.PROFESSIONAL:
        own = [line for line in lines if facts.awarded is None or line.first < facts.awarded.since]
        found.extend(alerts.floor_alerts(own, clause, facts.floor_choice, case.law))
    if case.nature is Nature.PUBLIC and clause is not None:
        found.append(alerts.stipulated_rate_ignored(clause))
    if case.nature is Nature.CONSUMER:
        if clause is not None:
            found.append(alerts.consumer_clause(clause))
        if facts.mise_en_demeure is None and facts.awarded is None and not case.clause_suffices:
            found.append(alerts.no_mise_en_demeure())
        if facts.proven_costs:
            found.append(alerts.costs_not_claimable())
    if case.judgment is not None and case.last < case.as_of:
        found.append(alerts.insolvency(case.judgment, case.last))
    return tuple(found)
