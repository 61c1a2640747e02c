"""The shipped legal tables: dated, increasing, complete and sourced; nothing is extrapolated."""

from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

import pytest

from creances_desktop.domain.rates import (
    Certainty,
    Figure,
    LawTables,
    Rate,
    Semester,
    Series,
    law_tables,
    parse_figures,
    parse_rates,
)
from creances_desktop.paths import resource

RATES = parse_rates(resource("law/rates.csv").read_text(encoding="utf-8"))
FIGURES = parse_figures(resource("law/figures.csv").read_text(encoding="utf-8"))


@pytest.fixture
def law() -> LawTables:
    return law_tables(RATES, FIGURES)


@pytest.mark.parametrize("series", Series, ids=str)
def test_every_semester_of_a_series_is_there_once_in_order(series: Series) -> None:
    semesters = [rate.semester for rate in RATES if rate.series is series]
    assert semesters[0] == Semester(2010, 1)
    assert semesters[-1] == Semester(2026, 2)
    assert all(after == before.next for before, after in pairwise(semesters))


def test_every_row_has_a_source_and_a_day_that_fits_its_semester() -> None:
    for rate in RATES:
        assert rate.source.strip(), rate
        assert rate.in_force_since <= rate.semester.first_day, rate
        assert Decimal(0) <= rate.percent < Decimal(20), rate
    for figure in FIGURES:
        assert figure.source.strip(), figure


def test_days_in_force_increase_within_a_series() -> None:
    for _, rows in groupby(RATES, key=lambda rate: rate.series):
        assert all(before.in_force_since <= after.in_force_since for before, after in pairwise(rows))
    for _, figures in groupby(FIGURES, key=lambda row: row.figure):
        assert all(before.in_force_since < after.in_force_since for before, after in pairwise(figures))


def test_a_value_changes_only_with_a_new_day_in_force() -> None:
    """A rate that moved without its date, or a date that moved without its rate, is a slip of the pen."""
    ecb = [rate for rate in RATES if rate.series is Series.ECB_MAIN_REFINANCING]
    for before, after in pairwise(ecb):
        if before.percent != after.percent:
            assert before.in_force_since < after.in_force_since


def test_every_figure_of_the_program_is_shipped() -> None:
    assert {row.figure for row in FIGURES} == set(Figure)


@pytest.mark.parametrize(
    ("semester", "ecb", "other", "individual"),
    [
        ("2014-S1", "0.25", "0.04", "0.04"),
        ("2021-S1", "0.00", "0.79", "3.14"),  # PEN-22: default 10 %, floor 3 x 0.79 = 2.37 %
        ("2024-S2", "4.25", "4.92", "8.16"),  # PEN-19, PEN-20: the rate of 1 July, not that of 18 September
        ("2025-S2", "2.15", "2.76", "6.65"),  # PEN-18
        ("2026-S1", "2.15", "2.62", "6.67"),
        ("2026-S2", "2.40", "2.75", "6.84"),
    ],
)
def test_known_values(law: LawTables, semester: str, ecb: str, other: str, individual: str) -> None:
    found = [law.rate(series, Semester.parse(semester)) for series in Series]
    assert [rate.percent if rate else None for rate in found] == [
        Decimal(ecb),
        Decimal(other),
        Decimal(individual),
    ]


def test_unconfirmed_rows_are_marked(law: LawTables) -> None:
    marked = law.rate(Series.ECB_MAIN_REFINANCING, Semester(2017, 1))
    assert marked is not None
    assert marked.certainty is Certainty.UNCONFIRMED


def test_a_semester_that_is_not_in_the_table_is_not_guessed(law: LawTables) -> None:
    assert law.rate(Series.ECB_MAIN_REFINANCING, Semester(2027, 1)) is None


def test_the_users_row_replaces_the_shipped_one() -> None:
    own = Rate(
        Series.ECB_MAIN_REFINANCING,
        Semester(2026, 2),
        Decimal("2.65"),
        date(2026, 6, 17),
        "saisi",
        Certainty.SECONDARY,
    )
    assert law_tables([*RATES, own], FIGURES).rate(own.series, own.semester) == own


def test_a_figure_is_that_of_its_day(law: LawTables) -> None:
    assert law.figure(Figure.FIXED_INDEMNITY, date(2012, 12, 31)) is None
    found = law.figure(Figure.FIXED_INDEMNITY, date(2013, 1, 1))
    assert found is not None
    assert found.value == Decimal(40)


@pytest.mark.parametrize(
    ("day", "semester"),
    [
        (date(2026, 1, 1), "2026-S1"),
        (date(2026, 6, 30), "2026-S1"),
        (date(2026, 7, 1), "2026-S2"),
        (date(2026, 12, 31), "2026-S2"),
    ],
)
def test_semester_of_a_day(day: date, semester: str) -> None:
    found = Semester.of(day)
    assert str(found) == semester
    assert Semester.parse(semester) == found
    assert found.first_day <= day <= found.last_day


def test_semesters_have_a_french_name() -> None:
    assert Semester(2027, 1).label == "1er semestre 2027"
    assert Semester(2026, 2).label == "2e semestre 2026"


@pytest.mark.parametrize("text", ["2026", "2026-S3", "26-S1", "S1-2026", "2026-S12"])
def test_other_texts_are_no_semester(text: str) -> None:
    with pytest.raises(ValueError, match="semester"):
        Semester.parse(text)
