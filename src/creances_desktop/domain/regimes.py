"""Which rate a debtor owes: rules by semester, one for each regime, each rate with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, partial

from creances_desktop.domain.contract_rates import ContractRate
from creances_desktop.domain.interest import AppliedRate, RateRule
from creances_desktop.domain.rates import (
    Certainty,
    DatedFigure,
    Figure,
    LawTables,
    Rate,
    Semester,
    Series,
    percent_text,
)
from creances_desktop.domain.text import short_date

_L441_10 = "C. com., art. L441-10 II"

CACHED = 4096
"""Rates kept by table and semester: an aged balance asks for the same ones a hundred thousand times."""


class FloorChoice(StrEnum):
    """What applies where a stipulated rate is under its floor: no text or judgment says, so the user does."""

    APPLY_CONTRACT = "apply_contract"
    APPLY_FLOOR = "apply_floor"
    APPLY_DEFAULT = "apply_default"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _CHOICE_LABELS[self]


_CHOICE_LABELS = {
    FloorChoice.APPLY_CONTRACT: "Appliquer le taux du contrat et le signaler",
    FloorChoice.APPLY_FLOOR: "Appliquer le plancher (3 fois le taux d’intérêt légal)",
    FloorChoice.APPLY_DEFAULT: "Appliquer le taux par défaut (BCE + 10 points)",
}


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest rate that a contract may fix for a semester, in percent, and where it comes from."""

    percent: Decimal
    source: str
    certainty: Certainty


def least_sure(parts: Iterable[Certainty]) -> Certainty:
    """The certainty of what is made of these parts: that of the weakest."""
    return max(parts, key=list(Certainty).index)


def default_rate(law: LawTables) -> RateRule:
    """The rate between professionals where no contract fixes another: the ECB's and 10 points.

    The ECB's rate is that of 1 January or 1 July (C. com. L441-10 II). None before the rule existed (2013)
    and for a semester whose ECB rate is not in the table.
    """
    return partial(_default_rate, law)


def contract_rate(law: LawTables, clause: ContractRate, choice: FloorChoice) -> RateRule:
    """The rate that a contract between professionals fixes; under its floor, what the user chose.

    Where the floor is not known (no legal rate yet), the contract's rate applies.
    """
    return partial(_contract_rate, law, clause, choice)


def clause_rate(clause: ContractRate, law: LawTables) -> RateRule:
    """The rate of a clause that a consumer accepted: no floor, but a judge may set it aside or reduce it."""
    article = "C. civ., art. 1231-5\u00a0; C. conso., art. L212-1"
    words = ", clause acceptée par le client"
    return partial(_clause_rate, clause, law=law, article=article, words=words)


def legal_rate(law: LawTables) -> RateRule:
    """The legal interest rate of the *other* creditors: a company's, whoever owes it (C. civ. 1231-6)."""
    return partial(_legal_rate, law, None)


def increased_legal_rate(law: LawTables, since: date) -> RateRule:
    """The legal interest rate and the points added to it from `since` on (CMF L313-3)."""
    return partial(_legal_rate, law, law.figure(Figure.LEGAL_RATE_INCREASE, since))


def public_rate(law: LawTables, began: date) -> RateRule:
    """The rate of a public buyer whose interest began on that day: the ECB's of that semester and 8 points.

    It holds until the end (CCP R2192-31); None where that semester is not in the table.
    """
    return partial(_public_rate, law, law.figure(Figure.PUBLIC_RATE_MARGIN, began))


@lru_cache(maxsize=CACHED)
def floor(law: LawTables, semester: Semester) -> Floor | None:
    """The lowest rate of a contract for that semester: three times the legal rate; None when not known."""
    legal = law.rate(Series.LEGAL_OTHER_CREDITORS, semester)
    multiple = law.figure(Figure.FLOOR_MULTIPLE, semester.first_day)
    if legal is None or multiple is None:
        return None
    times = f"{multiple.value.normalize():f}"
    source = (
        f"Plancher du {semester.label}\u00a0: {times} × taux d’intérêt légal de "
        f"{percent_text(legal.percent)} ({_published(legal)}), {multiple.source}"
    )
    certainty = least_sure([legal.certainty, multiple.certainty])
    return Floor(legal.percent * multiple.value, source, certainty)


@lru_cache(maxsize=CACHED)
def _default_rate(law: LawTables, semester: Semester) -> AppliedRate | None:
    margin = law.figure(Figure.DEFAULT_RATE_MARGIN, semester.first_day)
    return _ecb_and(law, semester, margin)


@lru_cache(maxsize=CACHED)
def _contract_rate(
    law: LawTables, clause: ContractRate, choice: FloorChoice, semester: Semester
) -> AppliedRate | None:
    own, lowest = _clause_rate(clause, semester, law, _L441_10), floor(law, semester)
    if own is None or lowest is None or own.percent >= lowest.percent:
        return own
    if choice is FloorChoice.APPLY_CONTRACT:
        return own
    if choice is FloorChoice.APPLY_DEFAULT:
        return _default_rate(law, semester)
    source = f"{lowest.source}, à la place du taux contractuel de {percent_text(own.percent)}"
    return AppliedRate(lowest.percent, source, _L441_10, lowest.certainty)


@lru_cache(maxsize=CACHED)
def _public_rate(law: LawTables, margin: DatedFigure | None, semester: Semester) -> AppliedRate | None:
    return _ecb_and(law, semester, margin)


def _ecb_and(law: LawTables, semester: Semester, margin: DatedFigure | None) -> AppliedRate | None:
    ecb = law.rate(Series.ECB_MAIN_REFINANCING, semester)
    if ecb is None or margin is None:
        return None
    certainty = least_sure([ecb.certainty, margin.certainty])
    source = (
        f"Taux BCE du {semester.label}\u00a0: {percent_text(ecb.percent)} (depuis le "
        f"{short_date(ecb.in_force_since)}{_doubt(certainty)}) + {_points(margin)}, {margin.source}"
    )
    return AppliedRate(ecb.percent + margin.value, source, margin.source, certainty)


@lru_cache(maxsize=CACHED)
def _legal_rate(law: LawTables, increase: DatedFigure | None, semester: Semester) -> AppliedRate | None:
    legal = law.rate(Series.LEGAL_OTHER_CREDITORS, semester)
    if legal is None:
        return None
    percent, certainty = legal.percent, legal.certainty
    article = "C. civ., art. 1231-6 et 1344-1\u00a0; CMF, art. L313-2"
    source = (
        f"Taux d’intérêt légal du {semester.label} (autres créanciers)\u00a0: {percent_text(percent)} "
        f"({_published(legal)})"
    )
    if increase is not None:
        percent, certainty = percent + increase.value, least_sure([certainty, increase.certainty])
        article = increase.source
        source += f" + {_points(increase)}, {increase.source}{_doubt(increase.certainty)}"
    return AppliedRate(percent, source, article, certainty)


def _clause_rate(
    clause: ContractRate, semester: Semester, law: LawTables, article: str, words: str = ""
) -> AppliedRate | None:
    """The rate of a clause for a semester, with the rate that it starts from where it is not a fixed one."""
    percent = clause.percent(semester, law)
    if percent is None:
        return None
    source = f"Taux contractuel\u00a0: {percent_text(percent)}"
    start = clause.starts_from(semester, law)
    if start is None:
        return AppliedRate(percent, source + words, article)
    source += (
        f" ({clause.label}\u00a0; {start.series.label}, {semester.label}\u00a0: "
        f"{percent_text(start.percent)}, {_published(start)})"
    )
    return AppliedRate(percent, source + words, article, start.certainty)


def _published(rate: Rate) -> str:
    return f"{rate.source}{_doubt(rate.certainty)}"


def _points(figure: DatedFigure) -> str:
    return f"{figure.value.normalize():f} points".replace(".", ",")


def _doubt(certainty: Certainty) -> str:
    return ", à vérifier" if certainty is Certainty.UNCONFIRMED else ""
