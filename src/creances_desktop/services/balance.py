"""The aged balance and the few figures of the first page, as of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creances_desktop.domain.balance import AgedBalance, aged_balance, aged_row, band
from creances_desktop.domain.money import Cents
from creances_desktop.services import company as companies
from creances_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The head of the first page, cents: what is owed, what of it is overdue, and what is in hand.

    `bank_known_until` is the latest day on which a payment is known, None without one.
    """

    outstanding: Cents
    overdue: Cents
    unallocated: Cents
    bank_known_until: date | None


def aged(store: Store, day: date) -> AgedBalance:
    """The aged balance as of a day, clients by code, those with nothing left out."""
    with store.reading() as r:
        rows = r.balance.by_due_date(day)
        in_hand = r.balance.credits(day)
        names = r.clients.names()
    bands: dict[int, list[Cents]] = defaultdict(lambda: [0] * 5)
    for client_id, due, amount in rows:
        bands[client_id][band((day - due).days)] += amount
    return aged_balance(
        (
            aged_row(
                client_id, *names[client_id], bands=bands[client_id], unallocated=-in_hand.get(client_id, 0)
            )
            for client_id in bands.keys() | in_hand.keys()
        ),
        day,
    )


def key_figures(store: Store, balance: AgedBalance) -> KeyFigures:
    """The figures of the first page out of an aged balance."""
    with store.reading() as r:
        last = r.payments.last_bank_date()
    total = balance.total
    return KeyFigures(
        outstanding=total.outstanding,
        overdue=total.d1_30 + total.d31_60 + total.d61_90 + total.d90_plus,
        unallocated=total.unallocated,
        bank_known_until=last,
    )


def pdf(store: Store, day: date) -> bytes:
    """The aged balance as a PDF."""
    from creances_desktop.documents import balance as drawing

    return drawing.draw(aged(store, day), companies.get(store))


def write(store: Store, day: date, path: Path) -> None:
    """Writes the aged balance as a CSV or XLSX file, by its extension. Raises DomainError."""
    from creances_desktop.exchange import balance_out

    balance_out.write(path, aged(store, day))
