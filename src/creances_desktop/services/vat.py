"""The VAT rates that a form proposes."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

from creances_desktop.paths import resource


def rates(day: date) -> tuple[Decimal, ...]:
    """The rates in force on `day` in percent, highest first, and 0 for invoices without VAT at the end."""
    known: dict[str, tuple[date, Decimal]] = {}
    with resource("law/vat.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            since = date.fromisoformat(row["in_force_since"])
            before = known.get(row["figure"])
            if since <= day and (before is None or before[0] < since):
                known[row["figure"]] = since, Decimal(row["value"])
    return (*sorted((value for _, value in known.values()), reverse=True), Decimal(0))
