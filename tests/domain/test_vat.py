"""Protects the amounts that fill each other: to the cent, and always adding up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.vat import from_gross, from_net, rate_between

RATES = (Decimal(20), Decimal(10), Decimal("5.5"), Decimal("2.1"), Decimal(0))


@pytest.mark.parametrize(
    ("net", "rate", "gross"),
    [(100_00, "20", 120_00), (33_33, "20", 40_00), (10_01, "5.5", 10_56), (1, "20", 1), (50_00, "0", 50_00)],
)
def test_gross_from_net(net: int, rate: str, gross: int) -> None:
    assert from_net(net, Decimal(rate)).gross == gross


@pytest.mark.parametrize(
    ("gross", "rate", "net"), [(120_00, "20", 100_00), (100_00, "5.5", 94_79), (1, "20", 1), (0, "20", 0)]
)
def test_net_from_gross(gross: int, rate: str, net: int) -> None:
    assert from_gross(gross, Decimal(rate)).net == net


@given(st.integers(0, 10**11), st.sampled_from(RATES))
def test_the_three_always_add_up(cents: int, rate: Decimal) -> None:
    for amounts in (from_net(cents, rate), from_gross(cents, rate)):
        assert amounts.net + amounts.vat == amounts.gross
        assert amounts.vat >= 0


@given(st.integers(10_00, 10**9), st.sampled_from(RATES))
def test_the_rate_is_found_again(net: int, rate: Decimal) -> None:
    found = rate_between(net, from_net(net, rate).vat, RATES)
    assert found is not None
    assert abs(from_net(net, found).vat - from_net(net, rate).vat) <= 10


def test_an_amount_without_a_known_rate_has_none() -> None:
    assert rate_between(100_00, 15_00, RATES) is None
