"""The periods of limitation: dated rows with a source, that the user may edit."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.months import months_later
from creances_desktop.domain.rates import Certainty
from creances_desktop.domain.text import plural


class Period(StrEnum):
    """A dated row of `resources/law/limitation.csv`; the last two are not periods of a debt."""

    PROFESSIONAL = "professional"
    CONSUMER = "consumer"
    TRANSPORT = "transport"
    TELECOM = "telecom"
    JUDGMENT = "judgment"
    PUBLIC = "public"
    LONG_STOP = "long_stop"
    AFTER_SUSPENSION = "after_suspension"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]


_LABELS = {
    Period.PROFESSIONAL: "Entre professionnels",
    Period.CONSUMER: "Particulier",
    Period.TRANSPORT: "Contrat de transport",
    Period.TELECOM: "Téléphone et internet",
    Period.JUDGMENT: "Titre exécutoire",
    Period.PUBLIC: "Organisme public (déchéance quadriennale)",
    Period.LONG_STOP: "Délai butoir",
    Period.AFTER_SUSPENSION: "Durée minimale après une suspension",
}


NOT_BY_CONTRACT = frozenset({Period.CONSUMER, Period.PUBLIC, Period.JUDGMENT})
"""The periods that no contract changes."""


class Unit(StrEnum):
    """How a length is counted; calendar years begin on 1 January of the year after."""

    YEARS = "years"
    MONTHS = "months"
    CALENDAR_YEARS = "calendar_years"


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """The length of a period from a day on, until the next row of the same period."""

    period: Period
    in_force_since: date
    length: int
    unit: Unit
    article: str
    source: str
    certainty: Certainty
    note: str = ""

    def last_useful_day(self, start: date) -> date:
        """The last day on which one may still sue, when the period runs from `start`."""
        if self.unit is Unit.CALENDAR_YEARS:
            return date(start.year + self.length, 12, 31)
        return months_later(start, self.length * (12 if self.unit is Unit.YEARS else 1))


@dataclass(frozen=True, slots=True)
class Periods:
    """The dated periods; rows of the user, given after the shipped ones, replace those of the same day."""

    rows: Mapping[Period, Sequence[PeriodRow]]

    def on(self, period: Period, day: date) -> PeriodRow:
        """The row in force on that day; the first one for an older day. KeyError where there is none."""
        rows = self.rows[period]
        return next((row for row in reversed(rows) if row.in_force_since <= day), rows[0])


def length_text(row: PeriodRow) -> str:
    """The length in French: `5 ans`."""
    if row.unit is Unit.MONTHS:
        return plural(row.length, "mois", "mois")
    if row.unit is Unit.CALENDAR_YEARS:
        return plural(row.length, "année civile", "années civiles")
    return plural(row.length, "an")


def periods(rows: Iterable[PeriodRow]) -> Periods:
    """The table of these rows."""
    by_period: dict[Period, list[PeriodRow]] = {}
    for row in sorted(rows, key=lambda row: row.in_force_since):
        by_period.setdefault(row.period, []).append(row)
    return Periods(by_period)


def parse_periods(text: str) -> tuple[PeriodRow, ...]:
    """The rows of the shipped periods (`resources/law/limitation.csv`); ValueError if one cannot be read."""
    return tuple(
        PeriodRow(
            period=Period(row["period"]),
            in_force_since=date.fromisoformat(row["in_force_since"]),
            length=int(row["length"]),
            unit=Unit(row["unit"]),
            article=row["article"],
            source=row["source"],
            certainty=Certainty(row["status"]),
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines(), strict=True)
    )


def usual_period(nature: Nature) -> Period:
    """The period of a client's debts unless the user says otherwise.

    The shortest of them where his nature is not known: a date too early harms nobody.
    """
    return {Nature.PROFESSIONAL: Period.PROFESSIONAL, Nature.PUBLIC: Period.PUBLIC}.get(
        nature, Period.CONSUMER
    )


def contractual(row: PeriodRow, years: int, clause: str) -> PeriodRow:
    """The period that a contract between professionals fixes, from 1 to 10 years (C. civ. 2254).

    InvalidValue otherwise, and for a consumer or a public body, whose period no contract changes.
    """
    if row.period in NOT_BY_CONTRACT:
        raise InvalidValue(
            "limitation",
            "Ce délai de prescription ne peut pas être changé par contrat\u00a0; laissez celui de la loi.",
        )
    if not 1 <= years <= 10:
        raise InvalidValue(
            "limitation",
            "Un contrat ne peut fixer la prescription qu’entre 1 et 10 ans (C. civ., art. 2254).",
        )
    return replace(
        row,
        length=years,
        unit=Unit.YEARS,
        article="C. civ., art. 2254",
        source=clause,
        certainty=Certainty.CONFIRMED,
    )
