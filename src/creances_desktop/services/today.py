"""The first page of the morning: what is owed, and what is to be done about it today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from creances_desktop.domain.balance import AgedBalance, AgedRow
from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import balance as balances
from creances_desktop.services import followups, letters, limitation_alerts
from creances_desktop.services.balance import KeyFigures
from creances_desktop.services.changes import Changes, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

DEBTORS_SHOWN = 5


class TaskKind(StrEnum):
    """A kind of thing to do."""

    PRINT = "print"
    WRITE = "write"
    CALL = "call"
    PROMISE = "promise"
    DEADLINE = "deadline"
    ENTRY = "entry"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _TASK_LABELS[self]


_TASK_LABELS = {
    TaskKind.PRINT: "Lettre à imprimer",
    TaskKind.WRITE: "Lettre à envoyer",
    TaskKind.CALL: "Appel à passer",
    TaskKind.PROMISE: "Promesse échue",
    TaskKind.DEADLINE: "Délai dépassé",
    TaskKind.ENTRY: "Rappel",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `amount` in cents is what is at stake, 0 when there is none.

    `row_id` is the letter's id (PRINT), the client's (WRITE) or the calendar entry's (the others); `day` the
    day since which it is to be done.
    """

    kind: TaskKind
    row_id: int
    client_id: int | None
    client_name: str
    text: str
    amount: Cents
    day: date


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
    """What opening a dossier did: `finished` letters that a crash left were drawn, `to_print` are waiting."""

    finished: int
    to_print: int
    changes: Changes


def open_day(store: Store, day: date) -> Opening:
    """Finishes what a crash left; puts the calls that have come and what soon lapses into the calendar."""
    finished = letters.finish_reserved(store)
    calls = followups.schedule_calls(store, day)
    alerts = limitation_alerts.schedule_alerts(store, day)
    done = [one for one in (calls, alerts) if one.message]
    message = " ".join(one.message for one in done)
    return Opening(
        len(finished),
        len(letters.to_print(store)),
        changed(*(subject for one in done for subject in one.subjects), message=message),
    )


def overview(store: Store, day: date) -> Overview:
    """What the first page shows as of a day."""
    balance = balances.aged(store, day)
    tasks = _tasks(store, balance, day)
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


def _tasks(store: Store, balance: AgedBalance, day: date) -> list[Task]:
    steps = followups.step_names(store)
    tasks = [
        Task(
            TaskKind.PRINT,
            letter.id,
            letter.client_id,
            letter.client_name,
            f"{steps.get(letter.step, 'Lettre')} {letter.reference} du {short_date(letter.issued_on)}",
            letter.claimed,
            letter.issued_on,
        )
        for letter in letters.to_print(store)
    ]
    tasks += [
        Task(
            TaskKind.WRITE,
            one.client_id,
            one.client_id,
            one.client_name,
            f"{one.step.name}, {plural(len(one.reminded), 'facture')}",
            one.claimed,
            day,
        )
        for one in followups.prepare(store, day).to_do
    ]
    written = {task.client_id for task in tasks if task.client_id is not None}
    # What his credits cover will not come in.
    overdue = {row.client_id: max(0, min(row.overdue, row.outstanding)) for row in balance.rows}
    with store.reading() as r:
        for entry in r.calendar.open_until(day):
            task = _entry_task(r, entry, overdue.get(entry.client_id or 0, 0), day)
            # A letter to the same client is what follows a deadline: one line is enough.
            if task and not (task.kind is TaskKind.DEADLINE and entry.client_id in written):
                tasks.append(task)
    return sorted(tasks, key=lambda task: (-task.amount, task.day, task.client_name, task.row_id))


def _entry_task(r: Transaction, entry: CalendarEntry, overdue: Cents, day: date) -> Task | None:
    """The calendar entry as a task, or None when it asks nothing of the user today."""
    match entry.kind:
        case EntryKind.CALL:
            kind, text, amount = TaskKind.CALL, _call(entry), overdue
        case EntryKind.PROMISE:
            kind, (text, amount) = TaskKind.PROMISE, _promise(r, entry, overdue, day)
        case EntryKind.DEADLINE if entry.letter_id is not None:
            kind, (text, amount) = TaskKind.DEADLINE, _deadline(r, entry, day)
        case EntryKind.LIMITATION if entry.invoice_id is not None:
            items = r.balance.open_items(day, invoice_ids=[entry.invoice_id])
            kind, amount = TaskKind.ENTRY, sum(item.outstanding for item in items)
            text = f"{entry.title}\u00a0— {entry.invoice_number}"
        case _:
            return _task(TaskKind.ENTRY, entry, entry.title, 0)
    # A call may be wanted for another reason than money; a promise or a deadline with nothing left is over.
    if not amount and kind is not TaskKind.CALL:
        return None
    return _task(kind, entry, text, amount)


def _task(kind: TaskKind, entry: CalendarEntry, text: str, amount: Cents) -> Task:
    return Task(kind, entry.id, entry.client_id, entry.client_name, text, amount, entry.day)


def _call(entry: CalendarEntry) -> str:
    """The title of a call, and the first line of what was noted about it when it says more."""
    first = entry.note.splitlines()[0] if entry.note else ""
    return f"{entry.title}\u00a0: {first}" if first and "\u00a0:" not in entry.title else entry.title


def _promise(r: Transaction, entry: CalendarEntry, overdue: Cents, day: date) -> tuple[str, Cents]:
    """What to say of a promise whose day has come, and what is still expected of it, 0 once it was kept."""
    about = f" sur {entry.invoice_number}" if entry.invoice_number else ""
    text = f"{entry.title}{about}, attendue aujourd’hui"
    if entry.day < day:
        text = f"{entry.title}{about}, non tenue depuis le {short_date(entry.day)}"
    if entry.client_id is None:
        return text, 0
    open_amount = overdue
    if entry.invoice_id is not None:
        open_amount = sum(
            item.outstanding for item in r.balance.open_items(day, invoice_ids=[entry.invoice_id])
        )
    promised = [
        one
        for one in r.invoices.promises(client_id=entry.client_id)
        if one.promised_on == entry.day and one.invoice_id == entry.invoice_id
    ]
    if not promised:
        return text, open_amount
    received = sum(
        payment.amount
        for payment in r.payments.of_client(entry.client_id)
        if payment.bank_date >= promised[0].made_on
    )
    return text, max(0, min(promised[0].amount - received, open_amount or promised[0].amount))


def _deadline(r: Transaction, entry: CalendarEntry, day: date) -> tuple[str, Cents]:
    """What is still open of what a letter claimed once its deadline has passed, 0 before."""
    if entry.day >= day or entry.letter_id is None or entry.client_id is None:
        return "", 0
    items = r.balance.open_items(day, invoice_ids=r.letters.invoices_of(entry.letter_id))
    reference = r.letters.get(entry.letter_id).reference
    text = (
        f"Lettre {reference}\u00a0: délai passé le {short_date(entry.day)}, "
        f"{plural(len(items), 'facture ouverte', 'factures ouvertes')}"
    )
    return text, sum(item.outstanding for item in items)


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
