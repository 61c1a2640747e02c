"""Days: every order that occurs, decided on the whole column, and no day that does not exist."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.exchange.dates import (
    BadDate,
    Order,
    column_order,
    decide_orders,
    parse_date,
    read_dates,
)

DAYS = st.dates(date(1990, 1, 1), date(2069, 12, 31))
STYLES = (
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d-%m-%y",
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%Y%m%d",
    "%Y-%m-%dT00:00:00",
    "%d/%m/%Y 00:00",
)


@pytest.mark.parametrize("style", STYLES)
@given(days=st.lists(DAYS, min_size=1, max_size=20))
def test_what_is_written_in_one_style_is_read_back(style: str, days: list[date]) -> None:
    if "%y" in style:
        days = [day.replace(year=2000 + day.year % 60, day=min(day.day, 28)) for day in days]
    column = [day.strftime(style) for day in [*days, date(2026, 1, 31)]]
    order = decide_orders({"date": column})["date"]
    read = read_dates(column, order)
    assert [read[text] for text in column[:-1]] == days


@given(days=st.lists(DAYS, min_size=1, max_size=20))
def test_month_first_when_one_value_proves_it(days: list[date]) -> None:
    column = [day.strftime("%m/%d/%Y") for day in [*days, date(2026, 1, 31)]]
    order = decide_orders({"date": column})["date"]
    assert order is Order.MONTH_FIRST
    assert read_dates(column, order)[column[0]] == days[0]


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2026"], Order.UNKNOWN),
        (["03/04/2026", "15/04/2026"], Order.DAY_FIRST),
        (["03/04/2026", "04/15/2026"], Order.MONTH_FIRST),
        (["15/04/2026", "04/15/2026"], Order.DAY_FIRST),
        (["2026-04-15", ""], Order.YEAR_FIRST),
        ([], Order.UNKNOWN),
    ],
)
def test_what_a_column_proves(column: list[str], order: Order) -> None:
    assert column_order(column) is order


def test_a_silent_column_follows_the_file_only_when_the_file_is_of_one_mind() -> None:
    american = {"issued": ["04/15/2026"], "due": ["03/04/2026"]}
    assert decide_orders(american) == {"issued": Order.MONTH_FIRST, "due": Order.MONTH_FIRST}
    torn = {"issued": ["04/15/2026"], "due": ["03/04/2026"], "paid": ["15/04/2026"]}
    assert decide_orders(torn)["due"] is Order.DAY_FIRST
    assert decide_orders({"due": ["03/04/2026"]}) == {"due": Order.DAY_FIRST}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 janv. 2026", date(2026, 1, 15)), ("1er décembre 2026", date(2026, 12, 1)),
        ("3-août-26", date(2026, 8, 3)),
        ("46023", date(2026, 1, 1)), ("31122026", date(2026, 12, 31)), ("1/2/26", date(2026, 2, 1)),
        ("29/02/2028", date(2028, 2, 29)), ("2026/02/01", date(2026, 2, 1)),
        ("15/06/2026 14:30", date(2026, 6, 15)),
        ("", None), ("00000000", None), ("00/00/0000", None),
    ],
)  # fmt: skip
def test_other_forms(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2026", "Cette date n’existe pas au calendrier."),
        ("29/02/2026", "Cette date n’existe pas au calendrier."),
        ("20261301", "Cette date n’existe pas au calendrier."),
        ("15/06/0206", "L’année 206 est invraisemblable."),
        ("demain", "Ce n’est pas une date."),
        ("12345", "Ce n’est pas une date."),
        ("12,50", "Ce n’est pas une date."),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert parse_date(text) == BadDate(reason)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = parse_date(text)
    assert read is None or isinstance(read, (date, BadDate))
