"""The first page of the morning: what is owed, and what is to be done about it today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.balance import AgedBalance, AgedRow
from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import plural
from creances_desktop.services import balance as balances
from creances_desktop.services import (
    calendar_series,
    followups,
    instalment_plans,
    letters,
    limitation_alerts,
    morning_absence,
    promises,
    today_tasks,
)
from creances_desktop.services.balance import KeyFigures
from creances_desktop.services.changes import Changes, changed
from creances_desktop.services.morning_absence import Absence
from creances_desktop.services.today_tasks import Task, TaskKind
from creances_desktop.storage.store import Store

DEBTORS_SHOWN = 5

__all__ = [
    "DEBTORS_SHOWN",
    "Absence",
    "Opening",
    "Overview",
    "Task",
    "TaskKind",
    "bank_known_until",
    "largest_debtors",
    "open_day",
    "overview",
]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows as of `day`.

    `tasks` are ordered by amount, the greatest first, and `debtors` by what they owe. `next_day` is the first
    day on which something is to be done when there is nothing today, with its French name; None without one.
    `is_empty`: the dossier has neither client nor invoice yet.
    """

    day: date
    figures: KeyFigures
    overdue_count: int
    balance: AgedBalance
    tasks: tuple[Task, ...]
    debtors: tuple[AgedRow, ...]
    week: tuple[CalendarEntry, ...]
    next_day: date | None
    next_text: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening a dossier did: `finished` letters that a crash left were drawn, `to_print` are waiting.

    `absence`: the days without the program and what came meanwhile; None when none passed.
    """

    finished: int
    to_print: int
    changes: Changes
    absence: Absence | None = None

    @property
    def notice(self) -> str:
        """What the window tells: the absence, the letters that wait; empty when there is neither."""
        said = [self.absence.words] if self.absence is not None else []
        if self.to_print:
            waiting = plural(self.to_print, "lettre attend", "lettres attendent")
            said.append(f"{waiting} d’être imprimée{'s' * (self.to_print > 1)}.")
        return " ".join(said)


def open_day(store: Store, day: date) -> Opening:
    """Finishes what a crash left, settles promises and plans by payments, brings the calendar up to date.

    The calls that have come and what soon lapses enter the calendar, once each, however many days passed.
    """
    finished = letters.finish_reserved(store)
    settled = promises.settle_calendar(store, day)
    paid = instalment_plans.settle_calendar(store, day)
    calls = followups.schedule_calls(store, day)
    alerts = limitation_alerts.schedule_alerts(store, day)
    calendar_series.top_up(store, day)
    done = [one for one in (settled, paid, calls, alerts) if one.message]
    message = " ".join(one.message for one in done)
    return Opening(
        len(finished),
        len(letters.to_print(store)),
        changed(*(subject for one in done for subject in one.subjects), message=message),
        morning_absence.since_last_time(store, day),
    )


def overview(store: Store, day: date) -> Overview:
    """What the first page shows as of a day."""
    balance = balances.aged(store, day)
    tasks = today_tasks.gather(store, today_tasks.overdue_of(balance), day)
    monday = day - timedelta(days=day.weekday())
    with store.reading() as r:
        overdue_count = len(r.lists.invoice_ids(day, chosen="overdue"))
        week = r.calendar.between(monday, monday + timedelta(days=6))
        is_empty = not (r.bulk.count("client") or r.bulk.count("invoice"))
    next_day, next_text = (None, "") if tasks else _next(store, day)
    return Overview(
        day=day,
        figures=balances.key_figures(store, balance),
        overdue_count=overdue_count,
        balance=balance,
        tasks=tuple(tasks),
        debtors=tuple(largest_debtors(balance.rows)),
        week=tuple(week),
        next_day=next_day,
        next_text=next_text,
        is_empty=is_empty,
    )


def largest_debtors(rows: Iterable[AgedRow], count: int = DEBTORS_SHOWN) -> list[AgedRow]:
    """The clients who owe most, the greatest first; those who owe nothing are left out."""
    owing = [row for row in rows if row.outstanding > 0]
    return sorted(owing, key=lambda row: (-row.outstanding, row.code))[:count]


def _next(store: Store, day: date) -> tuple[date | None, str]:
    """The first day after `day` on which something is to be done, and what."""
    with store.reading() as r:
        entry = r.calendar.next_open(day)
        open_invoices = {item.invoice_id for item in r.balance.open_items(day)}
    steps = followups.next_steps(store, open_invoices, day).values()
    coming = min(((when, step.name) for step, when in steps if step and when and when > day), default=None)
    if entry is not None and (coming is None or entry.day <= coming[0]):
        return entry.day, f"{entry.kind.label} — {entry.client_name or entry.title}"
    return coming if coming is not None else (None, "")


def bank_known_until(store: Store) -> date | None:
    """The latest day on which a payment is known, None without one."""
    with store.reading() as r:
        return r.payments.last_bank_date()
