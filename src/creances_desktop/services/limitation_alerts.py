"""The calendar entries six, three and one month before a debt lapses, kept in step with the accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.limitation import ALERT_MONTHS, LimitationAlert, alerts
from creances_desktop.domain.months import months_later
from creances_desktop.domain.text import plural
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.limitation import MISE_EN_DEMEURE_SENTENCE, Deadlines
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_PREFIX = "limitation:"
_CLOSED = "closed:"
HORIZON = max(ALERT_MONTHS) + 1
"""Months ahead for which entries are made: one more than the first alert."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An entry that should stand; `key` names its due item and alert, `origin` its last useful day too."""

    key: str
    origin: str
    alert: LimitationAlert
    item: OpenItem
    sentence: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to change: entries to add, to move (row and what it becomes), to close (row, origin, done)."""

    new: list[_Wanted]
    moved: list[tuple[int, _Wanted]]
    over: list[tuple[int, str, date | None]]


def schedule_alerts(store: Store, day: date) -> Changes:
    """Enters the alerts of the debts that lapse within seven months, once each.

    An entry moves when the last useful day of its debt does, and is closed once the debt is settled or far
    from lapsing; one that the user closed or moved himself stays as he left it. Of the alerts whose day is
    past, only the latest stays open. Writes nothing where nothing changes.
    """
    with store.transaction() as t:
        plan = _plan(t, day)
        if not (plan.new or plan.moved or plan.over):
            return changed(message="")
        count = len(plan.new) + len(plan.moved)
        text = f"{plural(count, 'alerte de prescription', 'alertes de prescription')} à l’agenda"
        if not count:
            text = "Alertes de prescription closes"
        entry = t.journal.append("limitation_alerts_scheduled", text)
        t.bulk.insert_mappings("calendar_entry", [_row(wanted, entry) for wanted in plan.new])
        for row, wanted in plan.moved:
            alert = wanted.alert
            t.calendar.change(row, day=alert.day, title=alert.message, origin=wanted.origin, done_on=None)
        for row, origin, done_on in plan.over:
            # The origin is free again: should the debt come back, it is watched anew.
            t.calendar.change(row, done_on=done_on or day, origin=f"{_CLOSED}{row}:{origin}")
    return changed(Subject.CALENDAR, message=f"{text}.", entry_id=entry)


def _plan(t: Transaction, day: date) -> _Plan:
    known = t.calendar.of_origin(_PREFIX)
    by_key = {origin.rpartition(":")[0]: (origin, *entry) for origin, entry in known.items()}
    plan = _Plan([], [], [])
    kept = set()
    for wanted in _wanted(t, day):
        kept.add(wanted.key)
        found = by_key.get(wanted.key)
        if found is None:
            plan.new.append(wanted)
        elif found[0] != wanted.origin:
            plan.moved.append((found[1], wanted))
    plan.over.extend(
        (row, origin, done_on) for key, (origin, row, done_on) in by_key.items() if key not in kept
    )
    return plan


def _wanted(t: Transaction, day: date) -> Iterator[_Wanted]:
    deadlines = Deadlines(t)
    horizon = months_later(day, HORIZON)
    for item in t.balance.open_items(day):
        last = deadlines.last_day(item) if item.outstanding > 0 else None
        if last is None or not day <= last <= horizon:
            continue
        sentence = deadlines.whole(item).sentence
        due = alerts(last)
        latest_past = max((one.day for one in due if one.day < day), default=None)
        for alert in due:
            if alert.day >= day or alert.day == latest_past:
                key = f"{_PREFIX}{item.due_item_id}:{alert.months}"
                yield _Wanted(key, f"{key}:{last.isoformat()}", alert, item, sentence)


def _row(wanted: _Wanted, entry: int) -> dict[str, object]:
    return {
        "kind": EntryKind.LIMITATION.value,
        "day": wanted.alert.day,
        "title": wanted.alert.message,
        "action_id": entry,
        "client_id": wanted.item.client_id,
        "invoice_id": wanted.item.invoice_id,
        "note": f"{wanted.sentence}\n{MISE_EN_DEMEURE_SENTENCE}",
        "origin": wanted.origin,
    }
