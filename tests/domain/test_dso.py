"""Protects the DSO: counted back month by month, the last one pro rata, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.dso import MonthSales, count_back


def months(*known: tuple[int, int]) -> list[MonthSales]:
    """(days, sales in euros), the latest first."""
    return [MonthSales(f"mois {place}", days, sales * 100) for place, (days, sales) in enumerate(known)]


@pytest.mark.parametrize(
    ("owed", "sales", "days", "expected"),
    [
        # Published examples of the formula receivables ÷ sales × days, one period being one month here:
        (20_000, 45_000, 90, 40),  # financefactory.fr
        (1_000, 1_300, 91, 70),  # comptabilite.pagesjaunes.fr
        (30_000, 60_000, 90, 45),  # divalto.atlassian.net
    ],
)
def test_within_one_period_it_is_the_simple_formula(owed, sales, days, expected):
    found = count_back(owed * 100, months((days, sales)))
    assert (found.days, found.beyond) == (expected, False)


@pytest.mark.parametrize(
    ("owed", "known", "expected"),
    [
        (0, [(23, 1000)], (0, False)),
        (-500, [(23, 1000)], (0, False)),
        (1000, [(23, 1000), (31, 1000)], (23, False)),
        (1500, [(23, 1000), (31, 1000)], (39, False)),  # 23 + 15.5, half up
        (1500, [(23, 1000), (31, 0), (30, 1000)], (69, False)),  # a month without sales counts its days
        (1500, [(23, 1000), (31, -200), (30, 1000)], (69, False)),  # and so does one of credit notes
        (3000, [(23, 1000), (31, 1000), (30, 0)], (54, True)),  # nothing is known before the first sale
    ],
)
def test_months_are_consumed_from_the_latest(owed, known, expected):
    found = count_back(owed * 100, months(*known))
    assert (found.days, found.beyond) == expected


def test_without_sales_there_is_none():
    assert count_back(1_000, months((23, 0), (31, -5))) is None
    assert count_back(1_000, []) is None


def test_it_says_that_it_is_more_than_what_is_known():
    assert count_back(300_000, months((23, 1000))).words == "> 23\u00a0j"
    assert count_back(50_000, months((23, 1000))).words == "12\u00a0j"


@given(st.integers(1, 10**9), st.lists(st.tuples(st.integers(1, 31), st.integers(-50, 10**6)), min_size=1))
def test_what_is_counted_is_what_is_owed_as_far_as_sales_go(owed, known):
    listed = months(*known)
    found = count_back(owed, listed)
    sold = sum(max(month.sales, 0) for month in listed)
    if found is None:
        assert sold == 0
    else:
        assert sum(step.consumed for step in found.steps) == min(owed, sold)
        assert found.beyond == (owed > sold)
        assert 0 <= found.days <= sum(month.days for month in listed)
