"""What the head of the first page adds to what is owed: forecast, DSO, and how each moved in a month."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import dso as rules
from creances_desktop.domain.dso import Dso, MonthSales
from creances_desktop.domain.money import Cents
from creances_desktop.domain.months import months_later
from creances_desktop.domain.receipts_forecast import ReceiptsForecast
from creances_desktop.domain.text import MONTHS
from creances_desktop.services import balance as balances
from creances_desktop.services import receipts_forecast
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

MONTHS_BACK = 12


@dataclass(frozen=True, slots=True)
class Trends:
    """Figures as of a day and a month before it (`since`); cents, the credits in hand deducted.

    `dso` is None where nothing was invoiced in a year; so is `dso_before`.
    """

    since: date
    outstanding_before: Cents
    overdue_before: Cents
    forecast: ReceiptsForecast
    forecast_before: Cents
    dso: Dso | None
    dso_before: Dso | None


def trends(store: Store, day: date) -> Trends:
    """The forecast and the DSO of a day, and what all the figures were a month before."""
    since = months_later(day, -1)
    before = balances.aged(store, since).total
    with store.reading() as r:
        return Trends(
            since,
            before.outstanding,
            before.overdue,
            receipts_forecast.within(r, day),
            receipts_forecast.within(r, since).total,
            dso_within(r, day),
            dso_within(r, since),
        )


def dso(store: Store, day: date) -> Dso | None:
    """The DSO as of a day with its months; None where nothing was invoiced in a year."""
    with store.reading() as r:
        return dso_within(r, day)


def dso_within(r: Transaction, day: date) -> Dso | None:
    """What `dso` answers, within a reading. What clients in insolvency owe is doubtful and left out."""
    insolvent = r.clients.insolvent(day)
    owed = sum(amount for client, _, amount in r.balance.by_due_date(day) if client not in insolvent) - sum(
        amount for client, amount in r.balance.credits(day).items() if client not in insolvent
    )
    first = months_later(day.replace(day=1), 1 - MONTHS_BACK)
    sales = r.balance.sales_by_month(first, day)
    months = []
    for back in range(MONTHS_BACK):
        start = months_later(day.replace(day=1), -back)
        days = day.day if back == 0 else monthrange(start.year, start.month)[1]
        name = f"{MONTHS[start.month - 1]} {start.year}"
        months.append(MonthSales(name, days, sales.get((start.year, start.month), 0)))
    return rules.count_back(owed, months)
