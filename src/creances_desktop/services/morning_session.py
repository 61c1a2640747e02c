"""The morning session: one client after the other, in the order of what it is expected to bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.morning_session import ActionKind, Morning, MorningLine, Stake, arrange
from creances_desktop.domain.text import plural, short_date
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import (
    balance,
    calendar,
    calls,
    clients,
    followups,
    instalment_plans,
    morning_absence,
    order_rules,
    promises,
    today_tasks,
    working_days,
)
from creances_desktop.services.calls import CallSheet, DisputeMade, PromiseMade
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.today_tasks import Task, TaskKind
from creances_desktop.storage.morning_session import (
    DONE,
    FINISHED,
    LEFT,
    SKIPPED,
    WAITING,
    NewItem,
    StoredItem,
    StoredSession,
)
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

CALL_AFTER_LETTER_DAYS = 5
"""Working days after which a call follows that a letter took the place of."""


ISSUED = (TaskKind.PRINT, TaskKind.EMAIL)
"""Letters that are issued and wait to leave: they are no contact to make."""
NOT_REACHED = "Non atteint\u00a0: reste à faire."
TICKED = (EntryKind.REMINDER, EntryKind.NOTE, EntryKind.LIMITATION)
"""What is only ticked: nothing follows from it."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What is asked before a session: whether the payments are known, and up to which day.

    `bank_day` None: no payment at all is known. `running`: a session to go on with, and how many clients it
    still has. `absence`: what came while the program was not opened, empty without.
    """

    day: date
    bank_day: date | None
    morning: Morning
    running: StoredSession | None
    waiting: int
    absence: str = ""

    @property
    def question(self) -> str:
        """The sentence to answer before letters and calls leave."""
        if self.bank_day is None:
            return "Aucun règlement n’est enregistré\u00a0: avez-vous regardé votre banque\u00a0?"
        return f"Règlements connus jusqu’au {short_date(self.bank_day)}."


@dataclass(frozen=True, slots=True)
class Turn:
    """The client whose turn it is: his place among `count`, what he owes and said, what to propose.

    `registered`: the registered letter of which the deposit or the receipt is awaited, None without one.
    `line` is None when nothing is to be done about him any more. `letter`: the letter that could leave now.
    """

    session_id: int
    position: int
    count: int
    item: StoredItem
    sheet: CallSheet
    line: MorningLine | None
    letter: str
    reminders: tuple[CalendarEntry, ...]
    registered: int | None = None


def bank_sentence(store: Store) -> str:
    """`Règlements connus jusqu’au 21/11/2026.`, or that none is known."""
    with store.reading() as r:
        day = order_rules.bank_day(r)
    if day is None:
        return "Aucun règlement n’est enregistré dans ce dossier."
    return f"Règlements connus jusqu’au {short_date(day)}."


def gate(store: Store, day: date) -> Gate:
    """What is asked before the session of a day, with the clients that it would hold."""
    with store.reading() as r:
        running = r.morning_sessions.running()
        if running is not None and running.day != day:
            running = None
        waiting = 0
        if running is not None:
            waiting = sum(1 for one in r.morning_sessions.items(running.id) if one.state == WAITING)
        bank_day = order_rules.bank_day(r)
    absence = morning_absence.of_day(store, day)
    return Gate(day, bank_day, plan(store, day), running, waiting, absence.words if absence else "")


def confirm_bank(store: Store, until: date, today: date) -> Changes:
    """Keeps the day up to which the user has seen his bank. InvalidValue for a day to come."""
    if until > today:
        raise InvalidValue("bank_day", "Ce jour n’est pas encore passé\u00a0: indiquez un jour connu.")
    text = f"Règlements vérifiés jusqu’au {short_date(until)}"
    with store.transaction() as t:
        before = t.settings.get(order_rules.BANK_SETTING)
        if before == until.isoformat():
            return changed(message="")
        t.settings.set(order_rules.BANK_SETTING, until.isoformat())
        entry = t.journal.append("bank_checked", text, before=before, after=until)
    return changed(Subject.PAYMENTS, message=f"{text}.", entry_id=entry)


def plan(store: Store, day: date) -> Morning:
    """Who is to be dealt with on a day, in order, and who is put off with the reason."""
    overdue = today_tasks.overdue_of(balance.aged(store, day))
    return _arranged(store, today_tasks.gather(store, overdue, day), day)


def _arranged(store: Store, tasks: list[Task], day: date) -> Morning:
    stakes = [stake for task in tasks if (stake := _stake(task)) is not None]
    with store.reading() as r:
        known = today_tasks.known_of(r, {one.client_id for one in stakes}, day)
        return arrange(stakes, known, order_rules.within(r), day)


def _stake(task: Task) -> Stake | None:
    """The task as the morning sees it; None for what the morning does not deal with."""
    expected_today = task.kind in (TaskKind.PROMISE, TaskKind.INSTALMENT) and not task.broken
    if task.client_id is None or task.kind in ISSUED or expected_today:
        return None
    kind = today_tasks.action_kind(task)
    return Stake(kind, task.client_id, task.client_name, task.text, task.amount, task.day, task.asked_for)


def begin(store: Store, day: date) -> tuple[int, Changes]:
    """Begins the session of a day, or goes on with the one that was paused; its id and what changed.

    One of an earlier day is left as it is: what it had not reached is in today's. Raises DomainError when
    nobody is to be dealt with.
    """
    with store.reading() as r:
        running = r.morning_sessions.running()
    if running is not None and running.day == day:
        return running.id, changed(message="Séance reprise.")
    morning = plan(store, day)
    if not morning.lines:
        raise DomainError("Personne n’est à contacter ce matin.")
    text = f"Séance du matin commencée\u00a0: {plural(len(morning.lines), 'client')}"
    with store.transaction() as t:
        if running is not None:
            t.morning_sessions.end(running.id, LEFT)
        bank_day = order_rules.bank_day(t)
        entry = t.journal.append("morning_begun", text, after={"bank_day": bank_day})
        items = [NewItem(one.client_id, one.kind.value, one.amount, one.gain.amount) for one in morning.lines]
        session_id = t.morning_sessions.add(day, bank_day, items, action_id=entry)
    return session_id, changed(Subject.CALENDAR, message=f"{text}.", entry_id=entry)


def turn(store: Store, session_id: int, day: date, *, after: int = 0) -> Turn | None:
    """The next client who waits, beginning after a place, then from the start; None when none is left."""
    with store.reading() as r:
        items = r.morning_sessions.items(session_id)
    waiting = [one for one in items if one.state == WAITING]
    if not waiting:
        return None
    item = next((one for one in waiting if one.position > after), waiting[0])
    return _turn(store, item, len(items), day)


def _turn(store: Store, item: StoredItem, count: int, day: date) -> Turn:
    card = clients.card(store, item.client_id, day)
    overdue = max(0, min(card.overdue, card.outstanding - card.credits))
    tasks = today_tasks.gather(store, {item.client_id: overdue}, day, client_id=item.client_id)
    morning = _arranged(store, tasks, day)
    entries = [
        one for one in calendar.of_client(store, item.client_id) if one.done_on is None and one.day <= day
    ]
    call = next((one for one in entries if one.kind is EntryKind.CALL), None)
    letter = next((task.text for task in tasks if task.kind is TaskKind.WRITE), "")
    return Turn(
        item.session_id,
        item.position,
        count,
        item,
        calls.sheet(store, day, client_id=item.client_id, entry_id=call.id if call else None),
        next(iter(morning.lines), None),
        letter,
        tuple(one for one in entries if one.kind in TICKED and one.letter_id is None),
        next((one.letter_id for one in entries if _follows_letter(one)), None),
    )


def _follows_letter(entry: CalendarEntry) -> bool:
    """Whether it stays until the post took or gave back a letter: a tick would lose the letter from sight."""
    return entry.kind in (EntryKind.RECEIPT, EntryKind.REMINDER) and entry.letter_id is not None


def note_call(
    store: Store,
    turned: Turn,
    call: CallNote,
    today: date,
    *,
    promise: PromiseMade | None = None,
    dispute: DisputeMade | None = None,
) -> Changes:
    """Notes the contact with the client whose turn it is; all or nothing, with his place in the session."""
    with store.transaction() as t:
        entry = turned.sheet.entry
        changes = calls.enter(
            t,
            turned.item.client_id,
            call,
            today,
            entry_id=entry.id if entry is not None else None,
            promise=promise,
            dispute=dispute,
        )
        said = f"{call.outcome.label}. {changes.message.removeprefix('Appel noté.').strip()}".strip()
        t.morning_sessions.mark(turned.session_id, turned.item.client_id, DONE, said)
    return changes


def issue_letter(store: Store, turned: Turn, today: date) -> Changes:
    """Issues the letter proposed to the client whose turn it is; the calls that waited follow it later.

    Raises DomainError when no letter can leave any more.
    """
    client_id = turned.item.client_id
    outcome = followups.issue(store, today, client_ids=[client_id])
    if not outcome.issued:
        raise DomainError("Aucune lettre n’est plus à émettre pour ce client\u00a0: sa situation a changé.")
    letter = outcome.issued[0].letter
    with store.transaction() as t:
        later = _put_calls_off(t, client_id, today)
        promises.deal_with_broken(t, client_id, today)
        instalment_plans.deal_with_missed(t, client_id, today)
        said = f"Lettre {letter.reference} émise, à imprimer.{later}"
        entry = t.journal.append(
            "morning_letter", f"Séance du matin\u00a0: lettre {letter.reference}", client_id=client_id
        )
        t.morning_sessions.mark(turned.session_id, client_id, DONE, said)
    return changed(*outcome.changes.subjects, message=said, entry_id=entry)


def _put_calls_off(t: Transaction, client_id: int, today: date) -> str:
    """Moves the calls that are due behind the letter that took their place; what to say of it."""
    due = [
        one
        for one in t.calendar.of_client(client_id)
        if one.kind is EntryKind.CALL and one.done_on is None and one.day <= today
    ]
    if not due:
        return ""
    day = next_working_day(today, CALL_AFTER_LETTER_DAYS, holidays=working_days.within(t))
    for one in due:
        t.calendar.change(one.id, day=day)
    return f" Appel reporté au {short_date(day)}."


def close_reminders(store: Store, turned: Turn, today: date) -> Changes:
    """Marks the client's reminders as done; his turn ends with them when nothing else is to be done."""
    if not turned.reminders:
        raise DomainError("Ce client n’a pas de rappel à cocher aujourd’hui.")
    words = plural(len(turned.reminders), "rappel coché", "rappels cochés")
    with store.transaction() as t:
        entry = t.journal.append(
            "calendar_entry_done",
            f"{', '.join(one.title for one in turned.reminders)}\u00a0: fait",
            client_id=turned.item.client_id,
        )
        for one in turned.reminders:
            t.calendar.change(one.id, done_on=today)
        only = turned.line is None or turned.line.kind is ActionKind.REMINDER
        if only:
            t.morning_sessions.mark(turned.session_id, turned.item.client_id, DONE, f"{words}.")
    return changed(Subject.CALENDAR, message=f"{words}.", entry_id=entry)


def follow_registered(store: Store, turned: Turn, day: date) -> Changes:
    """Ends the turn when what was noted of the registered letter leaves nothing else to do.

    What is still awaited of it keeps the client waiting.
    """
    client_id = turned.item.client_id
    now = _turn(store, turned.item, turned.count, day)
    if now.registered is not None or now.line is not None:
        return changed(message="")
    said = "Suivi du recommandé noté."
    with store.transaction() as t:
        entry = t.journal.append(
            "morning_registered", "Séance du matin\u00a0: suivi du recommandé", client_id=client_id
        )
        t.morning_sessions.mark(turned.session_id, client_id, DONE, said)
    return changed(Subject.CALENDAR, message=said, entry_id=entry)


def skip(store: Store, turned: Turn) -> Changes:
    """Leaves the client for another day: what was to be done stays to be done."""
    why = "Passé\u00a0: reste à faire." if turned.line is not None else "Plus rien à faire."
    with store.transaction() as t:
        entry = t.journal.append(
            "morning_skipped", "Passé pendant la séance du matin", client_id=turned.item.client_id
        )
        t.morning_sessions.mark(turned.session_id, turned.item.client_id, SKIPPED, why)
    return changed(Subject.CALENDAR, message=why, entry_id=entry)


def finish(store: Store, session_id: int) -> Changes:
    """Ends a session; those who still wait come back another morning."""
    with store.transaction() as t:
        items = t.morning_sessions.items(session_id)
        done = sum(1 for one in items if one.state == DONE)
        text = f"Séance du matin terminée\u00a0: {plural(done, 'client traité', 'clients traités')}"
        for one in items:
            if one.state == WAITING:
                t.morning_sessions.mark(
                    session_id, one.client_id, SKIPPED, "Non atteint\u00a0: reste à faire."
                )
        t.morning_sessions.end(session_id, FINISHED)
        entry = t.journal.append("morning_finished", text)
    return changed(Subject.CALENDAR, message=f"{text}.", entry_id=entry)
