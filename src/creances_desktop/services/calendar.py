"""The calendar: what is to be done on which day, and the outcome of calls."""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.calendar import (
    CalendarEntry,
    CallOutcome,
    EntryKind,
    next_call,
)
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.followups import CallProposal
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.domain.working_days import is_working_day
from creances_desktop.services import contact_attempts, working_days
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

CALL_AGAIN = "Rappeler"
"""The title of a call that follows another."""


def between(store: Store, first: date, last: date) -> list[CalendarEntry]:
    """The entries from `first` to `last`, both included."""
    with store.reading() as r:
        return r.calendar.between(first, last)


def to_do(store: Store, day: date) -> list[CalendarEntry]:
    """What is not done and was due on or before a day: overdue entries stay until dealt with."""
    with store.reading() as r:
        return r.calendar.open_until(day)


def upcoming(store: Store, since: date) -> list[CalendarEntry]:
    """The open entries whatever their day, and the others from a day on: what the list view shows."""
    with store.reading() as r:
        return r.calendar.open_and_since(since)


def next_open(store: Store, day: date) -> CalendarEntry | None:
    """The first thing to do after a day."""
    with store.reading() as r:
        return r.calendar.next_open(day)


def get(store: Store, entry_id: int) -> CalendarEntry:
    """One entry; KeyError if it is not there."""
    with store.reading() as r:
        return r.calendar.get(entry_id)


def of_client(store: Store, client_id: int) -> list[CalendarEntry]:
    """The entries about a client, by day."""
    with store.reading() as r:
        return r.calendar.of_client(client_id)


def add(
    store: Store,
    kind: EntryKind,
    day: date,
    title: str,
    *,
    client_id: int | None = None,
    invoice_id: int | None = None,
    note: str = "",
) -> Changes:
    """Enters a note, a call or a reminder of the user's own. Raises InvalidValue without a title."""
    if not title.strip():
        raise InvalidValue("title", "Indiquez de quoi il s’agit.")
    with store.transaction() as t:
        entry = t.journal.append(
            "calendar_entry_added",
            f"{kind.label} du {short_date(day)}\u00a0: {title.strip()}",
            client_id=client_id,
            invoice_id=invoice_id,
        )
        row = t.calendar.add(
            kind, day, title.strip(), action_id=entry, client_id=client_id, invoice_id=invoice_id, note=note
        )
    return changed(
        Subject.CALENDAR, message=f"Ajouté à l’agenda du {short_date(day)}.", entry_id=entry, row_id=row or 0
    )


def remove(store: Store, entry_id: int) -> Changes:
    """Takes an open entry of the user's own off the calendar. Raises DomainError when it is done."""
    with store.transaction() as t:
        before = t.calendar.get(entry_id)
        _refuse_done(before)
        entry = t.journal.append(
            "calendar_entry_removed",
            f"{before.title}\u00a0: retiré de l’agenda du {short_date(before.day)}",
            client_id=before.client_id,
            before={"kind": before.kind.value, "day": before.day, "title": before.title, "note": before.note},
        )
        t.series.remove([entry_id])
    return changed(Subject.CALENDAR, message=f"{before.title}\u00a0: retiré de l’agenda.", entry_id=entry)


def move(store: Store, entry_id: int, day: date) -> Changes:
    """Moves an open entry to another day, and says so when people do not work on it.

    Raises DomainError when it is done, or mirrors something else.
    """
    with store.transaction() as t:
        before = t.calendar.get(entry_id)
        _refuse_move(before, day)
        holiday = "" if is_working_day(day, working_days.within(t)) else ", jour non ouvré"
        t.calendar.change(entry_id, day=day)
        entry = t.journal.append(
            "calendar_entry_moved",
            f"{before.title}\u00a0: reporté au {short_date(day)}",
            client_id=before.client_id,
            before=before.day,
            after=day,
        )
    return changed(Subject.CALENDAR, message=f"Reporté au {short_date(day)}{holiday}.", entry_id=entry)


def update(store: Store, entry_id: int, *, day: date, title: str, note: str) -> Changes:
    """Changes the day, the title and the note of an open entry.

    Raises InvalidValue without a title, DomainError when it is done, or its day mirrors something else.
    """
    if not title.strip():
        raise InvalidValue("title", "Indiquez de quoi il s’agit.")
    with store.transaction() as t:
        before = t.calendar.get(entry_id)
        _refuse_move(before, day)
        t.calendar.change(entry_id, day=day, title=title.strip(), note=note.strip())
        entry = t.journal.append(
            "calendar_entry_changed",
            f"{before.kind.label} du {short_date(day)}\u00a0: {title.strip()}",
            client_id=before.client_id,
            before={"day": before.day, "title": before.title, "note": before.note},
            after={"day": day, "title": title.strip(), "note": note.strip()},
        )
    return changed(Subject.CALENDAR, message=f"{title.strip()}\u00a0: enregistré.", entry_id=entry)


def reopen(store: Store, entry_id: int) -> Changes:
    """Takes back that an entry was marked as done.

    Raises DomainError when it is open, or when it is a call whose outcome was noted.
    """
    with store.transaction() as t:
        before = t.calendar.get(entry_id)
        if before.done_on is None:
            raise DomainError(f"«\u00a0{before.title}\u00a0» est encore à faire.")
        if before.outcome is not None:
            raise DomainError(
                "Le résultat de cet appel est noté dans l’historique\u00a0: prévoyez plutôt un nouvel appel."
            )
        t.calendar.change(entry_id, done_on=None)
        entry = t.journal.append(
            "calendar_entry_reopened",
            f"{before.title}\u00a0: de nouveau à faire",
            client_id=before.client_id,
            before=before.done_on,
        )
    return changed(Subject.CALENDAR, message=f"{before.title}\u00a0: de nouveau à faire.", entry_id=entry)


def close(store: Store, entry_id: int, today: date, note: str = "") -> Changes:
    """Marks an entry as done. Raises DomainError when it already is, or is settled by something else."""
    with store.transaction() as t:
        before = t.calendar.get(entry_id)
        _refuse_done(before)
        if before.kind.why_open:
            raise DomainError(before.kind.why_open)
        t.calendar.change(entry_id, done_on=today, note=_joined(before.note, note))
        entry = t.journal.append(
            "calendar_entry_done",
            f"{before.title}\u00a0: fait",
            client_id=before.client_id,
            after=note or None,
        )
    return changed(Subject.CALENDAR, message=f"{before.title}\u00a0: fait.", entry_id=entry)


def record_call(store: Store, entry_id: int, call: CallNote, today: date) -> Changes:
    """Notes the outcome of a planned call, and enters the next one on its day."""
    with store.transaction() as t:
        entry = close_call(t, entry_id, call, today)
    return call_changes(call, entry)


def close_call(t: Transaction, entry_id: int, call: CallNote, today: date) -> int:
    """What `record_call` does, within an action under way; the journal entry's id."""
    before = t.calendar.get(entry_id)
    _refuse_done(before)
    if before.client_id is None:
        raise DomainError("Cet appel n’est rattaché à aucun client\u00a0: marquez-le comme fait.")
    t.calendar.change(
        entry_id, done_on=today, outcome=call.outcome.value, note=_joined(before.note, call.text)
    )
    return _call_noted(t, before.client_id, call, today, previous_id=entry_id, invoice_id=before.invoice_id)


def record_unplanned_call(
    store: Store, client_id: int, call: CallNote, today: date, *, invoice_id: int | None = None
) -> Changes:
    """Notes a call that was not in the calendar, and enters the next one on its day."""
    with store.transaction() as t:
        entry = enter_done_call(t, client_id, call, today, invoice_id=invoice_id)
    return call_changes(call, entry)


def enter_done_call(
    t: Transaction, client_id: int, call: CallNote, today: date, *, invoice_id: int | None = None
) -> int:
    """What `record_unplanned_call` does, within an action under way; the journal entry's id."""
    entry = _call_noted(t, client_id, call, today, invoice_id=invoice_id)
    done = t.calendar.add(
        EntryKind.CALL,
        today,
        "Appel",
        action_id=entry,
        client_id=client_id,
        invoice_id=invoice_id,
        note=call.text,
    )
    if done is not None:
        t.calendar.change(done, done_on=today, outcome=call.outcome.value)
    return entry


def proposed_next_call(store: Store, outcome: CallOutcome, today: date) -> date | None:
    """The working day on which to call again after an outcome, None when there is no need."""
    return next_call(outcome, today, holidays=working_days.of(store))


def enter_call(t: Transaction, call: CallProposal, day: date, entry: int) -> None:
    """Puts a call of a plan into the calendar; the same call is never entered twice."""
    first = call.items[0].item
    t.calendar.add(
        EntryKind.CALL,
        day,
        f"{call.step.name}\u00a0: {plural(len(call.items), 'facture')}, {format_cents(call.total)}",
        action_id=entry,
        client_id=call.client_id,
        invoice_id=first.invoice_id if len(call.items) == 1 else None,
        note=call.why,
        origin=f"call:{first.due_item_id}:{first.cycle}:{call.items[0].step.id}:{call.items[0].attempt}",
    )


def agreed_call_day(t: Transaction, client_id: int, day: date, usual: date) -> date:
    """The day of the next call agreed on in an earlier one, from `day` on; the `usual` one without."""
    agreed = [
        one.day
        for one in t.calendar.of_client(client_id)
        if one.kind is EntryKind.CALL and one.done_on is None and one.title == CALL_AGAIN and one.day >= day
    ]
    return min(agreed, default=usual)


def close_passed_deadlines(t: Transaction, client_id: int, today: date) -> None:
    """Marks the deadlines of a client's letters that have passed as done: something followed them."""
    for one in t.calendar.of_client(client_id):
        passed = one.kind is EntryKind.DEADLINE and one.letter_id is not None and one.day < today
        if passed and one.done_on is None:
            t.calendar.change(one.id, done_on=today)


def letter_deadline(t: Transaction, letter: StoredLetter, entry: int) -> None:
    """Puts the deadline that a letter grants into the calendar."""
    if letter.deadline is None:
        return
    t.calendar.add(
        EntryKind.DEADLINE,
        letter.deadline,
        f"Fin du délai accordé par la lettre {letter.reference}",
        action_id=entry,
        client_id=letter.client_id,
        letter_id=letter.id,
        note=f"Montant réclamé\u00a0: {format_cents(letter.claimed)}" if letter.claimed else "",
        origin=f"letter:{letter.id}",
    )


def _call_noted(
    t: Transaction,
    client_id: int,
    call: CallNote,
    today: date,
    *,
    previous_id: int | None = None,
    invoice_id: int | None = None,
) -> int:
    entry = contact_attempts.note(t, client_id, call, today, entry_id=previous_id, invoice_id=invoice_id)
    if call.next_day is not None:
        if call.next_day < today:
            raise InvalidValue(
                "next_day", "La date du prochain appel est déjà passée\u00a0: choisissez-en une autre."
            )
        t.calendar.add(
            EntryKind.CALL,
            call.next_day,
            CALL_AGAIN,
            action_id=entry,
            client_id=client_id,
            invoice_id=invoice_id,
            previous_id=previous_id,
            note=call.text,
        )
    return entry


def call_changes(call: CallNote, entry: int) -> Changes:
    """What noting a call changed."""
    again = f" Prochain appel le {short_date(call.next_day)}." if call.next_day else ""
    return changed(Subject.CALENDAR, Subject.CLIENTS, message=f"Appel noté.{again}", entry_id=entry)


def _refuse_done(entry: CalendarEntry) -> None:
    if entry.done_on is not None:
        raise DomainError(f"«\u00a0{entry.title}\u00a0» est déjà fait depuis le {short_date(entry.done_on)}.")


def _refuse_move(entry: CalendarEntry, day: date) -> None:
    _refuse_done(entry)
    if day != entry.day and entry.kind.why_fixed:
        raise DomainError(entry.kind.why_fixed)


def _joined(before: str, after: str) -> str:
    return "\n".join(part for part in (before.strip(), after.strip()) if part)
