"""Amounts: every French and English way of writing them, and never a factor of a hundred or a thousand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.money import MOST
from creances_desktop.exchange.amounts import AmountStyle, BadAmount, column_style, parse_amount, read_amounts


def grouped(whole: int, sign: str) -> str:
    return f"{whole:,}".replace(",", sign)


STYLES = {
    "1234,56": lambda euros, cents: f"{euros},{cents:02d}",
    "1 234,56": lambda euros, cents: f"{grouped(euros, ' ')},{cents:02d}",
    "1\u00a0234,56": lambda euros, cents: f"{grouped(euros, chr(0xA0))},{cents:02d}",
    "1\u202f234,56\u00a0€": lambda euros, cents: f"{grouped(euros, chr(0x202F))},{cents:02d}\u00a0€",
    "1.234,56": lambda euros, cents: f"{grouped(euros, '.')},{cents:02d}",
    "1,234.56": lambda euros, cents: f"{grouped(euros, ',')}.{cents:02d}",
    "1234.56": lambda euros, cents: f"{euros}.{cents:02d}",
    "1'234.56": lambda euros, cents: f"{grouped(euros, chr(39))}.{cents:02d}",
    "0001234,56": lambda euros, cents: f"{euros:010d},{cents:02d}",
}
SIGNS = {
    "-x": lambda text: f"-{text}",
    "x-": lambda text: f"{text}-",
    "(x)": lambda text: f"({text})",
    "− x": lambda text: f"\u2212 {text}",
}


@pytest.mark.parametrize("style", STYLES)
@given(amounts=st.lists(st.integers(0, MOST), min_size=1, max_size=30))
def test_what_is_written_in_one_style_is_read_back(style: str, amounts: list[int]) -> None:
    column = [STYLES[style](*divmod(amount, 100)) for amount in amounts]
    assert read_amounts(column, column_style(column)) == (amounts, {})


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("style", ["1234,56", "1.234,56", "1,234.56"])
@given(amount=st.integers(1, MOST))
def test_negative_amounts_wherever_the_sign_stands(style: str, sign: str, amount: int) -> None:
    text = SIGNS[sign](STYLES[style](*divmod(amount, 100)))
    assert parse_amount(text, column_style([text])) == -amount


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("4,20", 420), ("4.20", 420), ("4,2", 420), ("1 234", 123400), ("1234", 123400), (" 12,00 € ", 1200),
        ("+1 234,56", 123456),
        ("12 EUR", 1200), (",50", 50), ("1.234.567,89", 123456789), ("1,234,567", 123456700),
        ("1200,000", 120000), ("0,500", 50), ("12.3400", 1234), ("", None), ("  ", None), ("€", None),
    ],
)  # fmt: skip
def test_single_values(text: str, cents: int | None) -> None:
    assert parse_amount(text, column_style([text])) == cents


@pytest.mark.parametrize(
    "text",
    [
        "12,345",
        "1.234",
        "1,234",
        "12,34,56",
        "1.23.456",
        "abc",
        "1 2 3,",
        "--5",
        "1-2",
        "12,3456",
        "0x10",
        "1e3",
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused(text: str) -> None:
    read = parse_amount(text, column_style([text]))
    if text == "1 2 3,":  # spaces never count: three digits and a trailing sign are 123
        assert read == 12300
        return
    assert isinstance(read, BadAmount)
    assert read.reason.endswith(".")


@pytest.mark.parametrize("text", ["1000000000,00", "99999999999999999", "1000000000.00", "12345678901,5"])
def test_an_amount_beyond_what_the_dossier_holds_is_rejected_with_its_reason(text: str) -> None:
    column = [text, "0000999999999,99"] if "," in text else [text]
    read, bad = read_amounts(column, column_style(column))
    assert (read[0], list(bad)) == (None, [text])
    assert "999\u202f999\u202f999,99\u00a0€ au plus" in bad[text]
    assert read[1:] == [MOST][: len(column) - 1]


@pytest.mark.parametrize("text", ["$12.00", "12,00 USD", "£5", "CHF 10.00"])
def test_foreign_money_is_named_as_the_reason(text: str) -> None:
    read = parse_amount(text, AmountStyle())
    assert isinstance(read, BadAmount)
    assert "euros" in read.reason


def test_a_lone_thousand_is_read_only_where_the_column_proves_its_sign() -> None:
    proved = ["1.234", "5.678,90", "12,00"]
    assert read_amounts(proved, column_style(proved)) == ([123400, 567890, 1200], {})
    english = ["1,234", "5,678.90", "4.20"]
    assert read_amounts(english, column_style(english)) == ([123400, 567890, 420], {})
    silent = ["1.234", "12,00"]
    assert read_amounts(silent, column_style(silent))[1].keys() == {"1.234"}


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = parse_amount(text, column_style([text]))
    assert read is None or isinstance(read, (int, BadAmount))
