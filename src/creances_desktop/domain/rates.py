"""The dated tables of legal rates and figures: never extrapolated, every value with its source."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Semester:
    """Half a calendar year; `half` is 1 or 2. Rates change on its first day (C. com. L441-10 II)."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> Semester:
        """The semester of a day."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def parse(cls, text: str) -> Semester:
        """The semester of a text such as `2026-S2`; ValueError otherwise."""
        found = re.fullmatch(r"(\d{4})-S([12])", text)
        if found is None:
            raise ValueError(f"not a semester: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @property
    def first_day(self) -> date:
        """1 January or 1 July."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last_day(self) -> date:
        """30 June or 31 December."""
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Semester:
        """The semester after."""
        return Semester(self.year, 2) if self.half == 1 else Semester(self.year + 1, 1)

    @property
    def label(self) -> str:
        """The French words: `1er semestre 2027`."""
        return f"{'1er' if self.half == 1 else '2e'} semestre {self.year}"

    def __str__(self) -> str:
        return f"{self.year}-S{self.half}"


class Series(StrEnum):
    """What a rate is the rate of.

    The legal interest rate has two columns since 2015, by the creditor: a company, whoever owes it, is of the
    *other* creditors (CMF L313-2, D313-1-A).
    """

    ECB_MAIN_REFINANCING = "ecb_main_refinancing"
    LEGAL_OTHER_CREDITORS = "legal_other_creditors"
    LEGAL_INDIVIDUAL_CREDITORS = "legal_individual_creditors"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _SERIES_LABELS[self]


_SERIES_LABELS = {
    Series.ECB_MAIN_REFINANCING: "Taux de refinancement de la BCE",
    Series.LEGAL_OTHER_CREDITORS: "Taux d’intérêt légal (autres créanciers)",
    Series.LEGAL_INDIVIDUAL_CREDITORS: "Taux d’intérêt légal (créanciers particuliers)",
}


class Certainty(StrEnum):
    """How sure a figure is."""

    CONFIRMED = "C"
    SECONDARY = "S"
    UNCONFIRMED = "K"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _CERTAINTY_LABELS[self]


_CERTAINTY_LABELS = {
    Certainty.CONFIRMED: "Confirmé",
    Certainty.SECONDARY: "Source secondaire",
    Certainty.UNCONFIRMED: "À vérifier",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """The annual rate of a series for a semester, in percent; `in_force_since` is when that value began."""

    series: Series
    semester: Semester
    percent: Decimal
    in_force_since: date
    source: str
    certainty: Certainty
    note: str = ""


class Figure(StrEnum):
    """A legal figure that is not a semester's rate."""

    DEFAULT_RATE_MARGIN = "default_rate_margin"
    """Points added to the ECB's rate where no contract says otherwise (C. com. L441-10 II)."""
    FIXED_INDEMNITY = "fixed_indemnity"
    """Euros per invoice paid late (C. com. L441-10 II and D441-5)."""
    FLOOR_MULTIPLE = "floor_multiple"
    """Times the legal interest rate under which no contract may go (C. com. L441-10 II)."""
    PUBLIC_RATE_MARGIN = "public_rate_margin"
    """Points added to the ECB's rate for a public buyer (CCP R2192-31)."""
    PUBLIC_FIXED_INDEMNITY = "public_fixed_indemnity"
    """Euros per invoice that a public buyer paid late (CCP D2192-35)."""
    LEGAL_RATE_INCREASE = "legal_rate_increase"
    """Points added to the legal interest rate that a judgment awards, once it is late (CMF L313-3)."""
    LEGAL_RATE_INCREASE_MONTHS = "legal_rate_increase_months"
    """Months after the day on which the judgment became enforceable (CMF L313-3)."""


@dataclass(frozen=True, slots=True)
class DatedFigure:
    """The value of a legal figure from a day on, until the next row of the same figure."""

    figure: Figure
    in_force_since: date
    value: Decimal
    source: str
    certainty: Certainty
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LawTables:
    """The rates and the figures that a computation may use; build them with `law_tables`.

    Two tables are equal only when they are the same one, so that a rule made from one can be kept.
    """

    rates: Mapping[tuple[Series, Semester], Rate]
    figures: Mapping[Figure, Sequence[DatedFigure]]

    def rate(self, series: Series, semester: Semester) -> Rate | None:
        """The rate of that semester, or None: a missing semester is named, never guessed."""
        return self.rates.get((series, semester))

    def figure(self, figure: Figure, day: date) -> DatedFigure | None:
        """The value in force on that day, or None before its first row."""
        rows = [row for row in self.figures.get(figure, ()) if row.in_force_since <= day]
        return rows[-1] if rows else None


def percent_text(value: Decimal) -> str:
    """A rate as a French reader expects it, with two decimals at least: `12,40 %`, `0,125 %`."""
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{places}f}".replace(".", ",") + "\u00a0%"


def law_tables(rates: Iterable[Rate], figures: Iterable[DatedFigure]) -> LawTables:
    """The tables of these rows; of two rates for the same series and semester the later in the list counts.

    So the user's own rows, given after the shipped ones, replace them.
    """
    by_figure: dict[Figure, list[DatedFigure]] = {}
    for row in sorted(figures, key=lambda row: row.in_force_since):
        by_figure.setdefault(row.figure, []).append(row)
    return LawTables({(rate.series, rate.semester): rate for rate in rates}, by_figure)


def parse_rates(text: str) -> tuple[Rate, ...]:
    """The rows of the shipped rates (`resources/law/rates.csv`); ValueError if one cannot be read."""
    return tuple(
        Rate(
            series=Series(row["series"]),
            semester=Semester.parse(row["semester"]),
            percent=Decimal(row["percent"]),
            in_force_since=date.fromisoformat(row["in_force_since"]),
            source=row["source"],
            certainty=Certainty(row["status"]),
            note=row["note"],
        )
        for row in _rows(text)
    )


def parse_figures(text: str) -> tuple[DatedFigure, ...]:
    """The rows of the shipped figures (`resources/law/figures.csv`); ValueError if one cannot be read."""
    return tuple(
        DatedFigure(
            figure=Figure(row["figure"]),
            in_force_since=date.fromisoformat(row["in_force_since"]),
            value=Decimal(row["value"]),
            source=row["source"],
            certainty=Certainty(row["status"]),
            note=row["note"],
        )
        for row in _rows(text)
    )


def _rows(text: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(text.splitlines(), strict=True)
