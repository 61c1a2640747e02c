"""What the user must know beside a figure: a rate under its floor, a clause that a judge may set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from creances_desktop.domain.contract_rates import ContractRate
from creances_desktop.domain.interest import InterestLine
from creances_desktop.domain.rates import Certainty, LawTables, Semester, percent_text
from creances_desktop.domain.regimes import CACHED, FloorChoice, default_rate, floor
from creances_desktop.domain.text import short_date


class AlertKind(StrEnum):
    """What an alert is about."""

    RATE_UNDER_FLOOR = "rate_under_floor"
    DEFAULT_UNDER_FLOOR = "default_under_floor"
    FLOOR_UNKNOWN = "floor_unknown"
    STIPULATED_RATE_IGNORED = "stipulated_rate_ignored"
    CONSUMER_CLAUSE = "consumer_clause"
    NO_MISE_EN_DEMEURE = "no_mise_en_demeure"
    INSOLVENCY = "insolvency"
    COSTS_NOT_CLAIMABLE = "costs_not_claimable"


@dataclass(frozen=True, slots=True)
class Alert:
    """One French sentence with the article that it rests on; `semester` where it is about one."""

    kind: AlertKind
    message: str
    article: str
    certainty: Certainty = Certainty.CONFIRMED
    semester: Semester | None = None


_L441_10 = "C. com., art. L441-10 II"


def floor_alerts(
    lines: Iterable[InterestLine], clause: ContractRate | None, choice: FloorChoice, law: LawTables
) -> tuple[Alert, ...]:
    """The alerts about the floor of each semester in which a professional owes interest.

    A contract's rate is told where it is under its floor and where its floor is not known; the default rate
    where the floor was above it (2024): the floor binds contracts, so the default rate still applies.
    """
    semesters = dict.fromkeys(Semester.of(line.first) for line in lines)
    found = [
        _default_alert(semester, law) if clause is None else _contract_alert(semester, clause, choice, law)
        for semester in semesters
    ]
    return tuple(alert for alert in found if alert is not None)


@lru_cache(maxsize=CACHED)
def _default_alert(semester: Semester, law: LawTables) -> Alert | None:
    lowest, rate = floor(law, semester), default_rate(law)(semester)
    if lowest is None or rate is None or rate.percent >= lowest.percent:
        return None
    return Alert(
        AlertKind.DEFAULT_UNDER_FLOOR,
        f"Au {semester.label}, le taux par défaut ({percent_text(rate.percent)}) est inférieur au plancher "
        f"des taux contractuels ({percent_text(lowest.percent)})\u00a0; ce plancher ne vise que "
        "les clauses, le taux par défaut est appliqué.",
        _L441_10,
        lowest.certainty,
        semester,
    )


@lru_cache(maxsize=CACHED)
def _contract_alert(
    semester: Semester, clause: ContractRate, choice: FloorChoice, law: LawTables
) -> Alert | None:
    percent, lowest = clause.percent(semester, law), floor(law, semester)
    if percent is None:
        return None
    if lowest is None:
        return Alert(
            AlertKind.FLOOR_UNKNOWN,
            f"Le plancher du {semester.label} n’est pas connu\u00a0: taux d’intérêt légal à saisir.",
            _L441_10,
            semester=semester,
        )
    if percent >= lowest.percent:
        return None
    return Alert(
        AlertKind.RATE_UNDER_FLOOR,
        f"Au {semester.label}, le taux contractuel ({percent_text(percent)}) est inférieur au plancher "
        f"légal ({percent_text(lowest.percent)}, soit 3 fois le taux d’intérêt légal)\u00a0; "
        f"{_APPLIED[choice]}. L’effet d’une telle clause n’est pas fixé par les textes.",
        _L441_10,
        lowest.certainty,
        semester,
    )


_APPLIED = {
    FloorChoice.APPLY_CONTRACT: "votre réglage applique le taux du contrat",
    FloorChoice.APPLY_FLOOR: "votre réglage applique le plancher",
    FloorChoice.APPLY_DEFAULT: "votre réglage applique le taux par défaut",
}


def stipulated_rate_ignored(clause: ContractRate) -> Alert:
    """A contract's rate with a public buyer, who owes the rate of the code whatever was agreed."""
    return Alert(
        AlertKind.STIPULATED_RATE_IGNORED,
        f"Le taux convenu ({clause.label}) est écarté\u00a0: un organisme public doit le taux du code de "
        "la commande publique, et une renonciation est réputée non écrite.",
        "CCP, art. L2192-14 et R2192-31",
    )


def consumer_clause(clause: ContractRate) -> Alert:
    """A clause that a consumer accepted and that a judge may set aside."""
    return Alert(
        AlertKind.CONSUMER_CLAUSE,
        f"Le taux de {clause.label} vient d’une clause acceptée par un particulier\u00a0: un juge peut "
        "l’écarter comme abusive ou la réduire\u00a0; vérifiez qu’elle a bien été acceptée.",
        "C. conso., art. L212-1\u00a0; C. civ., art. 1231-5",
    )


def no_mise_en_demeure() -> Alert:
    """A consumer owes no interest before a mise en demeure."""
    return Alert(
        AlertKind.NO_MISE_EN_DEMEURE,
        "Un particulier ne doit pas d’intérêts avant d’avoir reçu une mise en demeure\u00a0; saisissez le "
        "jour de sa réception ou de sa première présentation.",
        "C. civ., art. 1231-6 et 1344-1",
    )


def insolvency(judgment: date, last: date) -> Alert:
    """Interest that stopped at an opening judgment."""
    return Alert(
        AlertKind.INSOLVENCY,
        f"Les intérêts sont arrêtés au {short_date(last)}\u00a0: jugement d’ouverture "
        f"du {short_date(judgment)}.",
        "C. com., art. L622-28",
        Certainty.SECONDARY,
    )


def costs_not_claimable() -> Alert:
    """Recovery costs that stay with the creditor of a consumer."""
    return Alert(
        AlertKind.COSTS_NOT_CLAIMABLE,
        "Les frais de recouvrement engagés sans titre exécutoire restent à votre charge\u00a0: ils ne sont "
        "pas demandés à un particulier.",
        "CPCE, art. L111-8\u00a0; C. conso., art. L121-21",
    )
