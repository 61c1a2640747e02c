"""What became of promises to pay: decided from payments, told to the calendar, confirmed by a letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.other_letters import FieldValue
from creances_desktop.domain.promises import (
    PromiseFacts,
    PromiseState,
    PromiseStatus,
    Reliability,
    expected,
    reliability,
    settle,
)
from creances_desktop.domain.text import plural, short_date
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import other_letters, working_days
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.promises import StoredPromise
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

DEALT = "dealt"
"""A broken promise about which the client was contacted again."""
HORIZON_DAYS = 30
CONFIRMATION = "promise_confirmation"


@dataclass(frozen=True, slots=True)
class PromiseNow:
    """A promise with what became of it as of a day."""

    stored: StoredPromise
    status: PromiseStatus
    due_by: date

    @property
    def words(self) -> str:
        """`1 200,00 € pour le 12/11/2026 sur F-12, par Mme Roy`."""
        one = self.stored
        about = f" sur {', '.join(one.numbers)}" if one.numbers else ""
        who = f", par {one.person}" if one.person else ""
        return f"{format_cents(one.promise.amount)} pour le {short_date(one.promise.promised_on)}{about}{who}"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What promises should bring within `days` days: promised, and what the clients' words make of it."""

    days: int
    promised: Cents
    expected: Cents
    reliable: Cents
    """What of it comes from clients who keep their word."""


def within(
    r: Transaction,
    day: date,
    client_ids: Collection[int] | None = None,
    *,
    items: Mapping[int, Sequence[OpenItem]] | None = None,
) -> list[PromiseNow]:
    """The promises that were not taken back, by day, of these clients if given.

    `items`: all that each of them has open, where it is known already.
    """
    stored = r.promises.all(client_ids=client_ids)
    by_client: dict[int, list[StoredPromise]] = defaultdict(list)
    for one in stored:
        by_client[one.promise.client_id].append(one)
    holidays = working_days.within(r)
    receipts = r.promises.receipts(day, list(by_client))
    found: dict[int, PromiseNow] = {}
    for client_id, own in by_client.items():
        facts = [_facts(one, holidays) for one in own]
        left: dict[int, Cents] = defaultdict(int)
        open_now = r.balance.open_items(day, client_id=client_id) if items is None else items[client_id]
        for item in open_now:
            left[item.invoice_id] += item.outstanding
        states = settle(facts, receipts.get(client_id, ()), day, left)
        for one, fact in zip(own, facts, strict=True):
            found[fact.id] = PromiseNow(one, states[fact.id], fact.due_by)
    return [found[one.promise.id] for one in stored]


def _facts(stored: StoredPromise, holidays: working_days.Holidays) -> PromiseFacts:
    one = stored.promise
    due_by = next_working_day(one.promised_on, 0, holidays=holidays)
    return PromiseFacts(one.id, one.invoice_ids, one.amount, one.made_on, due_by)


def all_now(store: Store, day: date, *, client_id: int | None = None) -> list[PromiseNow]:
    """The promises with what became of them as of a day, by day; of one client if given."""
    with store.reading() as r:
        return within(r, day, None if client_id is None else [client_id])


def reliabilities(promises: Collection[PromiseNow]) -> dict[int, Reliability]:
    """How each client kept his word, by client."""
    states: dict[int, list[PromiseState]] = defaultdict(list)
    for one in promises:
        states[one.stored.promise.client_id].append(one.status.state)
    return {client_id: reliability(found) for client_id, found in states.items()}


def broken_words(promises: Collection[PromiseNow]) -> dict[int, str]:
    """By client, the last promise put to the test if it was not kept, in French."""
    last: dict[int, PromiseNow] = {}
    for one in sorted(promises, key=lambda one: (one.due_by, one.stored.promise.id)):
        if one.status.state in (PromiseState.KEPT, PromiseState.LATE, PromiseState.BROKEN):
            last[one.stored.promise.client_id] = one
    return {
        client_id: f"la promesse de {format_cents(one.stored.promise.amount)} pour le "
        f"{short_date(one.stored.promise.promised_on)} n’a pas été tenue"
        for client_id, one in last.items()
        if one.status.state is PromiseState.BROKEN
    }


def outlook(promises: Collection[PromiseNow], day: date, days: int = HORIZON_DAYS) -> Outlook:
    """What the running promises should bring within so many days."""
    words = reliabilities(promises)
    coming = [
        one
        for one in promises
        if one.status.state is PromiseState.RUNNING and one.due_by <= day + timedelta(days=days)
    ]
    return Outlook(
        days,
        sum(one.status.missing for one in coming),
        sum(expected(one.status.missing, words[one.stored.promise.client_id]) for one in coming),
        sum(one.status.missing for one in coming if words[one.stored.promise.client_id].is_reliable),
    )


def settle_calendar(store: Store, day: date) -> Changes:
    """Closes in the calendar the promises that were kept, and opens again those whose money went back."""
    with store.reading() as r:
        moved = [one for one in within(r, day) if _settled(one) != one.stored.settled]
    if not moved:
        return changed(message="")
    kept = [one for one in moved if one.status.state.is_over]
    back = [one for one in moved if not one.status.state.is_over]
    words = []
    if kept:
        words.append(plural(len(kept), "promesse soldée", "promesses soldées"))
    if back:
        words.append(plural(len(back), "promesse de nouveau attendue", "promesses de nouveau attendues"))
    text = ", ".join(words)
    with store.transaction() as t:
        entry = t.journal.append(
            "promises_settled",
            text[0].upper() + text[1:],
            after={str(one.stored.promise.id): one.status.state.value for one in moved},
        )
        places = t.calendar.of_origin("promise:")
        for one in moved:
            t.promises.describe(one.stored.promise.id, settled=_settled(one))
            place = places.get(f"promise:{one.stored.promise.id}")
            if place is not None:
                done = day if one.status.state.is_over else None
                t.calendar.change(place[0], done_on=done)
    return changed(
        Subject.CALENDAR, Subject.INVOICES, message=f"{text[0].upper()}{text[1:]}.", entry_id=entry
    )


def _settled(one: PromiseNow) -> str:
    """What the calendar takes a promise for; one that was dealt with stays so until it is paid."""
    if one.status.state.is_over:
        return one.status.state.value
    return one.stored.settled if one.stored.settled == DEALT else ""


def deal_with_broken(t: Transaction, client_id: int, today: date) -> list[PromiseNow]:
    """Closes the broken promises of a client who was contacted again; those that it closed."""
    broken = [
        one
        for one in within(t, today, [client_id])
        if one.status.state is PromiseState.BROKEN and one.stored.settled != DEALT
    ]
    for one in broken:
        t.promises.describe(one.stored.promise.id, settled=DEALT)
        t.calendar.close_origin(f"promise:{one.stored.promise.id}", today)
    return broken


def confirm(store: Store, promise_id: int, today: date) -> Changes:
    """Writes the letter that confirms a promise, ready to print or to send.

    Raises DomainError when the promise was taken back, or is confirmed already.
    """
    one = get(store, promise_id, today)
    promise = one.stored.promise
    if one.stored.letter_id is not None:
        raise DomainError("Cette promesse est déjà confirmée\u00a0: voyez les lettres envoyées.")
    fields: dict[str, FieldValue] = {
        "amount": promise.amount,
        "promised_on": promise.promised_on,
        "told_on": promise.made_on,
    }
    if one.stored.person:
        fields["told_by"] = one.stored.person
    letter_id = other_letters.issue(
        store, promise.client_id, CONFIRMATION, invoice_ids=promise.invoice_ids, fields=fields, day=today
    )
    with store.transaction() as t:
        t.promises.describe(promise_id, letter_id=letter_id)
        t.journal.append(
            "promise_confirmed",
            f"Promesse du {short_date(promise.promised_on)} confirmée par écrit",
            client_id=promise.client_id,
            invoice_id=alone(promise.invoice_ids),
        )
    return other_letters.changes_of(store, letter_id)


def alone(invoice_ids: Sequence[int]) -> int | None:
    """The invoice of what is about a single one, None otherwise."""
    return invoice_ids[0] if len(invoice_ids) == 1 else None


def to_confirm(store: Store, client_id: int, day: date) -> PromiseNow | None:
    """The running promise of a client that no letter confirmed yet, the last one made; None without one."""
    running = [
        one
        for one in all_now(store, day, client_id=client_id)
        if one.status.state is PromiseState.RUNNING and one.stored.letter_id is None
    ]
    return max(running, key=lambda one: one.stored.promise.id, default=None)


def get(store: Store, promise_id: int, day: date) -> PromiseNow:
    """One promise as of a day. DomainError when it was taken back."""
    for one in all_now(store, day):
        if one.stored.promise.id == promise_id:
            return one
    raise DomainError("Cette promesse a été retirée.")
