"""Protects the fast hand: each short form means one day, and a wrong one is said in French."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.ui.widgets.typed_date import Lean, parse_typed_date

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21", "2026-11-21"),
        ("25", "2026-11-25"),
        ("15", "2026-12-15"),
        ("31", "2026-12-31"),
        ("15/12", "2026-12-15"),
        ("1512", "2026-12-15"),
        ("1501", "2027-01-15"),
        ("15.01", "2027-01-15"),
        ("15-6", "2026-06-15"),
        ("150626", "2026-06-15"),
        ("15062026", "2026-06-15"),
        ("15/06/26", "2026-06-15"),
        (" 15/06/2031 ", "2031-06-15"),
        ("+30", "2026-12-21"),
        ("-8", "2026-11-13"),
        ("fm", "2026-11-30"),
        ("FM", "2026-11-30"),
        ("+30fm", "2026-12-31"),
        ("+45 fm", "2027-01-31"),
        ("a", "2026-11-21"),
        ("aujourd’hui", "2026-11-21"),
    ],
)
def test_a_short_form_means_one_day(typed, meant):
    assert parse_typed_date(typed, TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21", "2026-11-21"),
        ("25", "2026-10-25"),
        ("31", "2026-10-31"),
        ("15/12", "2025-12-15"),
        ("15/03", "2026-03-15"),
    ],
)
def test_the_date_of_an_invoice_lies_behind(typed, meant):
    assert parse_typed_date(typed, TODAY, lean=Lean.BEHIND) == date.fromisoformat(meant)


def test_terms_are_counted_from_the_date_of_the_invoice():
    issued = date(2026, 1, 31)
    assert parse_typed_date("+30", TODAY, base=issued) == date(2026, 3, 2)
    assert parse_typed_date("fm", TODAY, base=issued) == date(2026, 1, 31)
    assert parse_typed_date("+30fm", TODAY, base=issued) == date(2026, 3, 31)


def test_a_leap_day_is_found_near():
    assert parse_typed_date("2902", date(2028, 1, 5)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "typed", ["", "31/02/2026", "29/02", "32", "0", "1513", "demain", "15/06/2026/1", "+99999", "12345"]
)
def test_what_is_no_day_is_refused_in_french(typed):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_typed_date(typed, TODAY)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_as_shown_is_read_back(day, today):
    assert parse_typed_date(f"{day:%d/%m/%Y}", today) == day
    assert parse_typed_date(f"{day:%d%m%y}", today) == day


@given(st.integers(1, 31), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_lone_day_is_the_next_or_the_last_one(number, today):
    ahead = parse_typed_date(str(number), today)
    behind = parse_typed_date(str(number), today, lean=Lean.BEHIND)
    assert ahead.day == behind.day == number
    assert 0 <= (ahead - today).days <= 61
    assert 0 <= (today - behind).days <= 61
