"""The long lists of the window: ids in order, pages of lines, totals of a selection."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain.money import Cents
from creances_desktop.services import disputes, instalment_plans
from creances_desktop.storage.lists import ClientLine, InvoiceLine
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "ClientLine",
    "InvoiceLine",
    "InvoiceTotals",
    "client_ids",
    "client_outstanding",
    "client_page",
    "invoice_ids",
    "invoice_page",
    "invoice_totals",
]


@dataclass(frozen=True, slots=True)
class InvoiceTotals:
    """The sums of some documents in cents, credits counted negative."""

    count: int
    gross: Cents
    outstanding: Cents


def invoice_ids(
    store: Store,
    day: date,
    *,
    words: str = "",
    chosen: str = "all",
    sort: str = "due",
    descending: bool = False,
    client_id: int | None = None,
) -> array[int]:
    """The ids of the documents that contain every word and pass the filter `chosen`, in order.

    `chosen` is one of all, open, overdue, not_due, paid, disputed, promised, to_confirm, credits; `sort` one
    of number, client, issued, due, gross, outstanding.
    """
    with store.reading() as r:
        return r.lists.invoice_ids(
            day, words=words, chosen=chosen, sort=sort, descending=descending, client_id=client_id
        )


def invoice_page(store: Store, ids: Sequence[int], day: date) -> list[InvoiceLine]:
    """The lines of these documents as of a day, in that order; those that are gone are left out."""
    with store.reading() as r:
        lines = r.lists.invoice_page(ids, day)
        planned = instalment_plans.holding_of(r, day, {one.client_id for one in lines})
    if not planned:
        return lines
    return [replace(one, planned_until=planned.get(one.id)) for one in lines]


def invoice_totals(store: Store, ids: Sequence[int], day: date) -> InvoiceTotals:
    """The sums of these documents as of a day."""
    with store.reading() as r:
        gross, outstanding = r.lists.invoice_totals(ids, day)
    return InvoiceTotals(len(ids), gross, outstanding)


def client_ids(
    store: Store,
    day: date,
    *,
    words: str = "",
    chosen: str = "all",
    sort: str = "name",
    descending: bool = False,
) -> array[int]:
    """The ids of the clients that contain every word and pass the filter `chosen`, in order.

    `chosen` is one of all, overdue, disputed, promised, paused, insolvency, blocked (no longer delivered to),
    cared (to be spared), incomplete; `sort` one of name, code, city, outstanding, overdue, oldest.
    """
    with store.reading() as r:
        return r.lists.client_ids(day, words=words, chosen=chosen, sort=sort, descending=descending)


def client_page(store: Store, ids: Sequence[int], day: date) -> list[ClientLine]:
    """The lines of these clients as of a day, in that order; those that are gone are left out."""
    with store.reading() as r:
        return _with_held(r, r.lists.client_page(ids, day), day)


def _with_held(r: Transaction, lines: list[ClientLine], day: date) -> list[ClientLine]:
    """The lines with what of the overdue is contested, or in a plan that is kept."""
    until = instalment_plans.holding_of(r, day, {one.id for one in lines})
    contested = r.disputes.contests(day) if any(one.disputed for one in lines) else []
    invoice_ids = {*until, *(one.invoice_id for one in contested)}
    if not invoice_ids:
        return lines
    items = r.balance.open_items(day, invoice_ids=invoice_ids)
    parts = disputes.contested(r, items, day)
    held: dict[int, Cents] = defaultdict(int)
    for item in items:
        if item.days_late(day) > 0:
            whole = item.invoice_id in until
            held[item.client_id] += item.outstanding if whole else parts.get(item.due_item_id, 0)
    planned = {item.client_id for item in items if item.invoice_id in until}
    return [replace(one, held=held[one.id], planned=one.id in planned) for one in lines]


def client_outstanding(store: Store, ids: Sequence[int], day: date) -> Cents:
    """What these clients owe together as of a day, credits in hand not deducted; cents."""
    with store.reading() as r:
        return r.lists.client_outstanding(ids, day)
