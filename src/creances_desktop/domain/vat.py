"""Net, VAT and gross from each other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from creances_desktop.domain.money import Cents, round_to_cents


@dataclass(frozen=True, slots=True)
class Amounts:
    """The three amounts of an invoice in cents; `net + vat == gross`."""

    net: Cents
    vat: Cents
    gross: Cents


def from_net(net: Cents, rate_percent: Decimal) -> Amounts:
    """The amounts for a net amount at a rate in percent; VAT rounded to the nearest cent."""
    vat = round_to_cents(Decimal(net) * rate_percent / 10_000)
    return Amounts(net, vat, net + vat)


def from_gross(gross: Cents, rate_percent: Decimal) -> Amounts:
    """The amounts for a gross amount at a rate in percent; net rounded to the nearest cent."""
    net = round_to_cents(Decimal(gross) / (100 + rate_percent))
    return Amounts(net, gross - net, gross)


def rate_between(net: Cents, vat: Cents, rates: tuple[Decimal, ...]) -> Decimal | None:
    """The first of `rates` that gives this VAT on this net amount, to within ten cents; None when none does.

    An invoice of several lines rounds each of them.
    """
    for rate in rates:
        if abs(from_net(net, rate).vat - vat) <= 10:
            return rate
    return None
