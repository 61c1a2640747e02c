"""A call and what follows from it: the promise made or the invoices contested, noted in one action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain.calendar import CalendarEntry, CallOutcome, EntryKind
from creances_desktop.domain.call_sheet import SheetLine
from creances_desktop.domain.contact_attempts import SPOKEN, CallNote
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.money import Cents
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.domain.promises import Reliability
from creances_desktop.domain.text import plural
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import (
    calendar,
    clients,
    contact_attempts,
    disputes,
    history,
    holds,
    instalment_plans,
    nonpayment,
    payment_incidents,
    promises,
    working_days,
)
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.clients import ClientCard
from creances_desktop.services.contact_attempts import Reach
from creances_desktop.services.history import Event
from creances_desktop.services.promises import PromiseNow
from creances_desktop.storage.journal import JournalEntry
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

LAST_CONTACTS = 8
ANSWERED = "Réglé par le contact de ce jour"
REPLACED = "Remplacé par un autre rappel"
_CONTACTS = frozenset(
    {
        *("call_noted", "promise_recorded", "promise_withdrawn", "dispute_opened", "dispute_closed"),
        *("pause_set", "instalment_plan_proposed", "instalment_plan_signed", "instalment_plan_ended"),
        "instalment_plan_lapsed",
    }
)


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """What the client promised on the phone: cents, the day, and the invoices, none for his account.

    `replaces`: the promises in the place of which it comes.
    """

    amount: Cents
    promised_on: date
    invoice_ids: tuple[int, ...] = ()
    replaces: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeMade:
    """The invoices that the client contests on the phone, and what he says of them."""

    invoice_ids: tuple[int, ...]
    draft: DisputeDraft


@dataclass(frozen=True, slots=True)
class CallSheet:
    """What one needs to see while calling: the account as of today, the last contacts, the planned call.

    `reach`: the ways to the client with what was tried. `promises`: his promises with what became of them,
    the latest first, and how he kept his `word`. `reason`: why he does not pay, as he told last. `incidents`:
    payments that came back, the latest first.
    """

    card: ClientCard
    contacts: tuple[Event, ...]
    entry: CalendarEntry | None
    reach: Reach
    promises: tuple[PromiseNow, ...]
    word: Reliability
    reason: Reason | None
    incidents: tuple[SheetLine, ...] = ()


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
    made = promises.all_now(store, today, client_id=client_id)
    with store.reading() as r:
        reason = nonpayment.last_reason(r, client_id)
        incidents = payment_incidents.of_client(r, client_id)
    return CallSheet(
        clients.card(store, client_id, today),
        tuple(_last_contacts(store, client_id)),
        entry,
        contact_attempts.reach(store, client_id, today),
        tuple(reversed(made)),
        promises.reliabilities(made).get(client_id, Reliability()),
        reason,
        incidents,
    )


def proposed_day(
    store: Store, client_id: int, outcome: CallOutcome, reason: Reason | None, today: date
) -> date | None:
    """The working day on which to call again, None when something else follows (a promise, a dispute).

    The table of reasons decides where a reason was told; a consumer is not called more than courtesy wants.
    """
    day = calendar.proposed_next_call(store, outcome, today)
    if day is None:
        return None
    if reason is not None:
        day = nonpayment.advice(store, reason, today).next_day
        if day is None:
            return None
    with store.reading() as r:
        client = r.clients.get(client_id)
        polite = contact_attempts.courteous(r, client, day, also=today)
        return next_working_day(polite, 0, holidays=working_days.within(r))


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
    dispute: DisputeMade | None = None,
) -> Changes:
    """Notes a call, planned (`entry_id`) or not, with the promise made or the invoices contested.

    It answers everything that asked for a call to this client by today: other calls of the calendar, broken
    promises, missed instalments, deadlines of letters that have passed. All or nothing. Raises InvalidValue
    (`amount`, `promised_on`, `next_day`, those of a dispute).
    """
    with store.transaction() as t:
        return enter(t, client_id, call, today, entry_id=entry_id, promise=promise, dispute=dispute)


def enter(
    t: Transaction,
    client_id: int,
    call: CallNote,
    today: date,
    *,
    entry_id: int | None = None,
    promise: PromiseMade | None = None,
    dispute: DisputeMade | None = None,
) -> Changes:
    """What `record` does, within an action under way."""
    _refuse_past(call, today)
    waiting = [one for one in t.calendar.of_client(client_id) if one.done_on is None and one.id != entry_id]
    if entry_id is not None:
        entry = calendar.close_call(t, entry_id, call, today)
    else:
        entry = calendar.enter_done_call(t, client_id, call, today)
    if call.outcome in SPOKEN or call.next_day is not None:
        # Nobody reached and nothing planned: what was to be done still is.
        _answer(t, waiting, call, today)
        calendar.close_passed_deadlines(t, client_id, today)
        promises.deal_with_broken(t, client_id, today)
        instalment_plans.deal_with_missed(t, client_id, today)
    said = [calendar.call_changes(call, entry).message]
    row = 0
    if promise is not None:
        _, row, text = holds.enter_promise(
            t,
            client_id,
            promise.amount,
            promise.promised_on,
            today,
            invoice_ids=promise.invoice_ids,
            note=call.text,
            person=call.contact.strip(),
            channel=call.channel.value,
            replaces=promise.replaces,
        )
        said.append(f"{text}.")
    if dispute is not None:
        opened = disputes.enter_within(t, dispute.invoice_ids, dispute.draft, today)
        if opened:
            texts = [text for _, _, text in opened]
            said.append(f"{texts[0] if len(texts) == 1 else plural(len(texts), 'facture') + ' en litige'}.")
    subjects = [Subject.CALENDAR, Subject.CLIENTS]
    if promise is not None or dispute is not None:
        subjects.append(Subject.INVOICES)
    return changed(*subjects, message=" ".join(said), entry_id=entry, row_id=row)


def _refuse_past(call: CallNote, today: date) -> None:
    if call.next_day is not None and call.next_day < today:
        raise InvalidValue(
            "next_day", "La date du prochain appel est déjà passée\u00a0: choisissez-en une autre."
        )


def _answer(t: Transaction, waiting: list[CalendarEntry], call: CallNote, today: date) -> None:
    """Closes what this contact answers: the calls that are due, and those that it replaces."""
    for one in waiting:
        due = one.day <= today
        if one.kind is EntryKind.CALL and (due or one.title == calendar.CALL_AGAIN):
            outcome = call.outcome.value if due else ""
            words = ANSWERED if due else REPLACED
            note = "\n".join(part for part in (one.note, words) if part)
            t.calendar.change(one.id, done_on=today, outcome=outcome, note=note)
