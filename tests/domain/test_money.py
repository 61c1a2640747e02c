"""Amounts are read as a French user writes them and never lose a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.money import (
    MOST,
    AmountTooLarge,
    cents_from_decimal,
    format_cents,
    parse_cents,
    plain_cents,
    round_to_cents,
    typed_cents,
)

AMOUNTS = st.integers(-MOST, MOST)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,56", 123456),
        ("1\u00a0234,56\u00a0€", 123456),
        ("1\u202f234,56", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1234.56", 123456),
        ("(12,00)", -1200),
        ("1234,56-", -123456),
        ("+12", 1200),
        ("4,20", 420),
        ("0,05", 5),
        (",5", 50),
        ("\u221212,30", -1230),
    ],
)
def test_what_people_write_is_read(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text", ["", "abc", "1,234", "1.234", "12,345", "1,2,3", "--1", "12€50", "1e5", "nan"]
)
def test_what_is_doubtful_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_cents(text)


def test_an_amount_has_an_upper_bound_and_the_sentence_names_it() -> None:
    assert parse_cents("999 999 999,99") == MOST
    assert parse_cents("-999999999,99") == -MOST
    for text in ("1 000 000 000", "99999999999999999", "-1000000000,00"):
        with pytest.raises(AmountTooLarge, match="999\u202f999\u202f999,99\u00a0€ au plus"):
            typed_cents(text)
    with pytest.raises(ValueError, match="n’est pas compris"):
        typed_cents("douze")


@given(AMOUNTS)
def test_what_is_shown_is_read_back(cents: int) -> None:
    assert parse_cents(format_cents(cents)) == cents
    assert parse_cents(plain_cents(cents)) == cents


def test_the_screen_uses_narrow_spaces() -> None:
    assert format_cents(123456789) == "1\u202f234\u202f567,89\u00a0€"
    assert format_cents(-5, symbol=False) == "-0,05"
    assert format_cents(500, plus=True) == "+5,00\u00a0€"


def test_rounding_is_half_up_and_thousandths_are_refused() -> None:
    assert round_to_cents(Decimal("0.005")) == 1
    assert round_to_cents(Decimal("-0.005")) == -1
    assert round_to_cents(Decimal("2.674")) == 267
    with pytest.raises(ValueError, match="more than two decimals"):
        cents_from_decimal(Decimal("12.345"))
