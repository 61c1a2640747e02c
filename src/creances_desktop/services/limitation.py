"""Limitation periods: until when each due item can be claimed, what moved that day, what lapses first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.limitation import Limitation, StartDay, limitation, start_day
from creances_desktop.domain.limitation_events import Effect, EventKind, LimitationEvent
from creances_desktop.domain.limitation_periods import Period
from creances_desktop.domain.money import Cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.text import short_date
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.limitation_rules import rules
from creances_desktop.storage.law import StoredLimitationEvent
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

MISE_EN_DEMEURE_SENTENCE = EventKind.MISE_EN_DEMEURE.explanation
"""What people believe, and what is not: to show wherever a period is shown."""
_NO_MONEY = frozenset({PaymentMode.BANK_FEE.value, PaymentMode.WRITE_OFF.value})


@dataclass(frozen=True, slots=True)
class ItemLimitation:
    """Until when a due item can be claimed, as of a day; cents.

    `days_left` counts to the last useful day, included: 0 on that day, negative once it is past, None while
    nothing runs. `events` are those recorded; the part payments known from the accounts are in the steps of
    `limitation` as well.
    """

    due_item_id: int
    invoice_id: int
    client_id: int
    client_name: str
    number: str
    due_date: date
    outstanding: Cents
    limitation: Limitation
    events: tuple[StoredLimitationEvent, ...]
    days_left: int | None

    @property
    def last_day(self) -> date | None:
        """The last useful day; None while nothing runs."""
        return self.limitation.last_day

    @property
    def sentence(self) -> str:
        """The French sentence of the due item, with its article."""
        return self.limitation.sentence


class Deadlines:
    """The last useful day of many due items, with what decides it read once."""

    def __init__(self, t: Transaction) -> None:
        self._rules = rules(t)
        self._kinds = t.clients.kinds()
        self._awards = t.law.awards()
        self._performed = t.law.performance_dates()
        self.events = t.law.limitation_events()
        # Many items share a start and a period.
        self._last: dict[tuple[int, Period, date], date] = {}

    def last_day(self, item: OpenItem) -> date | None:
        """The last useful day of a due item; None while nothing runs."""
        if item.due_item_id in self.events:
            return self.whole(item).last_day
        period, start = self._start(item)
        key = (item.client_id, period, start.day)
        known = self._last.get(key)
        if known is None:
            row = self._rules.row(*key)
            known = self._last[key] = row.last_useful_day(start.day)
        return known

    def whole(self, item: OpenItem, further: Iterable[LimitationEvent] = ()) -> Limitation:
        """The limitation of a due item with the steps of its events; `further` are not recorded ones."""
        period, start = self._start(item)
        row = self._rules.row(item.client_id, period, start.day)
        recorded = [one.event for one in self.events.get(item.due_item_id, ())]
        return limitation(row, start, [*recorded, *further], self._rules.table)

    def _start(self, item: OpenItem) -> tuple[Period, StartDay]:
        award = self._awards.get(item.invoice_id)
        if award is not None:
            period = Period.JUDGMENT
        else:
            period = self._rules.period(item.client_id, *self._kinds[item.client_id])
        found = start_day(
            period,
            issue_date=item.issue_date,
            due_date=item.due_date,
            due_date_agreed=not item.estimated,
            performed_on=self._performed.get(item.invoice_id),
            judgment_on=None if award is None else award.enforceable_on or award.since,
        )
        return period, found


def of_invoice(store: Store, invoice_id: int, day: date) -> tuple[ItemLimitation, ...]:
    """The limitation of each due item of an invoice that is open on a day, in the order of due dates.

    Part payments known from the accounts are shown among the steps as the debatable events they are.
    """
    with store.reading() as r:
        deadlines = Deadlines(r)
        return tuple(
            _item(r, item, deadlines, day, _part_payments(r, item, deadlines))
            for item in r.balance.open_items(day, invoice_ids=[invoice_id])
            if item.outstanding > 0
        )


def first_to_lapse(
    store: Store, day: date, *, limit: int = 200, lapsed: bool = False
) -> list[ItemLimitation]:
    """« Ce qui se prescrit d’abord »: the open due items by their last useful day, the first `limit` of them.

    Items that lapsed before `day` are told apart: they come only with `lapsed`, alone.
    """
    with store.reading() as r:
        deadlines = Deadlines(r)
        found = (
            (last, item.due_item_id, item)
            for item in r.balance.open_items(day)
            if item.outstanding > 0
            if (last := deadlines.last_day(item)) is not None and (last < day) is lapsed
        )
        return [_item(r, item, deadlines, day) for _, _, item in nsmallest(limit, found)]


def add_event(store: Store, due_item_id: int, event: LimitationEvent) -> Changes:
    """Records an event on a due item. Raises InvalidValue (`proof`, `ended_on`)."""
    return _record(store, [due_item_id], event)


def add_event_to_invoice(store: Store, invoice_id: int, event: LimitationEvent) -> Changes:
    """Records an event on every due item of an invoice. Raises InvalidValue (`proof`, `ended_on`)."""
    with store.reading() as r:
        ids = [item.id for item in r.invoices.due_items(invoice_id)]
    return _record(store, ids, event)


def change_event(
    store: Store,
    event_id: int,
    *,
    ended_on: date | None = None,
    lost: bool | None = None,
    counted: bool | None = None,
    proof: str | None = None,
) -> Changes:
    """Tells the end of a lawsuit or a mediation, that an effect was lost, or whether it is counted.

    What is None stays. Raises InvalidValue, DomainError for an event that was withdrawn.
    """
    given = {"ended_on": ended_on, "lost": lost, "counted": counted, "proof": proof}
    columns = {name: value for name, value in given.items() if value is not None}
    with store.transaction() as t:
        before = _standing(t, event_id)
        after = replace(before.event, **columns)  # type: ignore[arg-type]
        _check(after)
        t.law.change_limitation_event(event_id, **columns)
        return _journaled(
            t, "limitation_event_changed", before.due_item_id, after, done="précisé", before=before.event
        )


def withdraw_event(store: Store, event_id: int, day: date) -> Changes:
    """Takes an event back; it stays in the history. Raises DomainError for one that was withdrawn already."""
    with store.transaction() as t:
        before = _standing(t, event_id)
        t.law.change_limitation_event(event_id, withdrawn_on=day)
        return _journaled(t, "limitation_event_withdrawn", before.due_item_id, before.event, done="retiré")


def _record(store: Store, due_item_ids: Sequence[int], event: LimitationEvent) -> Changes:
    _check(event)
    with store.transaction() as t:
        made = _journaled(t, "limitation_event_added", due_item_ids[0], event, done="enregistré")
        rows = [
            t.law.add_limitation_event(due_item_id, event, action_id=made.entry_id)
            for due_item_id in due_item_ids
        ]
    return replace(made, id=rows[0])


def _check(event: LimitationEvent) -> None:
    if event.kind.effect is not Effect.NONE and not event.proof.strip():
        raise InvalidValue(
            "proof", "Indiquez la preuve\u00a0: un acte, une lettre signée, un numéro de dossier."
        )
    if event.ended_on is not None and event.ended_on < event.day:
        raise InvalidValue("ended_on", "La fin est avant le début\u00a0: corrigez l’une des deux dates.")


def _journaled(
    t: Transaction,
    action: str,
    due_item_id: int,
    event: LimitationEvent,
    *,
    done: str,
    before: LimitationEvent | None = None,
) -> Changes:
    invoice = t.invoices.get(t.invoices.due_item(due_item_id).invoice_id)
    text = f"Prescription de {invoice.number}\u00a0: {event.kind.label} du {short_date(event.day)}, {done}"
    entry = t.journal.append(
        action,
        text,
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        before=None if before is None else _values(before),
        after=_values(event),
    )
    return changed(
        Subject.INVOICES, Subject.CALENDAR, message=f"{text}. {event.kind.explanation}", entry_id=entry
    )


def _values(event: LimitationEvent) -> dict[str, object]:
    return {name: getattr(event, name) for name in LimitationEvent.__slots__}


def _standing(t: Transaction, event_id: int) -> StoredLimitationEvent:
    try:
        return t.law.limitation_event(event_id)
    except KeyError:
        raise DomainError("Cet événement a déjà été retiré\u00a0: rouvrez la facture.") from None


def _part_payments(t: Transaction, item: OpenItem, deadlines: Deadlines) -> list[LimitationEvent]:
    """The payments set on a due item, as events that nobody counted yet; recorded ones are left out."""
    recorded = {one.event.day for one in deadlines.events.get(item.due_item_id, ())
                if one.event.kind is EventKind.PART_PAYMENT}  # fmt: skip
    found = []
    for part in t.payments.on_invoice(item.invoice_id):
        if part.due_item_id != item.due_item_id or part.payment_id is None:
            continue
        payment = t.payments.get(part.payment_id)
        if payment.mode not in _NO_MONEY and payment.bank_date not in recorded:
            proof = f"Règlement {payment.reference}".strip()
            found.append(LimitationEvent(EventKind.PART_PAYMENT, payment.bank_date, proof))
    return found


def _item(
    t: Transaction, item: OpenItem, deadlines: Deadlines, day: date, further: Iterable[LimitationEvent] = ()
) -> ItemLimitation:
    found = deadlines.whole(item, further)
    return ItemLimitation(
        due_item_id=item.due_item_id,
        invoice_id=item.invoice_id,
        client_id=item.client_id,
        client_name=t.clients.get(item.client_id).name,
        number=item.number,
        due_date=item.due_date,
        outstanding=item.outstanding,
        limitation=found,
        events=tuple(deadlines.events.get(item.due_item_id, ())),
        days_left=None if found.last_day is None else (found.last_day - day).days,
    )
