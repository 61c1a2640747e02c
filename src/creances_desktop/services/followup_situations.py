"""What the follow-up engine is given: every client's open items with all that holds them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from creances_desktop.domain.followups import AccountSituation, DoneStep, ItemSituation
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents
from creances_desktop.domain.plans import Plan
from creances_desktop.domain.rhythm import Rhythm, wait_until
from creances_desktop.domain.text import short_date
from creances_desktop.services import (
    contact_limits,
    disputes,
    instalment_plans,
    promises,
    registered,
    relations,
)
from creances_desktop.storage.clients import AccountFacts
from creances_desktop.storage.invoices import Pause
from creances_desktop.storage.promise_rows import Promise
from creances_desktop.storage.transaction import Transaction

FEW = 200
"""Up to so many clients are read one by one; beyond, everybody at once is faster."""


def situations(
    t: Transaction, day: date, client_ids: Collection[int] | None = None
) -> list[AccountSituation]:
    """The accounts with something open on a day, of these clients only if given, by code."""
    if client_ids is None or len(client_ids) > FEW:
        items = t.balance.open_items(day)
        if client_ids is not None:
            items = [item for item in items if item.client_id in client_ids]
    else:
        items = [item for client_id in client_ids for item in t.balance.open_items(day, client_id=client_id)]
    return accounts(t, items, day)


def accounts(t: Transaction, items: list[OpenItem], day: date) -> list[AccountSituation]:
    """The accounts of these open items, by code."""
    by_client: dict[int, list[OpenItem]] = defaultdict(list)
    for item in items:
        by_client[item.client_id].append(item)
    holds = Holds(t, day, by_client)
    few = len(by_client) <= FEW
    history = t.followups.history([item.due_item_id for item in items] if few else None)
    history = registered.extended(t, history)
    written: dict[int, date] = {}
    in_hand: dict[int, Cents] = {}
    for client_id in by_client if few else (None,):
        written |= t.followups.last_written(client_id)
        in_hand |= t.balance.credits(day, client_id=client_id)
    all_plans = {plan.id: plan for plan in t.followups.plans()}
    default = next(iter(all_plans.values()))
    patient = relations.waiting(t, list(by_client), day)
    contacts = contact_limits.recent(t, day)
    limits = contact_limits.within(t)
    broken: dict[int, str] = {}
    if limits.firmer_when_broken:
        broken = promises.broken_words(promises.within(t, day, list(by_client), items=by_client))
    lacking = t.company.get().missing_for_mise_en_demeure()
    return [
        _account(
            client,
            all_plans.get(client.plan_id or 0, default),
            holds,
            tuple(
                holds.situation(item, history.get(item.due_item_id, ()), patient.get(client.id))
                for item in by_client[client.id]
            ),
            in_hand=in_hand.get(client.id, 0),
            last_written=written.get(client.id),
            contacts=contacts.get(client.id, []),
            calls_count=limits.gap_counts_calls,
            broken_word=broken.get(client.id, ""),
            lacking=lacking,
        )
        for client in t.clients.facts(by_client)
        if client.id in by_client
    ]


def _account(
    client: AccountFacts,
    plan: Plan,
    holds: Holds,
    items: tuple[ItemSituation, ...],
    *,
    in_hand: int,
    last_written: date | None,
    contacts: list[tuple[date, bool]],
    calls_count: bool,
    broken_word: str,
    lacking: tuple[str, ...],
) -> AccountSituation:
    pause = holds.of_clients.get(client.id)
    return AccountSituation(
        client_id=client.id,
        code=client.code,
        name=client.name,
        nature=client.nature,
        plan=plan,
        has_address=client.has_address,
        insolvency_judgment=client.insolvency_judgment,
        paused_until=pause.until if pause else None,
        pause_reason=pause.reason if pause else "",
        credits=max(in_hand, 0),
        last_written_on=last_written,
        items=items,
        last_called_on=max((on for on, spoken in contacts if spoken and calls_count), default=None),
        contacted_on=tuple(on for on, _ in contacts),
        tone=client.tone,
        broken_word=broken_word,
        creditor_lacks=lacking,
    )


class Holds:
    """The disputes, plans, promises, pauses and payments announced on a day, by what they hold back."""

    def __init__(self, t: Transaction, day: date, by_client: Mapping[int, list[OpenItem]]) -> None:
        """`by_client`: all that each client has open."""
        items = [item for own in by_client.values() for item in own]
        self.contested = disputes.contested(t, items, day)
        self.planned = instalment_plans.holding(t, day, by_client)
        self.on_invoices: dict[int, Promise] = {}
        self.on_accounts: dict[int, Promise] = {}
        for promise in t.invoices.promises(since=day):
            # Ordered by day: the last promise is the one that counts.
            if not promise.invoice_ids:
                self.on_accounts[promise.client_id] = promise
            for invoice_id in promise.invoice_ids:
                self.on_invoices[invoice_id] = promise
        self.of_clients: dict[int, Pause] = {}
        self.of_invoices: dict[int, Pause] = {}
        for pause in sorted(t.invoices.pauses(since=day), key=lambda one: one.until):
            if pause.invoice_id is not None:
                self.of_invoices[pause.invoice_id] = pause
            elif pause.client_id is not None:
                self.of_clients[pause.client_id] = pause
        self.said_paid = t.contact_attempts.said_paid(day)

    def situation(
        self, item: OpenItem, history: tuple[DoneStep, ...], rhythm: Rhythm | None
    ) -> ItemSituation:
        """A due item with what holds it back and what was done for it, without what is contested of it."""
        promise = self.on_invoices.get(item.invoice_id) or self.on_accounts.get(item.client_id)
        until, reason = self._aside(item)
        contested = self.contested.get(item.due_item_id, 0)
        whole = contested >= item.outstanding > 0
        if contested and not whole:
            item = replace(item, outstanding=item.outstanding - contested, disputed=contested)
        return ItemSituation(
            item=item,
            disputed=whole,
            planned_until=self.planned.until.get(item.invoice_id),
            unsigned=item.invoice_id in self.planned.unsigned,
            promised_until=promise.promised_on if promise else None,
            paused_until=until,
            pause_reason=reason,
            history=history,
            waits_until=wait_until(rhythm, item.due_date) if rhythm is not None else None,
        )

    def _aside(self, item: OpenItem) -> tuple[date | None, str]:
        """The last day on which the invoice is set aside, by the user or by what the client said, and why."""
        pause = self.of_invoices.get(item.invoice_id)
        found = [(pause.until, pause.reason)] if pause else []
        found += [
            (one.until, f"le client a dit le {short_date(one.told_on)} l’avoir réglée, rappel ce jour-là")
            for one in self.said_paid.get(item.client_id, ())
            if one.is_about(item.invoice_id, item.due_date)
        ]
        return max(found, key=lambda one: one[0], default=(None, ""))
