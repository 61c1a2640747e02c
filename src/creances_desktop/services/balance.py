"""The aged balance and the few figures of the first page, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creances_desktop.domain.balance import LIMITS, AgedBalance, aged_balance, aged_row, band, checked_limits
from creances_desktop.domain.money import Cents
from creances_desktop.services import company as companies
from creances_desktop.services import disputes
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The head of the first page, cents: what is owed, what of it is overdue, and what is in hand.

    `disputed` is what of `outstanding` is contested. `bank_known_until` is the latest day on which a payment
    is known, None without one.
    """

    outstanding: Cents
    overdue: Cents
    unallocated: Cents
    bank_known_until: date | None
    disputed: Cents = 0


def estimated(store: Store, day: date) -> int:
    """How many due dates of what is open are estimated: the bands rest on them."""
    with store.reading() as r:
        return r.balance.estimated(day)


def aged(store: Store, day: date, limits: Sequence[int] | None = None) -> AgedBalance:
    """The aged balance as of a day, past or to come, clients by code, those with nothing left out.

    `limits`: the last days late of the bands, 30, 60 and 90 without them. Raises InvalidValue.
    """
    ends = LIMITS if limits is None else checked_limits(limits)
    with store.reading() as r:
        rows = r.balance.by_due_date(day)
        in_hand = r.balance.credits(day)
        contested = disputes.by_client(r, day)
        names = r.clients.names()
    bands: dict[int, list[Cents]] = defaultdict(lambda: [0] * (len(ends) + 2))
    for client_id, due, amount in rows:
        bands[client_id][band((day - due).days, ends)] += amount
    return aged_balance(
        (
            aged_row(
                client_id,
                *names[client_id],
                bands=bands[client_id],
                unallocated=-in_hand.get(client_id, 0),
                disputed=contested.get(client_id, 0),
            )
            for client_id in bands.keys() | in_hand.keys()
        ),
        day,
        ends,
    )


def own_limits(store: Store) -> tuple[int, ...]:
    """The bands that the user chose for the window and the PDF; 30, 60 and 90 until he does."""
    with store.reading() as r:
        return tuple(r.settings.get("aged_limits", LIMITS))


def save_own_limits(store: Store, limits: Sequence[int]) -> Changes:
    """Keeps the bands of the user. Raises InvalidValue."""
    after = checked_limits(limits)
    with store.transaction() as t:
        before = t.settings.get("aged_limits", list(LIMITS))
        t.settings.set("aged_limits", list(after))
        words = ", ".join(str(limit) for limit in after) or "aucune"
        text = f"Tranches de la balance âgée\u00a0: {words}"
        entry = t.journal.append("aged_limits_changed", text, before=before, after=list(after))
    return changed(Subject.SETTINGS, message=f"{text}.", entry_id=entry)


def key_figures(store: Store, balance: AgedBalance) -> KeyFigures:
    """The figures of the first page out of an aged balance."""
    with store.reading() as r:
        last = r.payments.last_bank_date()
    total = balance.total
    return KeyFigures(
        outstanding=total.outstanding,
        overdue=total.overdue,
        unallocated=total.unallocated,
        bank_known_until=last,
        disputed=total.disputed,
    )


def pdf(store: Store, day: date, limits: Sequence[int] | None = None) -> bytes:
    """The aged balance as a PDF; `limits` as in `aged`."""
    from creances_desktop.documents import balance as drawing

    return drawing.draw(aged(store, day, limits), companies.get(store))


def write(store: Store, day: date, path: Path, limits: Sequence[int] | None = None) -> None:
    """Writes the aged balance as a CSV or XLSX file, by its extension. Raises DomainError."""
    from creances_desktop.exchange import balance_out

    balance_out.write(path, aged(store, day, limits))
