"""The forecast of receipts: what should come in within the next days, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from creances_desktop.domain import receipts_forecast as rules
from creances_desktop.domain import rhythm
from creances_desktop.domain.instalment_plans import PartState
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.promises import PromiseState
from creances_desktop.domain.receipts_forecast import Basis, ExpectedReceipt, ReceiptsForecast
from creances_desktop.domain.text import short_date
from creances_desktop.services import disputes, instalment_plans, promises
from creances_desktop.services.instalment_plans import PlanNow
from creances_desktop.services.promises import PromiseNow
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = ["DAYS", "ExpectedReceipt", "ReceiptsForecast", "forecast"]

DAYS = 30
"""How far the first page looks ahead."""


def forecast(store: Store, day: date, days: int = DAYS) -> ReceiptsForecast:
    """What should come in from `day` on within `days` days, clients in insolvency left out.

    As of a past day: what was open then, with what the promises and plans made until then say.
    """
    with store.reading() as r:
        return within(r, day, days)


def within(r: Transaction, day: date, days: int = DAYS) -> ReceiptsForecast:
    """What `forecast` answers, within a reading or an action under way."""
    insolvent = r.clients.insolvent(day)
    items = [item for item in r.balance.open_items(day) if item.client_id not in insolvent]
    contested = disputes.contested(r, items, day)
    if contested:
        items = [
            replace(item, outstanding=item.outstanding - contested.get(item.due_item_id, 0)) for item in items
        ]
    agreed: list[ExpectedReceipt] = []
    held: set[int] = set()
    for promise in promises.within(r, day):
        if promise.status.state is PromiseState.RUNNING and promise.stored.promise.made_on <= day:
            agreed.append(_promised(promise))
            held.update(promise.stored.promise.invoice_ids or _open_of(items, promise))
    for plan in instalment_plans.within(r, day):
        if plan.status.holds_until is not None and plan.stored.terms.proposed_on <= day:
            agreed += _instalments(plan, day)
            held.update(plan.stored.invoice_ids)
    owing = {item.client_id for item in items if item.invoice_id not in held}
    settled = r.relations.settled(day)
    rhythms = {
        client: own for client, rows in settled.items() if client in owing and (own := rhythm.learn(rows))
    }
    agreed = [one for one in agreed if one.client_id not in insolvent]
    names = r.clients.names()
    found = rules.forecast(
        day, days, items, agreed, held=held, rhythms=rhythms, in_hand=r.balance.credits(day)
    )
    return replace(found, rows=tuple(replace(row, client_name=names[row.client_id][1]) for row in found.rows))


def _open_of(items: Iterable[OpenItem], promise: PromiseNow) -> set[int]:
    return {item.invoice_id for item in items if item.client_id == promise.stored.promise.client_id}


def _promised(one: PromiseNow) -> ExpectedReceipt:
    promise = one.stored.promise
    alone = promises.alone(promise.invoice_ids)
    return ExpectedReceipt(
        promise.client_id,
        one.due_by,
        one.status.missing,
        Basis.PROMISE,
        f"Promesse faite le {short_date(promise.made_on)}",
        alone,
        ", ".join(one.stored.numbers),
    )


def _instalments(one: PlanNow, day: date) -> list[ExpectedReceipt]:
    return [
        ExpectedReceipt(
            one.client_id,
            part.part.day,
            part.missing,
            Basis.INSTALMENT,
            instalment_plans.part_title(part.part.position, len(one.status.parts)),
        )
        for part in one.status.parts
        if part.state is not PartState.MISSED and part.missing > 0 and part.part.day >= day
    ]
