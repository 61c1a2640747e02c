"""What is to be done today, task by task, with what each is expected to bring."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from creances_desktop.domain.balance import AgedBalance
from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.contact_attempts import unanswered
from creances_desktop.domain.instalment_plans import PartState, PartStatus
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.morning_session import ActionKind, Known, OrderRules, expected_gain
from creances_desktop.domain.promises import PromiseState, Reliability
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import (
    contact_attempts,
    disputes,
    emails,
    followups,
    instalment_plans,
    letters,
    order_rules,
    promises,
)
from creances_desktop.services.instalment_plans import PlanNow
from creances_desktop.services.promises import PromiseNow
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction


class TaskKind(StrEnum):
    """A kind of thing to do."""

    PRINT = "print"
    EMAIL = "email"
    WRITE = "write"
    CALL = "call"
    PROMISE = "promise"
    INSTALMENT = "instalment"
    DEADLINE = "deadline"
    RECEIPT = "receipt"
    ENTRY = "entry"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _TASK_LABELS[self]


_TASK_LABELS = {
    TaskKind.PRINT: "Lettre à imprimer",
    TaskKind.EMAIL: "E-mail à envoyer",
    TaskKind.WRITE: "Lettre à envoyer",
    TaskKind.CALL: "Appel à passer",
    TaskKind.PROMISE: "Promesse échue",
    TaskKind.INSTALMENT: "Échéance d’échéancier",
    TaskKind.DEADLINE: "Délai dépassé",
    TaskKind.RECEIPT: "Recommandé",
    TaskKind.ENTRY: "Rappel",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `amount` in cents is what is at stake, 0 when there is none.

    `row_id` is the letter's id (PRINT, EMAIL), the client's (WRITE) or the calendar entry's (the others);
    `day` the day since which it is to be done. `gain` is what the action is expected to bring, with its
    `formula`;
    `broken`: a promise was not kept, an instalment was missed. `asked_for`: a date was given for it.
    """

    kind: TaskKind
    row_id: int
    client_id: int | None
    client_name: str
    text: str
    amount: Cents
    day: date
    broken: bool = False
    asked_for: bool = False
    gain: Cents = 0
    formula: str = ""


def gather(
    store: Store, overdue: Mapping[int, Cents], day: date, *, client_id: int | None = None
) -> list[Task]:
    """Everything to do on a day: what was promised or agreed on and not paid first, then by expected gain.

    `overdue`: what each client owes and may pay, in cents. Only what concerns one client if given; letters to
    print are then left out.
    """
    tasks = [] if client_id is not None else _to_print(store)
    tasks += _to_write(store, day, client_id)
    written = {task.client_id for task in tasks if task.client_id is not None and task.kind is TaskKind.WRITE}
    with store.reading() as r:
        facts = _Facts(r, day, client_id)
        for entry in _open_entries(r, day, client_id):
            task = _entry_task(facts, entry, overdue.get(entry.client_id or 0, 0), day)
            # A letter to the same client is what follows a deadline: one line is enough.
            if task and not (task.kind is TaskKind.DEADLINE and entry.client_id in written):
                tasks.append(task)
        known = known_of(r, {task.client_id for task in tasks if task.client_id is not None}, day)
        rules = order_rules.within(r)
    return sorted((_with_gain(task, known, rules) for task in tasks), key=_order)


def overdue_of(balance: AgedBalance) -> dict[int, Cents]:
    """What each client owes and may pay: what his credits cover will not come in, what he contests waits."""
    return {row.client_id: max(0, min(row.overdue, row.outstanding - row.disputed)) for row in balance.rows}


def _order(task: Task) -> tuple[object, ...]:
    return not task.broken, -task.gain, -task.amount, task.day, task.client_name, task.row_id


def _open_entries(r: Transaction, day: date, client_id: int | None) -> list[CalendarEntry]:
    if client_id is None:
        return r.calendar.open_until(day)
    return [one for one in r.calendar.of_client(client_id) if one.done_on is None and one.day <= day]


def action_kind(task: Task) -> ActionKind:
    """What the task is for the order of the morning."""
    match task.kind:
        case TaskKind.PROMISE:
            return ActionKind.BROKEN_PROMISE if task.broken else ActionKind.REMINDER
        case TaskKind.INSTALMENT:
            return ActionKind.MISSED_INSTALMENT if task.broken else ActionKind.REMINDER
        case TaskKind.CALL:
            return ActionKind.CALL
        case TaskKind.DEADLINE:
            return ActionKind.DEADLINE
        case TaskKind.WRITE | TaskKind.PRINT | TaskKind.EMAIL:
            return ActionKind.LETTER
        case _:
            return ActionKind.REMINDER


def known_of(r: Transaction, client_ids: Collection[int], day: date) -> dict[int, Known]:
    """What is known of these clients beside what they owe: their word, delay, silence, last contact."""
    words = promises.reliabilities(promises.within(r, day, client_ids))
    tried = r.contact_attempts.of_clients(client_ids)
    written = r.followups.last_written()
    late: dict[int, int] = {}
    for client_id, due, _ in r.balance.by_due_date(day):
        late[client_id] = max(late.get(client_id, 0), (day - due).days)
    natures = {one.id: one.nature for one in r.clients.facts(client_ids)}
    insolvent = r.clients.insolvent(day)
    found = {}
    for client_id in client_ids:
        attempts = tried.get(client_id, [])
        last = max(
            (when for when in (*(one.day for one in attempts), written.get(client_id)) if when), default=None
        )
        advice = ""
        if natures.get(client_id) is Nature.CONSUMER:
            advice = contact_attempts.advice(r, natures[client_id], attempts, day)
        found[client_id] = Known(
            words.get(client_id, Reliability()),
            late.get(client_id, 0),
            unanswered(one.attempt for one in attempts),
            last,
            advice,
            client_id in insolvent,
        )
    return found


def _with_gain(task: Task, known: Mapping[int, Known], rules: OrderRules) -> Task:
    facts = known.get(task.client_id or 0, Known(Reliability()))
    gain = expected_gain(
        task.amount,
        action_kind(task),
        rules,
        word=facts.word,
        days_late=facts.days_late,
        unanswered=facts.unanswered,
        insolvent=facts.insolvent,
    )
    return replace(task, gain=gain.amount, formula=gain.formula)


def _to_print(store: Store) -> list[Task]:
    steps = followups.step_names(store)
    waiting = [(TaskKind.PRINT, letter) for letter in letters.to_print(store)]
    waiting += [(TaskKind.EMAIL, letter) for letter in emails.waiting(store)]
    return [
        Task(
            kind,
            letter.id,
            letter.client_id,
            letter.client_name,
            f"{steps.get(letter.step, 'Lettre')} {letter.reference} du {short_date(letter.issued_on)}",
            letter.claimed,
            letter.issued_on,
        )
        for kind, letter in waiting
    ]


def _to_write(store: Store, day: date, client_id: int | None) -> list[Task]:
    chosen = None if client_id is None else [client_id]
    return [
        Task(
            TaskKind.WRITE,
            one.client_id,
            one.client_id,
            one.client_name,
            f"{one.step.name}, {plural(len(one.reminded), 'facture')}",
            one.claimed,
            day,
        )
        for one in followups.prepare(store, day, client_ids=chosen).to_do
    ]


class _Facts:
    """What the entries of the calendar lean on, read once."""

    def __init__(self, r: Transaction, day: date, client_id: int | None) -> None:
        self.r = r
        chosen = None if client_id is None else [client_id]
        places = r.calendar.of_origin("promise:")
        self.promises: dict[int, PromiseNow] = {}
        for one in promises.within(r, day, chosen):
            place = places.get(f"promise:{one.stored.promise.id}")
            if place is not None:
                self.promises[place[0]] = one
        self.parts: dict[int, tuple[PlanNow, PartStatus]] = {}
        places = r.calendar.of_origin(instalment_plans.ORIGIN)
        for plan in instalment_plans.within(r, day, chosen) if places else ():
            for part in plan.status.parts:
                place = places.get(instalment_plans.origin(plan.stored.id, part.part.position))
                if place is not None:
                    self.parts[place[0]] = plan, part
        self.planned = {place[0] for place in r.calendar.of_origin("call:").values()}


def _entry_task(facts: _Facts, entry: CalendarEntry, overdue: Cents, day: date) -> Task | None:
    """The calendar entry as a task, or None when it asks nothing of the user today."""
    r = facts.r
    match entry.kind:
        case EntryKind.CALL:
            planned = entry.id in facts.planned
            text = _call(entry)
            # The title of a call of the plan has the amount of the day it was planned: what it is worth now
            # stands beside it.
            if planned and text.endswith("€"):
                text = text.rpartition(", ")[0]
            return replace(_task(TaskKind.CALL, entry, text, overdue), asked_for=not planned)
        case EntryKind.PROMISE:
            return _promise(facts.promises.get(entry.id), entry)
        case EntryKind.INSTALMENT:
            return _instalment(facts.parts.get(entry.id), entry)
        case EntryKind.DEADLINE if entry.letter_id is not None:
            kind, (text, amount) = TaskKind.DEADLINE, _deadline(r, entry, day)
        case EntryKind.RECEIPT | EntryKind.REMINDER if entry.letter_id is not None:
            items = r.balance.open_items(day, invoice_ids=r.letters.invoices_of(entry.letter_id))
            kind, text, amount = TaskKind.RECEIPT, entry.title, sum(item.outstanding for item in items)
        case EntryKind.LIMITATION if entry.invoice_id is not None:
            items = r.balance.open_items(day, invoice_ids=[entry.invoice_id])
            kind, amount = TaskKind.ENTRY, sum(item.outstanding for item in items)
            text = f"{entry.title}\u00a0— {entry.invoice_number}"
        case _:
            return _task(TaskKind.ENTRY, entry, entry.title, 0)
    # A deadline with nothing left is over.
    if not amount:
        return None
    return _task(kind, entry, text, amount)


def _task(kind: TaskKind, entry: CalendarEntry, text: str, amount: Cents) -> Task:
    return Task(kind, entry.id, entry.client_id, entry.client_name, text, amount, entry.day)


def _call(entry: CalendarEntry) -> str:
    """The title of a call, and the first line of what was noted about it when it says more."""
    first = entry.note.splitlines()[0] if entry.note else ""
    return f"{entry.title}\u00a0: {first}" if first and "\u00a0:" not in entry.title else entry.title


def _deadline(r: Transaction, entry: CalendarEntry, day: date) -> tuple[str, Cents]:
    """What is still open of what a letter claimed once its deadline has passed, 0 before."""
    if entry.day >= day or entry.letter_id is None or entry.client_id is None:
        return "", 0
    items = r.balance.open_items(day, invoice_ids=r.letters.invoices_of(entry.letter_id))
    contested = disputes.contested(r, items, day)
    items = [item for item in items if item.outstanding > contested.get(item.due_item_id, 0)]
    reference = r.letters.get(entry.letter_id).reference
    text = (
        f"Lettre {reference}\u00a0: délai passé le {short_date(entry.day)}, "
        f"{plural(len(items), 'facture ouverte', 'factures ouvertes')}"
    )
    return text, sum(item.outstanding - contested.get(item.due_item_id, 0) for item in items)


def _promise(one: PromiseNow | None, entry: CalendarEntry) -> Task | None:
    """What to say of a promise whose day has come; None once it was kept."""
    if one is None:
        # An entry that no promise of the dossier made: only its title is known.
        return _task(TaskKind.PROMISE, entry, entry.title, 0)
    if one.status.state.is_over:
        return None
    about = f" sur {entry.invoice_number}" if entry.invoice_number else ""
    broken = one.status.state is PromiseState.BROKEN
    text = f"{entry.title}{about}, attendue aujourd’hui"
    if broken:
        text = f"{entry.title}{about}, non tenue depuis le {short_date(entry.day)}"
    if one.status.received:
        text += f" ({format_cents(one.status.received)} reçus)"
    task = _task(TaskKind.PROMISE, entry, text, one.status.missing)
    return replace(task, broken=broken, asked_for=True)


def _instalment(known: tuple[PlanNow, PartStatus] | None, entry: CalendarEntry) -> Task | None:
    """What to say of an instalment whose day has come; None once it was paid."""
    if known is None:
        return _task(TaskKind.INSTALMENT, entry, entry.title, 0)
    plan, part = known
    if part.state.is_over:
        return None
    missed = part.state is PartState.MISSED
    what = f"manquée depuis le {short_date(part.part.day)}" if missed else "attendue aujourd’hui"
    text = f"{plan.title(part)}, {what}"
    if part.received:
        text += f" ({format_cents(part.received)} reçus)"
    return replace(_task(TaskKind.INSTALMENT, entry, text, part.missing), broken=missed, asked_for=True)
