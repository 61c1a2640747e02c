"""Protects the rates a form proposes: each is dated and has its source."""

import csv
from datetime import date
from decimal import Decimal

from creances_desktop import paths
from creances_desktop.services import vat


def test_the_rates_in_force_come_highest_first_and_zero_last() -> None:
    rates = vat.rates(date(2026, 11, 21))
    assert rates == (Decimal(20), Decimal(10), Decimal("5.5"), Decimal("2.1"), Decimal(0))


def test_before_the_first_known_day_only_zero_is_proposed() -> None:
    assert vat.rates(date(2000, 1, 1)) == (Decimal(0),)


def test_every_rate_has_a_day_and_a_source() -> None:
    with paths.resource("law/vat.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert date.fromisoformat(row["in_force_since"])
        assert row["source"].startswith("CGI")
