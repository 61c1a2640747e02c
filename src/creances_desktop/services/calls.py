"""A call and what follows from it: the promise made or the invoices contested, noted in one action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import plural
from creances_desktop.services import calendar, clients, history, holds
from creances_desktop.services.calendar import CallNote
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.clients import ClientCard
from creances_desktop.services.history import Event
from creances_desktop.storage.journal import JournalEntry
from creances_desktop.storage.store import Store

LAST_CONTACTS = 8
_CONTACTS = frozenset(
    {"call_noted", "promise_recorded", "promise_withdrawn", "dispute_opened", "dispute_closed", "pause_set"}
)


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """What the client promised on the phone: cents, the day, and the invoice or None for his account."""

    amount: Cents
    promised_on: date
    invoice_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallSheet:
    """What one needs to see while calling: the account as of today, the last contacts, the planned call."""

    card: ClientCard
    contacts: tuple[Event, ...]
    entry: CalendarEntry | None


def sheet(
    store: Store, today: date, *, client_id: int | None = None, entry_id: int | None = None
) -> CallSheet:
    """What to see before calling a client, or for a call of the calendar.

    Raises DomainError when the call is about nobody or its outcome is already noted.
    """
    entry = None if entry_id is None else calendar.get(store, entry_id)
    if entry is not None and entry.done_on is not None:
        raise DomainError("Le résultat de cet appel est déjà noté\u00a0: voyez l’historique du client.")
    client_id = entry.client_id if entry is not None else client_id
    if client_id is None:
        raise DomainError("Cet appel n’est rattaché à aucun client\u00a0: marquez-le comme fait.")
    return CallSheet(clients.card(store, client_id, today), tuple(_last_contacts(store, client_id)), entry)


def _last_contacts(store: Store, client_id: int) -> list[Event]:
    """What was written and said lately, the latest first; a call comes with its note."""
    with store.reading() as r:
        entries = r.journal.of_client(client_id)
    said = {entry.id: _said(entry) for entry in entries if entry.action in _CONTACTS}
    events = history.of_client(store, client_id)
    return [
        replace(event, text=said[event.row_id]) if event.kind == "action" else event
        for event in events
        if event.kind == "letter" or (event.kind == "action" and event.row_id in said)
    ][:LAST_CONTACTS]


def _said(entry: JournalEntry) -> str:
    note = entry.after.get("note", "") if isinstance(entry.after, dict) else ""
    return " — ".join(part for part in (entry.summary, note) if part)


def record(
    store: Store,
    client_id: int,
    call: CallNote,
    today: date,
    *,
    entry_id: int | None = None,
    promise: PromiseMade | None = None,
    disputed: tuple[int, ...] = (),
) -> Changes:
    """Notes a call, planned (`entry_id`) or not, with the promise made or the invoices contested.

    All or nothing. Raises InvalidValue (`amount`, `promised_on`, `next_day`).
    """
    with store.transaction() as t:
        if entry_id is not None:
            entry = calendar.close_call(t, entry_id, call, today)
        else:
            entry = calendar.enter_done_call(t, client_id, call, today)
        said = [calendar.call_changes(call, entry).message]
        if promise is not None:
            _, _, text = holds.enter_promise(
                t,
                client_id,
                promise.amount,
                promise.promised_on,
                today,
                invoice_id=promise.invoice_id,
                note=call.text,
            )
            said.append(f"{text}.")
        if disputed and (opened := holds.enter_disputes(t, disputed, call.note.strip(), today)):
            said.append(f"{plural(len(opened), 'facture')} en litige.")
    subjects = [Subject.CALENDAR, Subject.CLIENTS]
    if promise is not None or disputed:
        subjects.append(Subject.INVOICES)
    return changed(*subjects, message=" ".join(said), entry_id=entry)
