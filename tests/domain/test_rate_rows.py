"""The list of legal rates: gaps shown, the user's rows kept over those of a release, nothing guessed."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.rate_rows import caution, missing_rates, own_rate, semester_rows
from creances_desktop.domain.rates import (
    Certainty,
    Rate,
    Semester,
    Series,
    law_tables,
    parse_figures,
    parse_rates,
    percent_text,
)
from creances_desktop.paths import resource

RATES = parse_rates(resource("law/rates.csv").read_text(encoding="utf-8"))
FIGURES = parse_figures(resource("law/figures.csv").read_text(encoding="utf-8"))
DAY = date(2026, 11, 21)
NEXT = Semester(2027, 1)
ECB, LEGAL = Series.ECB_MAIN_REFINANCING, Series.LEGAL_OTHER_CREDITORS


def typed(series: Series = ECB, semester: Semester = NEXT, percent: str = "2,65") -> Rate:
    since = min(date(2026, 9, 16), semester.first_day)
    return own_rate(series, semester, percent, "bce.europa.eu", since, day=DAY)


def test_the_list_begins_with_the_latest_semester_and_has_no_hole() -> None:
    rows = semester_rows(RATES, [], DAY)
    assert rows[0].semester == Semester(2026, 2)
    assert rows[-1].semester == Semester(2010, 1)
    assert all(later.semester == earlier.semester.next for later, earlier in pairwise(rows))
    assert all(row.is_complete for row in rows)


def test_unconfirmed_semesters_are_marked() -> None:
    marked = {str(row.semester) for row in semester_rows(RATES, [], DAY) if row.to_check}
    assert {"2015-S2", "2019-S2"} <= marked
    assert "2026-S2" not in marked
    (cell,) = (row.cells[ECB] for row in semester_rows(RATES, [], DAY) if row.semester == Semester(2017, 1))
    assert cell is not None
    assert cell.status == "À vérifier"


def test_a_semester_that_has_begun_without_its_rates_is_listed_with_its_gaps() -> None:
    latest = semester_rows(RATES, [], date(2027, 2, 1))[0]
    assert latest.semester == NEXT
    assert not latest.is_complete
    assert set(latest.cells.values()) == {None}


def test_the_users_row_is_told_apart_and_stays_over_a_release() -> None:
    own = typed(semester=Semester(2026, 2), percent="2,35")
    cell = semester_rows(RATES, [own], DAY)[0].cells[ECB]
    assert cell is not None
    assert cell.own
    assert cell.status == "Saisi par vous, confirmé, différent du taux livré"
    assert law_tables([*RATES, own], FIGURES).rate(ECB, Semester(2026, 2)) == own


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        (date(2026, 11, 21), []),
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), [(ECB, "2027-S1", False), (LEGAL, "2027-S1", False)]),
        (date(2027, 1, 1), [(ECB, "2027-S1", True), (LEGAL, "2027-S1", True)]),
        (
            date(2027, 7, 1),
            [
                (ECB, "2027-S1", True),
                (LEGAL, "2027-S1", True),
                (ECB, "2027-S2", True),
                (LEGAL, "2027-S2", True),
            ],
        ),
    ],
)
def test_the_next_semester_is_asked_for_from_the_month_before(
    day: date, missing: list[tuple[Series, str, bool]]
) -> None:
    found = missing_rates(law_tables(RATES, FIGURES), day)
    assert [(rate.series, str(rate.semester), rate.has_begun) for rate in found] == missing
    for rate in found:
        assert "à saisir" in rate.message


def test_a_rate_that_was_typed_is_not_missing_any_more() -> None:
    law = law_tables([*RATES, typed()], FIGURES)
    assert [rate.series for rate in missing_rates(law, date(2027, 1, 1))] == [LEGAL]


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("percent", {"percent": "beaucoup"}),
        ("percent", {"percent": "-1"}),
        ("percent", {"percent": "31"}),
        ("percent", {"percent": "2,655"}),
        ("percent", {"percent": "NaN"}),
        ("source", {"source": "  "}),
        ("in_force_since", {"in_force_since": None}),
        ("in_force_since", {"in_force_since": date(2027, 1, 2)}),
        ("semester", {"semester": Semester(2027, 2)}),
    ],
)
def test_a_row_needs_a_value_a_source_and_a_day(field: str, changed: dict[str, object]) -> None:
    values: dict[str, object] = {
        "series": ECB,
        "semester": NEXT,
        "percent": "2,65",
        "source": "JO",
        "in_force_since": date(2026, 9, 16),
    }
    with pytest.raises(InvalidValue) as caught:
        own_rate(**(values | changed), day=DAY)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert str(caught.value).endswith((".", ")."))


@given(st.decimals(0, 30, places=2))
def test_a_value_is_read_as_a_french_user_types_it(value: Decimal) -> None:
    text = percent_text(value)
    assert typed(percent=text).percent == value


def test_the_ecbs_rate_of_a_semester_to_come_is_kept_with_a_caution() -> None:
    assert "avant le 01/01/2027" in caution(typed(), DAY, RATES)
    assert caution(typed(), date(2027, 1, 1), RATES) == ""
    legal = own_rate(LEGAL, NEXT, "27,5", "JO", date(2027, 1, 1), day=DAY)
    assert "3 points" in caution(legal, DAY, RATES)
    assert legal.certainty is Certainty.CONFIRMED
